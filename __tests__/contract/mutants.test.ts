/** A broken product that cannot be made any more would catch nothing, and `npm run mutants` takes long to tell. */
import { describe, expect, test } from '@jest/globals';
import { resolve } from 'node:path';
import { MUTANTS } from '../../tools/mutants/mutants.ts';
import { fileWith } from '../../tools/mutants/source.ts';

const root = resolve(import.meta.dirname, '../..');

describe('what is broken on purpose is in the product, exactly once', () => {
  test.each(MUTANTS)('$says', ({ from, to }) => {
    expect(() => fileWith(root, from)).not.toThrow();
    expect(to).not.toBe(from);
  });
});
