/**
 * .github/workflows/rehearse.yml, made of the recipes: each of their jobs starts the emulator first and uses this
 * repository in place of a published version. `npm run docs` writes it.
 */
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import type { Expected } from './judge.ts';
import { CLOUD_FILE, SECRETS, VARIABLES } from './keys.ts';
import { ACTIONS } from './pins.ts';
import { jobsOf, type Recipe, usedBy, workflowOf } from './recipes.ts';
import { comparison, jobOfRehearsal, type Plain, substituted } from './rehearsal-job.ts';
import { STORIES } from './stories.ts';
import type { Story } from './story.ts';

export const REHEARSAL = '.github/workflows/rehearse.yml';

const HEAD = `# Generated from the recipes in README.md and docs/ and their stories: npm run docs writes it.
# The jobs are those of the recipes, with these differences, because nothing here is real: the emulator stands for the
# cloud, ./ for the published action, and its keys for the secrets; what an event or a variable would bring along is
# written out; ID tokens are the emulator's. The environments, which would guard the keys, are left out, and so are the
# deployments, which GitHub would show. A last job a recipe compares what was seen.
`;

export type Recipes = ReadonlyMap<string, Recipe>;

/** The first story of every recipe, the one in which all goes well; none for a recipe that needs files or a cloud of its own. */
function told(recipes: Recipes): readonly { readonly recipe: Recipe; readonly story: Story }[] {
  return [...recipes.values()].flatMap((recipe) => {
    const story = STORIES.find((each) => each.recipe === recipe.name);
    return story === undefined || story.files !== undefined ? [] : [{ recipe, story }];
  });
}

/** What `npm run rehearse` must see of it. */
export function expectedOfRehearsal(recipes: Recipes): Expected {
  const all = told(recipes);
  const jobs = all.flatMap(({ recipe: { slug }, story }) => [
    ...Object.entries(story.jobs).map(([id, results]) => [`${slug}-${id}`, results] as const),
    [`${slug}-seen`, ['success']] as const,
  ]);
  return { jobs: Object.fromEntries(jobs), lines: all.flatMap(({ story }) => story.lines) };
}

/** The text of the workflow. */
export function rehearsalWorkflow(recipes: Recipes): Promise<string> {
  const jobs = told(recipes).flatMap(({ recipe, story }) => jobsOfRehearsal(recipe, story));
  const workflow = {
    name: 'Rehearse',
    on: { push: { branches: ['main'] }, pull_request: null, workflow_dispatch: null },
    permissions: {},
    concurrency: { group: 'rehearse-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: Object.fromEntries(jobs),
  };
  return tidied(`${HEAD}${stringify(workflow, { lineWidth: 0, nullStr: '', aliasDuplicateObjects: false })}`);
}

/** The tags of pinned actions as comments, which stringify cannot place; and the house's formatting. */
async function tidied(text: string): Promise<string> {
  const pinned = Object.values(ACTIONS).reduce(
    (before, { uses, tag }) => before.replaceAll(`uses: ${uses}\n`, `uses: ${uses} # ${tag}\n`),
    text,
  );
  return format(pinned, { ...(await resolveConfig(REHEARSAL)), parser: 'yaml' });
}

function jobsOfRehearsal(recipe: Recipe, story: Story): readonly (readonly [string, Plain])[] {
  const { slug, name } = recipe;
  const jobs = jobsOf(workflowOf(recipe.yaml));
  const values = valuesOf(story);
  const own = jobs.map(({ id, map, steps }) => {
    const job = substituted(
      map.toJSON(),
      values,
      slug,
      jobs.map((each) => each.id),
    );
    const uses = steps.map((step) => usedBy(step));
    return [`${slug}-${id}`, jobOfRehearsal(job, { recipe: name, id, uses, story, cloud: CLOUD_FILE })] as const;
  });
  const seen = {
    name: `${name} - what was seen`,
    needs: jobs.map(({ id }) => `${slug}-${id}`),
    if: 'always()',
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 5,
    steps: [
      comparison('What later jobs see', [
        ...jobs.map(({ id }) => [id, 'success', `needs.${slug}-${id}.result`] as const),
        ...Object.entries(story.needs ?? {}).map(([place, value]) => {
          const [job = '', output = ''] = place.split('.');
          return [place, value, `needs.${slug}-${job}.outputs.${output}`] as const;
        }),
      ]),
    ],
  };
  return [...own, [`${slug}-seen`, seen]];
}

/** What expressions come to that a push to this repository has no values for. */
function valuesOf({ event, vars }: Story): ReadonlyMap<string, string> {
  const inputs = Object.entries(event.inputs ?? {});
  return new Map([
    ...Object.entries(SECRETS).map(([name, value]) => [`secrets.${name}`, value] as const),
    ...Object.entries({ ...VARIABLES, ...vars }).map(([name, value]) => [`vars.${name}`, value] as const),
    ...inputs.map(([name, value]) => [`inputs.${name}`, value] as const),
    ...inputs.map(([name, value]) => [`!inputs.${name}`, String(value !== 'true')] as const),
  ]);
}
