/** What HSS may show of a promoted tag and of its tasks: what proves it, and what does not. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import { callsOf, conclusionOf } from '../support/scenario-facts.ts';
import { entry, listOf, promoteToHss as promote, replied, TASKS } from '../support/scenario-hss.ts';
import { tagged } from '../support/scenario-sync.ts';

const { v1: DIGEST = '' } = tagged('v1');

const OTHER = digestOf('other');
const shown = (image_digest: unknown): object => entry({ image_digest });

describe('promote: although its task has ended well, no proof of a tag is', () => {
  const unproved: readonly [string, string, string][] = [
    ['another digest', listOf(shown(OTHER)), `listed by HSS with ${OTHER}`],
    ['another digest in capitals', listOf(shown(OTHER.toUpperCase())), `listed by HSS with ${OTHER.toUpperCase()}`],
    ['two other digests', listOf(shown(OTHER), shown('sha256:1')), `listed by HSS with ${OTHER} and sha256:1`],
    ['its digest beside another one', listOf(shown(DIGEST), shown(OTHER)), `listed by HSS with ${DIGEST} and ${OTHER}`],
    ['another digest beside none', listOf(entry(), shown(OTHER)), `listed by HSS with ${OTHER}`],
    ['its digest in capitals', listOf(shown(DIGEST.toUpperCase())), `listed by HSS with ${DIGEST.toUpperCase()}`],
    ['a part of its digest', listOf(shown(DIGEST.slice(0, -1))), `listed by HSS with ${DIGEST.slice(0, -1)}`],
    ['its digest and a digit more', listOf(shown(`${DIGEST}0`)), `listed by HSS with ${DIGEST}0`],
    ['its digest without the algorithm', listOf(shown(DIGEST.slice(7))), `listed by HSS with ${DIGEST.slice(7)}`],
    ['its digest with a line behind', listOf(shown(`${DIGEST}\n::error::x`)), `listed by HSS with ${DIGEST}\\u000a::`],
    ['its digest in an array', listOf(shown([DIGEST])), `listed by HSS with ["${DIGEST}"]`],
    ['a number', listOf(shown(7)), 'listed by HSS with 7'],
    ['false', listOf(shown(false)), 'listed by HSS with false'],
    ['an object', listOf(shown({})), 'listed by HSS with {}'],
    ['another tag', listOf(entry({ image_version: 'v10', image_digest: DIGEST })), 'not listed by HSS'],
    ['another repository', listOf(entry({ image_name: 'app/web', image_digest: DIGEST })), 'not listed by HSS'],
    ['another organization', listOf(entry({ namespace: 'other', image_digest: DIGEST })), 'not listed by HSS'],
    ['an image of Harbor', listOf(entry({ registry_type: 'Harbor', image_digest: DIGEST })), 'not listed by HSS'],
    ['an Enterprise image', listOf(entry({ image_type: 'instance_image', image_digest: DIGEST })), 'not listed by HSS'],
    ['an empty list', 'null', 'not listed by HSS'],
    [
      'a list that says more than it gives',
      '{"total_num": 9, "data_list": []}',
      'not in the list of HSS, which gives fewer',
    ],
  ];
  test.concurrent.each(unproved)('%s', async (_, body, observed) => {
    for (const list of ['older', 'newer'] as const) {
      const path = list === 'older' ? '/swr-repository' : '/registries/images';
      const { rows, run } = await promote({ tags: 'v1', hss: { imageLists: list }, script: replied(path, 200, body) });
      expect(rows).toMatchObject([
        {
          verdict: 'timeout',
          code: 'timeout',
          message: expect.stringContaining(`before HSS listed v1 with ${DIGEST}. Last observed: ${observed}`),
        },
      ]);
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'timeout', failed: ['v1'], ready: [] });
      const named = /enterprise project 0 only: is that the right enterprise-project-id\?/.test(rows[0]?.message ?? '');
      expect(named).toBe(observed === 'not listed by HSS');
    }
  });

  test.concurrent('another digest that HSS lists until it has cleaned up', async () => {
    const body = listOf(shown(OTHER), shown(DIGEST));
    const { verdicts, requests } = await promote({ tags: 'v1', script: replied('/swr-repository', 200, body, 9) });
    expect(verdicts).toEqual(['v1 synchronized']);
    expect(callsOf(requests).filter((call) => call === TASKS).length).toBeGreaterThan(7);
  });
});

describe('promote: the task decides where HSS shows no digest of a tag:', () => {
  const none: readonly [string, readonly object[]][] = [
    ['null', [shown(null)]],
    ['an empty text', [shown('')]],
    ['a blank', [shown(' ')]],
    ['no field', [entry()]],
    ['no field, twice', [entry(), entry({ registry_type: 'SwrPrivate' })]],
    [
      'that of one of several platforms',
      [entry({ image_digest: OTHER, association_images: [{ image_digest: OTHER }] })],
    ],
    ['several platforms', [entry({ image_digest: OTHER, is_multiple_arch: true }), entry({ is_multiple_arch: true })]],
  ];
  test.concurrent.each(none)('%s', async (_, entries) => {
    const script = replied('/swr-repository', 200, listOf(...entries));
    const [ended, stuck] = await Promise.all([
      promote({ tags: 'v1', script }),
      promote({ tags: 'v1', script, hss: { outcome: 'stuck' } }),
    ]);
    expect(ended.rows).toMatchObject([{ verdict: 'synchronized', message: expect.stringContaining('its task ended') }]);
    expect(stuck.verdicts).toEqual(['v1 timeout']);
  });

  test.concurrent.each<[string, readonly object[]]>([
    ['among entries without one', [entry(), shown(DIGEST)]],
    ['twice', [shown(DIGEST), shown(DIGEST)]],
    ['among images of others', [entry({ namespace: 'other', image_digest: OTHER }), shown(DIGEST)]],
    ['for several platforms', [entry({ image_digest: DIGEST, is_multiple_arch: true })]],
  ])('its digest, %s, proves without a task', async (_, entries) => {
    const script = replied('/swr-repository', 200, listOf(...entries));
    const { rows } = await promote({ tags: 'v1', script, hss: { tasks: false } });
    expect(rows).toMatchObject([{ verdict: 'synchronized', digest: DIGEST }]);
  });
});

/** The task of the request, with other values, in every list of tasks. */
const editTask = (set: Readonly<Record<string, unknown>>): Script => ({
  rules: [
    {
      match: { service: 'hss', path: '/image/tasks' },
      times: 'always',
      fault: {
        kind: 'edit',
        set: Object.fromEntries(Object.entries(set).map(([name, value]) => [`data_list.0.${name}`, value])),
      },
    },
  ],
});

describe('promote: where HSS shows no digest, no proof is', () => {
  test.concurrent.each<[string, Readonly<Record<string, unknown>>]>([
    ['a task without a begin', { begin_time: null }],
    ['a task whose begin cannot be read', { begin_time: 'just now' }],
    ['a task that began at 0', { begin_time: 0 }],
    ['a task that began in the future', { begin_time: 4e12 }],
    ['a task that began in the future, in seconds', { begin_time: 4e9 }],
    ['a task that began long ago', { begin_time: 1e12 }],
    ['a task that ended long ago', { end_time: 1e12 }],
    ['a task that ended long ago, in seconds, as text', { end_time: '1000000000' }],
  ])('%s', async (_, times) => {
    const { rows } = await promote({ tags: 'v1', hss: { digests: false }, script: editTask(times) });
    expect(rows).toMatchObject([
      { verdict: 'timeout', message: expect.stringContaining('listed by HSS without a digest') },
    ]);
  });

  test.concurrent.each<[string, Readonly<Record<string, unknown>>]>([
    ['null', { end_time: null }],
    ['0', { end_time: 0 }],
    ['empty', { end_time: '' }],
  ])('the end of a task does not matter that is %s', async (_, times) => {
    const { verdicts } = await promote({ tags: 'v1', hss: { digests: false }, script: editTask(times) });
    expect(verdicts).toEqual(['v1 synchronized']);
  });

  test.concurrent.each([
    ['15s', 'timeout'],
    ['30s', 'synchronized'],
  ])('a task that ends before it was watched for 20 s (timeout: %s)', async (timeout, verdict) => {
    const { rows } = await promote({ tags: 'v1', hss: { digests: false }, more: { timeout } });
    const message = verdict === 'timeout' ? 'before the tasks of HSS had been watched for 20 s' : 'its task ended';
    expect(rows).toMatchObject([{ verdict, message: expect.stringContaining(message) }]);
  });

  test.concurrent('a task that never ends, in a region without a list of images', async () => {
    const { rows } = await promote({ tags: 'v1', hss: { imageLists: 'none', outcome: 'stuck' } });
    expect(rows).toMatchObject([
      {
        verdict: 'timeout',
        message: 'The time limit was reached before HSS reported the end. Last observed: task 42 % done.',
      },
    ]);
  });

  test.concurrent('a task without a single image, where HSS shows no digest', async () => {
    const { rows } = await promote({
      tags: 'v1',
      hss: { imageLists: 'none' },
      script: {
        rules: [
          {
            match: { service: 'hss', path: '/image/tasks' },
            skip: 1,
            times: 'always',
            fault: { kind: 'status', status: 200, body: listOf({ task_id: 'new', task_status: 100, total_num: 0 }) },
          },
        ],
      },
    });
    expect(rows).toMatchObject([
      {
        verdict: 'refused',
        code: 'scan-task-failed',
        message: expect.stringContaining('without importing a single image'),
      },
    ]);
  });
});
