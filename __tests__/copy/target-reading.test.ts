import { expect, test } from '@jest/globals';
import { createTargetReading } from '../../src/copy/target-reading.ts';
import { TARGET } from '../support/copy-target.ts';
import { createManualClock } from '../support/manual-clock.ts';

test('a target is read again for other tags, and after 2 s, and after something was sent', async () => {
  const clock = createManualClock();
  const reads: string[] = [];
  const reader = {
    async read(_: unknown, tags: readonly string[]) {
      reads.push(tags.join());
      return Promise.resolve({
        digests: new Map(tags.map((tag) => [tag, String(reads.length)])),
        locations: new Map(),
      });
    },
  };
  const { read, forget } = createTargetReading(reader, TARGET, clock);
  const wait = (ms: number): Promise<void> => clock.run(new Promise((resolve) => void clock.after(ms, resolve)));

  await read(['v1', 'v2']);
  expect((await read(['v2'])).digests.get('v2')).toBe('1');
  await read(['v2', 'v3']);
  await wait(2000);
  await read(['v3']);
  await wait(1);
  expect((await read(['v3'])).digests.get('v3')).toBe('3');
  expect(reads).toEqual(['v1,v2', 'v2,v3', 'v3']);
  forget();
  expect((await read(['v3'])).digests.get('v3')).toBe('4');
});
