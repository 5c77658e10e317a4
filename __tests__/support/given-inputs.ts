/** An input reader over the values that a workflow gives. */
import type { InputName } from '../../src/inputs/defaults.ts';
import { createInputReader, type InputReader } from '../../src/inputs/reader.ts';
import { failureOf } from '../../src/errors.ts';

/** By name of the input. */
export type Given = { readonly [K in InputName]?: string };

/** The reader, and what it has done. */
export interface GivenInputs {
  readonly inputs: InputReader;
  /** The values that were masked, in order. */
  readonly masked: readonly string[];
  /** The errors, as the author of the workflow would read them; empty for none. */
  errors(): string;
}

/** A reader over these values; all other inputs are empty. */
export function givenInputs(given: Given): GivenInputs {
  const masked: string[] = [];
  const values: ReadonlyMap<string, string> = new Map(Object.entries(given));
  const inputs = createInputReader({
    input: (name) => values.get(name) ?? '',
    mask: (secret) => masked.push(secret),
  });
  return {
    inputs,
    masked,
    errors() {
      try {
        inputs.check();
        return '';
      } catch (error) {
        return failureOf(error).message;
      }
    },
  };
}
