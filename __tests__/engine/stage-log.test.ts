import { expect, test } from '@jest/globals';
import type { Item } from '../../src/engine/item.ts';
import { createStageLog, type StageLog } from '../../src/engine/stage-log.ts';
import { createManualClock } from '../support/manual-clock.ts';

const item = (operation: string, tag: string, region = 'r'): Item => ({ operation, region, subject: tag, tag });

/** What is logged, and how many timers are left. */
async function logged(
  items: readonly Item[],
  work: (log: StageLog, tick: () => Promise<void>) => Promise<void>,
): Promise<readonly string[]> {
  const clock = createManualClock();
  const lines: string[] = [];
  const log = createStageLog(items, clock, {
    info: (line) => lines.push(line),
    warnOnce: () => undefined,
    openGroup: (title) => lines.push(`> ${title}`),
    closeGroup: () => lines.push('<'),
  });
  const tick = (): Promise<void> =>
    new Promise((resolve) => {
      clock.after(1, resolve);
    });
  await clock.run(work(log, tick));
  log.end();
  expect(clock.pending()).toBe(0);
  return lines;
}

test('equal states of many tags that come together are one line, in each region and for each state', async () => {
  const tags = Array.from({ length: 12 }, (_, index) => item('sync-tags', `v${index}`));
  const other = item('sync-tags', 'v0', 'q');
  const [first, second] = tags;
  const lines = await logged([...tags, other], async (log, tick) => {
    for (const tag of tags) {
      log.state(tag, 'job running');
      await Promise.resolve();
    }
    log.state(other, 'job running');
    await tick();
    if (first !== undefined) log.verdict(first, 'copied', true);
    if (second !== undefined) log.verdict(second, 'missing: No.', false);
  });
  expect(lines).toEqual([
    '> sync-tags',
    '  v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 2 more → r: job running',
    '  v0 → q: job running',
    '✓ v0 → r: copied',
    '✗ v1 → r: missing: No.',
    '<',
  ]);
});

test('each stage has one group; the lines of a later stage wait for the end of the one before', async () => {
  const [copied, late] = [item('sync-tags', 'v1'), item('sync-tags', 'v1', 'q')];
  const [registered, scanned] = [item('register-image', 'v1'), item('sync-hss', 'v1')];
  const lines = await logged([copied, registered, scanned, late], async (log, tick) => {
    log.verdict(copied, 'copied', true);
    await tick();
    log.state(registered, 'registered');
    log.verdict(registered, 'active', true);
    await tick();
    log.verdict(scanned, 'synchronized', true);
    await tick();
    log.verdict(late, 'timeout', false);
    await tick();
  });
  expect(lines).toEqual([
    '> sync-tags',
    '✓ v1 → r: copied',
    '✗ v1 → q: timeout',
    '<',
    '> register-image',
    '  v1 → r: registered',
    '✓ v1 → r: active',
    '<',
    '> sync-hss',
    '✓ v1 → r: synchronized',
    '<',
  ]);
});

test('what is held back is written into the open group at a heartbeat, so that a slow stage hides no other', async () => {
  const [copied, registered] = [item('sync-tags', 'v1'), item('register-image', 'v1')];
  const lines = await logged([copied, registered], async (log) => {
    log.state(registered, 'status CREATING');
    log.catchUp();
    log.catchUp();
    log.verdict(copied, 'copied', true);
    log.verdict(registered, 'active', true);
    return Promise.resolve();
  });
  expect(lines).toEqual([
    '> sync-tags',
    '  v1 → r: status CREATING',
    '✓ v1 → r: copied',
    '<',
    '> register-image',
    '✓ v1 → r: active',
    '<',
  ]);
});

test('what is held back is written at the end, also where an earlier stage has open items', async () => {
  const [copied, registered] = [item('sync-tags', 'v1'), item('register-image', 'v1')];
  const lines = await logged([copied, registered], async (log) => {
    log.state(registered, 'status CREATING');
    return Promise.resolve();
  });
  expect(lines).toEqual(['> sync-tags', '<', '> register-image', '  v1 → r: status CREATING', '<']);
  expect(await logged([], () => Promise.resolve())).toEqual([]);
});
