/** An input reader over plain values, as a workflow would give them. */
import type { InputName } from '../../src/inputs/defaults.ts';
import { createInputReader, type InputReader } from '../../src/inputs/reader.ts';
import { failureOf } from '../../src/errors.ts';

export type Given = { readonly [K in InputName]?: string };

export interface GivenInputs {
  readonly inputs: InputReader;
  /** What was masked so far, in order. */
  readonly masked: readonly string[];
  /** The errors, as the author of the workflow would read them; empty for none. */
  errors(): string;
}

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
