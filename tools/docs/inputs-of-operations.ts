/** Which inputs each operation reads besides those that all of them read: each operation is planned with a reader that records names. */
import { INPUT_NAMES, type InputName } from '../../src/inputs/defaults.ts';
import { createInputReader } from '../../src/inputs/reader.ts';
import { readRunOptions, readSettings } from '../../src/inputs/settings.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { exampleOf } from './permissions.ts';

/** @returns the inputs by operation, in the order of action.yml. */
export async function inputsOfOperations(): Promise<ReadonlyMap<string, readonly InputName[]>> {
  const common = await readBy('', (inputs) => {
    readSettings(inputs);
    readRunOptions(inputs);
  });
  const used = new Map<string, readonly InputName[]>();
  for (const operation of OPERATIONS) {
    const read = await readBy(operation.name, (inputs) =>
      operation.prepare(inputs, { eventTag: () => ({ tag: undefined, event: 'the event push' }), env: () => '' }),
    );
    used.set(
      operation.name,
      INPUT_NAMES.filter((name) => read.has(name) && !common.has(name)),
    );
  }
  return used;
}

async function readBy(
  operation: string,
  read: (inputs: ReturnType<typeof createInputReader>) => unknown,
): Promise<ReadonlySet<string>> {
  const example = exampleOf(operation);
  const names = new Set<string>();
  const inputs = createInputReader({
    input(name) {
      names.add(name);
      return example[name] ?? '';
    },
    mask: () => undefined,
  });
  await read(inputs);
  return names;
}
