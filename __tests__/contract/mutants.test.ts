/** A mutant whose text is gone tests nothing, and `npm run mutants` takes long to report it. */
import { describe, expect, test } from '@jest/globals';
import { resolve } from 'node:path';
import { MUTANTS } from '../../tools/mutants/mutants.ts';
import { findFileWith } from '../../tools/mutants/source.ts';

const root = resolve(import.meta.dirname, '../..');

describe('the text that a mutant replaces stands in src exactly once', () => {
  test.each(MUTANTS)('$title', ({ from, to }) => {
    expect(() => findFileWith(root, from)).not.toThrow();
    expect(to).not.toBe(from);
  });
});
