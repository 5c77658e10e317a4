/** Reads action.yml, the only place where inputs and outputs are described. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

const Described = { description: v.pipe(v.string(), v.minLength(1)) };

const ActionSchema = v.strictObject({
  name: v.string(),
  description: v.string(),
  author: v.string(),
  branding: v.strictObject({ icon: v.string(), color: v.string() }),
  inputs: v.record(
    v.string(),
    v.strictObject({ ...Described, required: v.optional(v.boolean(), false), default: v.optional(v.string(), '') }),
  ),
  outputs: v.record(v.string(), v.strictObject(Described)),
  runs: v.strictObject({ using: v.string(), main: v.string(), post: v.optional(v.string()) }),
});

/** An input, as action.yml declares it. */
export interface ActionInput {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Empty when there is none. */
  readonly default: string;
}

/** What action.yml declares. `main` and `post` are paths below its folder. */
export interface ActionFile {
  readonly using: string;
  readonly main: string;
  readonly post?: string | undefined;
  readonly inputs: readonly ActionInput[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
}

/** Reads the action.yml of a folder of this repository. Throws when a field is unknown or a description is missing. */
export async function readActionFile(folder: '.' | 'emulator' = '.'): Promise<ActionFile> {
  const text = await readFile(resolve(import.meta.dirname, '../..', folder, 'action.yml'), 'utf8');
  const { runs, inputs, outputs } = v.parse(ActionSchema, parse(text));
  return {
    ...runs,
    inputs: Object.entries(inputs).map(([name, input]) => ({ name, ...input })),
    outputs: Object.entries(outputs).map(([name, output]) => ({ name, ...output })),
  };
}
