/** What `with:` becomes. */
import type { ActionFile } from './action-file.ts';

/**
 * A variable an input: a default joins in only where the workflow does not name the input at all; an empty text
 * suppresses it. Only spaces are replaced in names, hyphens stay.
 */
export function inputEnvironment(
  { inputs }: Pick<ActionFile, 'inputs'>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const values = new Map(inputs.filter((input) => input.default !== '').map((input) => [input.name, input.default]));
  for (const [name, value] of Object.entries(given)) values.set(name, value);
  return Object.fromEntries(
    [...values].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}
