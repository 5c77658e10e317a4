/** The action in process, with hostile texts in every place where a reply may have a text. */
import { expect, test } from '@jest/globals';
import type { Script } from '../emulator/script.ts';
import { expectUnforged } from './support/expect-unforged.ts';
import { HOSTILE_STRINGS } from './support/hostile-strings.ts';
import { type InProcessRun, runInProcess } from './support/run-in-process.ts';
import { EAST, KEY, NORTH, PROJECTS, seedOf } from './support/scenario-cloud.ts';
import { rowsOf } from './support/scenario-facts.ts';
import { image, imageStep } from './support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from './support/scenario-sync.ts';

type Rule = NonNullable<Script['rules']>[number];
type With = Readonly<Record<string, string | undefined>>;

interface Place {
  readonly place: string;
  readonly with: With;
  readonly match?: Rule['match'];
  readonly skip?: number;
  /** The reply with the text in it. */
  readonly reply: (text: string) => { status: number; body?: unknown; headers?: Record<string, string> };
  /** The verdict; it may depend on whether the text could be a name. */
  readonly verdict: string | ((text: string) => string);
  /** Which one of every three texts; all of them if left out. */
  readonly third?: number;
}

const IMAGES = (['wait-image', 'refresh-image', 'delete-image'] as const).map((name) => imageStep(name, ['v1']));
const [WAIT = {}] = IMAGES;
const COPY = syncStep('v1', [EAST]);
const HSS: With = { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] };
const LOOK_UP = { ...WAIT, 'project-id': undefined };
const STEPS: readonly With[] = [...IMAGES, COPY, HSS, LOOK_UP];

const details = { id: image('v1').id, status: 'ACTIVE' };
const onEast = { region: EAST, path: '/tags' };
const onNorth = { region: NORTH, path: '/tags' };
const onJobs = { path: '/sync_job' };
const ok = (body: unknown) => ({ status: 200, body });

const ERRORS: Readonly<Record<string, Place['reply']>> = {
  'code and message': (text) => ({ status: 400, body: { error_code: text, error_msg: text } }),
  'a list of errors': (text) => ({ status: 409, body: { errors: [{ errorCode: text, errorMessage: text }] } }),
  'an error': (text) => ({ status: 403, body: { error: { code: text, message: text } } }),
  'a list of names': (text) => ({ status: 400, body: [text] }),
  'a page': (text) => ({ status: 400, body: `<html><title>${text}</title>${text}</html>` }),
  'a bare text': (text) => ({ status: 400, body: text }),
  'a request id': (text) => ({ status: 400, body: {}, headers: { 'x-request-id': text } }),
  'a redirect': (text) => ({ status: 302, headers: { location: `https://${text}/${text}` } }),
};

const PLACES: readonly Place[] = [
  ...Object.entries(ERRORS).flatMap(([what, reply]) =>
    STEPS.map((step, index) => ({
      place: `${what}, of ${step['operation']} ${index}`,
      with: step,
      reply,
      verdict: 'refused',
      // Every shape is combined with every text, in two of the six steps.
      third: index % 3,
    })),
  ),
  {
    place: 'a refused credential',
    with: COPY,
    reply: (text) => ({ status: 401, body: { error_code: 'APIGW.0301', error_msg: text } }),
    verdict: 'refused',
  },
  { place: 'an outage', with: COPY, reply: (text) => ({ status: 503, body: text }), verdict: 'unavailable' },
  { place: 'no JSON under 200', with: COPY, reply: (text) => ok(`not JSON ${text}`), verdict: 'unavailable' },
  {
    place: 'another shape under 200',
    with: WAIT,
    reply: (text) => ok({ [text]: text, id: 7 }),
    verdict: 'unavailable',
  },
  {
    place: 'an image with an unknown status',
    with: WAIT,
    reply: (text) => ok({ ...details, status: text }),
    verdict: (text) => (text.trim() === '' ? 'unavailable' : 'timeout'),
  },
  {
    place: 'an image with a fault',
    with: WAIT,
    reply: (text) => ok({ ...details, status: 'ERROR', status_message: text }),
    verdict: 'bad-status',
  },
  {
    place: 'the details of an image',
    with: WAIT,
    reply: (text) =>
      ok({ ...details, name: text, tag: text, namespace: text, description: text, dev_services: [text] }),
    verdict: 'active',
  },
  {
    place: 'tags besides ours',
    with: COPY,
    match: onEast,
    reply: (text) => ok([{ Tag: text, digest: text }]),
    verdict: 'mismatch',
  },
  {
    place: 'the digest of the source',
    with: COPY,
    match: onNorth,
    reply: (text) => ok([{ Tag: 'v1', digest: text }]),
    verdict: 'unavailable',
  },
  {
    place: 'the digest of the target',
    with: COPY,
    match: onEast,
    reply: (text) => ok([{ Tag: 'v1', digest: text }]),
    verdict: 'unavailable',
  },
  {
    place: 'an absent organization',
    with: COPY,
    match: onNorth,
    reply: (text) => ({ status: 404, body: { errors: [{ errorCode: 'SVCSTG.SWR.4040058', errorMessage: text }] } }),
    verdict: 'missing',
  },
  {
    place: 'the status of a job',
    with: COPY,
    match: onJobs,
    reply: (text) => ok([{ id: 1, tag: 'v1', status: text, remoteRegionId: EAST, remoteNamespace: 'team' }]),
    verdict: 'copied',
  },
  {
    place: 'the tag of a job',
    with: COPY,
    match: onJobs,
    reply: (text) => ok([{ id: 1, tag: text, status: 'failed', remoteRegionId: text, remoteNamespace: text }]),
    verdict: 'copied',
  },
  {
    place: 'the refusal of a copy',
    with: COPY,
    match: { path: '/sync_images' },
    reply: (text) => ({ status: 400, body: [text, 'v1'] }),
    verdict: 'refused',
  },
  {
    place: 'the acceptance of a copy',
    with: COPY,
    match: { path: '/sync_images' },
    reply: (text) => ok([text]),
    verdict: 'timeout',
  },
  {
    place: 'the refusal of HSS under 200',
    with: HSS,
    match: { method: 'POST' },
    reply: (text) => ok({ error_code: 7, error_description: text }),
    verdict: 'refused',
  },
  {
    place: 'an error under 200 that HSS did not write',
    with: HSS,
    match: { method: 'POST' },
    reply: (text) => ok({ error_code: text, error_description: text }),
    // A blank code is none; no task follows.
    verdict: (text) => (text.trim() === '' ? 'timeout' : 'unavailable'),
  },
  {
    place: 'the reason of a task of HSS',
    with: HSS,
    match: { method: 'GET' },
    skip: 1,
    reply: (text) => ok({ total_num: 1, data_list: [{ task_id: text, task_status: -3, failed_reason: text }] }),
    verdict: 'refused',
  },
  {
    place: 'the names of projects',
    with: LOOK_UP,
    match: { service: 'iam' },
    reply: (text) => ok({ projects: [{ id: 'p', name: text }] }),
    verdict: 'refused',
  },
  {
    place: 'the id of a project',
    with: LOOK_UP,
    match: { service: 'iam' },
    reply: (text) => ok({ projects: [{ id: text, name: NORTH }] }),
    verdict: (text) => (/^\w+$/.test(text) && text.length <= 64 ? 'refused' : 'unavailable'),
  },
];

const SEED = seedOf({
  [NORTH]: { ...team(tagged('v1')), syncSeconds: 0, images: [image('v1')], hss: { taskSeconds: 0 } },
  [EAST]: EMPTY_TEAM,
});

function runWithText({ with: given, match = {}, skip = 0, reply }: Place, text: string): Promise<InProcessRun> {
  return runInProcess({
    seed: SEED,
    script: { rules: [{ match, skip, times: 'always', fault: { kind: 'status', ...reply(text) } }] },
    with: {
      region: NORTH,
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      timeout: '5s',
      'max-attempts': '1',
      ...given,
    },
  });
}

test.each(PLACES)('$place', async (place) => {
  const { third, verdict } = place;
  for (const text of HOSTILE_STRINGS.filter((_, index) => third === undefined || index % 3 === third)) {
    const { run, script } = await runWithText(place, text);
    const label = JSON.stringify(text.slice(0, 60));
    expect([label, script.rules[0]?.hits]).not.toEqual([label, 0]);
    const expected = typeof verdict === 'string' ? verdict : verdict(text);
    expect([label, rowsOf(run).map((row) => row.verdict)]).toEqual([label, [expected]]);
    expectUnforged(run, [KEY.secretKey]);
  }
});

const detailed: Place['reply'] = (text) => ok({ ...details, description: text, tag: text, dev_services: [text] });

test('texts are unchanged in the report file', async () => {
  for (const text of HOSTILE_STRINGS) {
    const { run } = await runWithText({ place: 'details', with: WAIT, reply: detailed, verdict: 'active' }, text);
    const said = text.slice(0, 4000);
    expect(run.report.images).toEqual([
      { ...details, description: said, tag: said, dev_services: [said], region: 'cn-north-4' },
    ]);
    expect(run.report.succeededTags).toEqual([said]);
  }
});
