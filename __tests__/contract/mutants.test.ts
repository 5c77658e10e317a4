/** A broken product that cannot be made any more would catch nothing, and `npm run mutants` takes long to tell. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MUTANTS } from '../../tools/mutants/mutants.ts';

const root = resolve(import.meta.dirname, '../..');

describe('what is broken on purpose is in the product, exactly once', () => {
  test.each(MUTANTS)('$says', ({ file, from, to }) => {
    expect(readFileSync(resolve(root, file), 'utf8').split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });
});
