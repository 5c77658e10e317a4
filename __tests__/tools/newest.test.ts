import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

/** What the release workflow learns about a tag among others. */
function newest(tag: string, tags: readonly string[]): readonly string[] {
  const args = [resolve(ROOT, 'tools/release/newest.ts'), tag];
  return execFileSync(process.execPath, args, { input: tags.join('\n'), encoding: 'utf8' })
    .trim()
    .split('\n');
}

test.each<[string, readonly string[], boolean, boolean]>([
  ['v0.2.0', ['v0.1.0', 'v0.2.0'], true, true],
  ['v0.10.0', ['v0.9.0', 'v0.10.0'], true, true],
  // A pre-release of the next version keeps nothing from moving.
  ['v0.2.1', ['v0.2.1', 'v0.3.0-rc.1', 'v0.3.0-beta', 'v0', 'v0.2', 'vNext'], true, true],
  ['v0.1.1', ['v0.1.1', 'v0.2.0'], false, false],
  ['v1.9.0', ['v1.9.0', 'v2.0.0', 'v10.0.0'], true, false],
  ['v0.3.0-rc.1', ['v0.2.0', 'v0.3.0-rc.1'], false, false],
])('%s among %j', (tag, tags, major, latest) => {
  expect(newest(tag, tags)).toEqual([`major=${major}`, `latest=${latest}`]);
});
