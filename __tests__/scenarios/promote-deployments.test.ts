/** The GitHub deployments of a promotion, as the bundle makes them on an emulated GitHub. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { TOKEN, variablesOf, SHA } from '../support/emulated-github.ts';
import { EAST, inCloud, NORTH, seedOf, SOUTH, type ScenarioResult } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';
import type { Script } from '../../emulator/script.ts';

const NAMES = { 'github-token': TOKEN, 'environment-prefix': 'prod-' } as const;

interface Twist {
  readonly github?: Seed['github'];
  readonly script?: Script;
  readonly with?: Readonly<Record<string, string>>;
}

/** `v1` goes to the east, where it is missing, and to the south, where it is in conflict. */
function promote({ github = {}, script, with: given = NAMES }: Twist = {}): Promise<ScenarioResult> {
  const regions = {
    [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 },
    [EAST]: EMPTY_TEAM,
    [SOUTH]: team({ v1: digestOf('other bytes') }),
  };
  const seed = seedOf(regions, { github: { repository: 'owner/app', token: TOKEN, ...github } });
  return inCloud(script === undefined ? { seed } : { seed, script }, async ({ emulator, run }) => {
    const transcript = await run({
      with: promoteStep('v1', [EAST, SOUTH], given),
      env: variablesOf(`${emulator.url}/_/github/api`),
    });
    return { run: transcript, requests: emulator.requests(), state: emulator.state(), script: emulator.script() };
  });
}

const stateOf = ({ state }: ScenarioResult) =>
  state.deployments
    .map(({ environment, statuses }) => `${environment}: ${statuses.map((status) => status.state).join(', ')}`)
    .toSorted();

test.concurrent('every region has one: in progress, and in the end what became of it', async () => {
  const result = await promote();
  expect(conclusionOf(result.run)).toMatchObject({ status: 'partial', ready: [EAST] });
  expect(stateOf(result)).toEqual([`prod-${EAST}: in_progress, success`, `prod-${SOUTH}: in_progress, failure`]);
  const east = result.state.deployments.find(({ environment }) => environment === `prod-${EAST}`);
  expect(east).toMatchObject({
    ref: SHA,
    payload: { namespace: 'team', repository: 'app/api', region: EAST, tags: { v1: digestOf('v1') } },
  });
  expect(east?.statuses.at(-1)).toMatchObject({
    logUrl: 'https://git.example.test/owner/app/actions/runs/77/attempts/2',
  });
  expect(result.run.masks).toContain(TOKEN);
  expect(result.run.warnings).toEqual([]);
});

test.concurrent('what GitHub refuses is a warning, and nothing else changes', async () => {
  const [result, usual] = await Promise.all([promote({ github: { deployments: 'forbidden' } }), promote()]);
  expect(conclusionOf(result.run)).toEqual(conclusionOf(usual.run));
  expect(result.run.warnings).toHaveLength(2);
  for (const warning of result.run.warnings) expect(warning).toContain('deployments: write');
  expect(result.state.deployments).toEqual([]);
});

test.concurrent('a GitHub that does not answer holds nothing up', async () => {
  const silence = { match: { service: 'github' }, times: 'always', fault: { kind: 'silence' } } as const;
  const result = await promote({ script: { rules: [silence] } });
  expect(conclusionOf(result.run)).toMatchObject({ status: 'partial', ready: [EAST] });
  expect(result.run.warnings).toHaveLength(2);
  const verdicts = result.run.lines.findIndex((line) => line.includes(`v1 → ${EAST}: copied`));
  const warned = result.run.lines.findIndex((line) => line.startsWith('::warning'));
  expect(verdicts).toBeGreaterThan(0);
  expect(verdicts).toBeLessThan(warned);
});

test.concurrent('a dry run, or a run without a prefix, asks GitHub for nothing', async () => {
  const results = await Promise.all([promote({ with: { ...NAMES, 'dry-run': 'true' } }), promote({ with: {} })]);
  for (const { requests } of results) expect(callsOf(requests).filter((call) => call.includes(' github '))).toEqual([]);
});

test.concurrent.each([
  [{ 'github-token': TOKEN }, '`environment-prefix` is required with github-token'],
  [{ 'environment-prefix': 'prod-' }, '`github-token` is required with environment-prefix'],
])('half of the pair is a complaint: %j', async (given, complaint) => {
  const { run, requests } = await promote({ with: given });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'input' });
  expect(run.errors[0]).toContain(complaint);
  expect(requests).toEqual([]);
});
