/** The environment variables that the runner makes of `with:`. */
import type { ActionFile } from './action-file.ts';

/**
 * One variable `INPUT_NAME` for each input that was given or has a default. A default applies only when the workflow does
 * not name the input; an empty text suppresses it. In names spaces become underscores, and hyphens stay.
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
