/** Makes a job of rehearse.yml from a job of a recipe. */
import type { RecipeCase } from './case.ts';
import { idTokensAt } from './cloud.ts';
import { ACTIONS } from './pins.ts';
import { textOf } from './recipes.ts';

/** A YAML map as a plain object. */
export type Plain = { readonly [key: string]: unknown };

interface Origin {
  /** The name of the recipe. */
  readonly recipe: string;
  /** The id of the job in the recipe. */
  readonly id: string;
  /** Which action of this repository each step uses. */
  readonly uses: readonly ('action' | 'emulator' | undefined)[];
  readonly recipeCase: RecipeCase;
  /** Path of the emulator's seed. */
  readonly cloud: string;
}

/** The operations whose default for `tags` is the release's tag. */
const COPYING_OPERATIONS: ReadonlySet<unknown> = new Set(['sync-tags', 'promote']);

const LOCAL = { action: './', emulator: './emulator' } as const;

/**
 * @param job of the recipe, with values in place of expressions
 * @throws Error where the job has a key that rehearse.yml cannot have.
 */
export function createJob(job: Plain, { recipe, id, uses, recipeCase, cloud }: Origin): Plain {
  // There are no secrets for an environment to protect, and ID tokens come from the emulator without a permission. The
  // `env` of the job is that of its steps instead: the checkout must not use the proxy of a recipe.
  const {
    name,
    environment: _,
    permissions: ___,
    env,
    steps,
    'runs-on': __,
    outputs,
    needs,
    if: condition,
    strategy,
    ...rest
  } = job;
  if (Object.keys(rest).length > 0) throw new Error(`${recipe}: rehearse.yml cannot have ${Object.keys(rest).join()}`);
  const given = recordsIn(steps).map((step, at) => createStep(step, uses[at], recipeCase.event.tag, env));
  const outputRows = Object.entries(recipeCase.steps ?? {}).flatMap(([place, value]) => {
    const [job_ = '', step = '', output = ''] = place.split('.');
    return job_ === id ? [[`${step}.${output}`, value, `steps.${step}.outputs.${output}`] as const] : [];
  });
  return {
    name: `${recipe} - ${textOf(name)}`,
    ...(needs === undefined ? {} : { needs }),
    ...(condition === undefined ? {} : { if: condition }),
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 10,
    ...(uses.some((each) => each !== undefined) ? { permissions: { contents: 'read' } } : {}),
    ...(outputs === undefined ? {} : { outputs }),
    ...(strategy === undefined ? {} : { strategy }),
    steps: [
      ...createFirstSteps(uses, cloud),
      ...given.map((step) => withEndpoint(step, uses.includes('emulator'))),
      ...(outputRows.length === 0 ? [] : [createComparison('Compare the outputs', outputRows)]),
    ],
  };
}

/** Steps before those of a recipe: the checkout, and the emulator where the recipe does not start it. */
function createFirstSteps(uses: Origin['uses'], cloud: string): readonly Plain[] {
  if (uses.every((each) => each === undefined)) return [];
  const checkout = { uses: ACTIONS.checkout.uses, with: { 'persist-credentials': false } };
  return uses.includes('emulator')
    ? [checkout]
    : [checkout, { id: 'emulator', uses: './emulator', with: { seed: cloud } }];
}

function createStep(step: Plain, uses: Origin['uses'][number], tag: string | undefined, jobEnv: unknown): Plain {
  const env = { ...recordOf(jobEnv), ...recordOf(step['env']) };
  const own = { ...step, ...(Object.keys(env).length > 0 ? { env } : {}) };
  if (uses === undefined) return own;
  const { 'github-token': _, 'environment-prefix': __, ...inputs } = recordOf(step['with']);
  // The event that starts rehearse.yml has no tag.
  const tags =
    uses === 'action' && COPYING_OPERATIONS.has(inputs['operation']) && tag !== undefined ? { tags: tag } : {};
  return { ...own, uses: LOCAL[uses], with: { ...tags, ...inputs } };
}

/** Adds endpoint and ID tokens of the emulator, unless the recipe starts it itself. */
function withEndpoint(step: Plain, startsEmulator: boolean): Plain {
  if (startsEmulator || step['uses'] !== LOCAL.action) return step;
  const inputs = recordOf(step['with']);
  const tokens = 'agency-urn' in inputs ? idTokensAt('${{ steps.emulator.outputs.base-url }}') : {};
  const env = { ...recordOf(step['env']), ...tokens };
  return {
    ...step,
    ...(Object.keys(env).length > 0 ? { env } : {}),
    with: { ...inputs, endpoint: '${{ steps.emulator.outputs.endpoint }}' },
  };
}

/** @returns a step that compares expected values with expressions, and fails with their difference. */
export function createComparison(
  name: string,
  rows: readonly (readonly [what: string, expected: string, expression: string])[],
): Plain {
  const lines = (value: (row: (typeof rows)[number]) => string): string =>
    `${rows.map((row) => `${row[0]} = ${value(row)}`).join('\n')}\n`;
  return {
    name,
    if: 'always()',
    shell: 'bash',
    env: { EXPECTED: lines(([, expected]) => expected), ACTUAL: lines(([, , expression]) => `\${{ ${expression} }}`) },
    run: 'diff <(echo "$EXPECTED") <(echo "$ACTUAL")',
  };
}

/**
 * Replaces expressions by their values, and ids of jobs by those in rehearse.yml.
 * @param values by expression, such as `inputs.tag`
 * @param ids of the jobs of the recipe
 */
export function substituteValues(
  job: unknown,
  values: ReadonlyMap<string, string>,
  slug: string,
  ids: readonly string[],
): Plain {
  const renamed = (text: string): string =>
    ids.reduce((before, id) => before.replaceAll(`needs.${id}.`, `needs.${slug}-${id}.`), text);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return renamed(
        value.replaceAll(/\$\{\{ (.+?) \}\}/g, (whole, expression: string) => values.get(expression) ?? whole),
      );
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const plain = recordOf(walk(job));
  const { needs } = plain;
  if (needs === undefined) return plain;
  return { ...plain, needs: [needs].flat().map((id) => `${slug}-${textOf(id)}`) };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function recordsIn(value: unknown): readonly Plain[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}
