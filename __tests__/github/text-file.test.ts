import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readTextFile } from '../../src/github/text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'text-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a regular file is read as UTF-8', () => {
  const path = join(folder, 'plan.json');
  writeFileSync(path, '{"说明":1}');
  expect(readTextFile(path)).toBe('{"说明":1}');
});

test('a file of 10 MB is read, and one of a byte more is not', () => {
  const path = join(folder, 'large');
  writeFileSync(path, 'a');
  truncateSync(path, 10_000_000);
  expect(readTextFile(path)).toHaveLength(10_000_000);
  truncateSync(path, 10_000_001);
  expect(() => readTextFile(path)).toThrow('is larger than 10 MB');
});

test('what is no file of that name is told', () => {
  expect(() => readTextFile(join(folder, 'gone'))).toThrow('does not exist');
  expect(() => readTextFile(folder)).toThrow('is not a regular file');
});

// Windows has no such pipes.
test.each(process.platform === 'win32' ? [] : ['pipe'])('a %s without a writer does not block', (name) => {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  expect(() => readTextFile(path)).toThrow('is not a regular file');
});
