/** A job of a recipe as a job of rehearse.yml. */
import { idTokensAt } from './keys.ts';
import { ACTIONS } from './pins.ts';
import { textIn } from './recipes.ts';
import type { Story } from './story.ts';

/** What YAML holds. */
export type Plain = { readonly [key: string]: unknown };

interface Place {
  readonly recipe: string;
  readonly id: string;
  /** What of this repository each step uses. */
  readonly uses: readonly ('action' | 'emulator' | undefined)[];
  readonly story: Story;
  readonly cloud: string;
}

/** The operations that take the release's tag. */
const COPYING: ReadonlySet<unknown> = new Set(['sync-tags', 'promote']);

const LOCAL = { action: './', emulator: './emulator' } as const;

export function jobOfRehearsal(job: Plain, { recipe, id, uses, story, cloud }: Place): Plain {
  // The environment would guard the keys, and there are none; that of a job would also be the checkout's, which must
  // not go through a proxy that is none. The ID tokens are the emulator's, and ask GitHub for no permission.
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
  if (Object.keys(rest).length > 0)
    throw new Error(`${recipe}: rehearse.yml does not know ${Object.keys(rest).join()}`);
  const given = recordsIn(steps).map((step, at) => stepOfRehearsal(step, uses[at], story.event.tag, env));
  const seen = Object.entries(story.steps ?? {}).flatMap(([place, value]) => {
    const [job_ = '', step = '', output = ''] = place.split('.');
    return job_ === id ? [[`${step}.${output}`, value, `steps.${step}.outputs.${output}`] as const] : [];
  });
  return {
    name: `${recipe} - ${textIn(name)}`,
    ...(needs === undefined ? {} : { needs }),
    ...(condition === undefined ? {} : { if: condition }),
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 10,
    ...(uses.some((each) => each !== undefined) ? { permissions: { contents: 'read' } } : {}),
    ...(outputs === undefined ? {} : { outputs }),
    ...(strategy === undefined ? {} : { strategy }),
    steps: [
      ...prelude(uses, cloud),
      ...given.map((step) => withEndpoint(step, uses.includes('emulator'))),
      ...(seen.length === 0 ? [] : [comparison('What later steps see', seen)]),
    ],
  };
}

/** Before the steps of a recipe: the action, out of this repository, and the cloud. */
function prelude(uses: Place['uses'], cloud: string): readonly Plain[] {
  if (uses.every((each) => each === undefined)) return [];
  const checkout = { uses: ACTIONS.checkout.uses, with: { 'persist-credentials': false } };
  return uses.includes('emulator')
    ? [checkout]
    : [checkout, { id: 'emulator', uses: './emulator', with: { seed: cloud } }];
}

function stepOfRehearsal(step: Plain, uses: Place['uses'][number], tag: string | undefined, jobEnv: unknown): Plain {
  const env = { ...recordOf(jobEnv), ...recordOf(step['env']) };
  const own = { ...step, ...(Object.keys(env).length > 0 ? { env } : {}) };
  if (uses === undefined) return own;
  const { 'github-token': _, 'environment-prefix': __, ...inputs } = recordOf(step['with']);
  // The tag of the release, or the pushed tag, which the event does not bring along here.
  const tags = uses === 'action' && COPYING.has(inputs['operation']) && tag !== undefined ? { tags: tag } : {};
  return { ...own, uses: LOCAL[uses], with: { ...tags, ...inputs } };
}

/** A recipe that starts the emulator itself has its endpoint. */
function withEndpoint(step: Plain, own: boolean): Plain {
  if (own || step['uses'] !== LOCAL.action) return step;
  const inputs = recordOf(step['with']);
  const tokens = 'agency-urn' in inputs ? idTokensAt('${{ steps.emulator.outputs.base-url }}') : {};
  const env = { ...recordOf(step['env']), ...tokens };
  return {
    ...step,
    ...(Object.keys(env).length > 0 ? { env } : {}),
    with: { ...inputs, endpoint: '${{ steps.emulator.outputs.endpoint }}' },
  };
}

/** A step that is red, and shows the difference, when anything is not as expected. */
export function comparison(
  name: string,
  rows: readonly (readonly [what: string, expected: string, expression: string])[],
): Plain {
  const lines = (value: (row: (typeof rows)[number]) => string): string =>
    `${rows.map((row) => `${row[0]} = ${value(row)}`).join('\n')}\n`;
  return {
    name,
    // Also after a red step: what is seen then is what everybody wants to know.
    if: 'always()',
    shell: 'bash',
    env: { EXPECTED: lines(([, expected]) => expected), SEEN: lines(([, , expression]) => `\${{ ${expression} }}`) },
    run: 'diff <(echo "$EXPECTED") <(echo "$SEEN")',
  };
}

/** With values in place of expressions, and the jobs under their names in rehearse.yml. */
export function substituted(
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
  return { ...plain, needs: [needs].flat().map((id) => `${slug}-${textIn(id)}`) };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function recordsIn(value: unknown): readonly Plain[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}
