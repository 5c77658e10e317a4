/**
 * `npm run rehearse [-- PART OF A TITLE]`: runs every recipe of the pages with act, each in a repository of its own and
 * unchanged but for the endpoint, and then the workflow rehearse.yml, whose jobs start the emulator themselves.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../emulator/start.ts';
import { createPythonEnvironment, MissingTool } from '../python-environment.ts';
import { type ActRun, runAct } from './act.ts';
import { startedByHand, type RecipeCase } from './case.ts';
import { RECIPE_CASES } from './cases.ts';
import { CLOUD, CLOUD_FILE, githubAt, idTokensAt, SECRETS, VARIABLES } from './cloud.ts';
import { type Expected, findDifferences, lacksOnlyLines, lastLinesOf } from './differences.ts';
import { withEndpoint, withTags } from './endpoint.ts';
import { ACTIONS } from './pins.ts';
import { PUBLISHED, readRecipes, type Recipe, ROOT } from './recipes.ts';
import { expectedOfWorkflow, WORKFLOW_FILE } from './workflow.ts';

/** The workflow that recipes call. */
const REUSABLE = '.github/workflows/promote-approved.yml';
/** What a workflow needs of this repository. */
const SHIPPED = ['action.yml', 'dist', 'emulator/action.yml', 'emulator/dist', REUSABLE, CLOUD_FILE] as const;
/** In place of GitHub's own, which need its store of artifacts. */
const ARTIFACT_ACTIONS = (['upload', 'download'] as const).map(
  (name) => `${ACTIONS[name].uses}=${join(ROOT, 'tools/rehearse/artifacts', name)}`,
);

const wanted = process.argv.slice(2).join(' ').toLowerCase();
const folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());
const { signal } = interrupted;
const shipped = join(folder, 'shipped');
const failures: string[] = [];
let runs = 0;

try {
  const act = createPythonEnvironment('tools/external', log)('act');
  for (const part of SHIPPED) cpSync(join(ROOT, part), join(shipped, part), { recursive: true });
  const recipes = new Map(readRecipes().map((recipe) => [recipe.name, recipe]));
  for (const name of recipes.keys()) {
    if (!RECIPE_CASES.some(({ recipe }) => recipe === name))
      failures.push(`The recipe "${name}" has no case in tools/rehearse/cases.ts`);
  }
  for (const recipeCase of RECIPE_CASES) {
    const recipe = recipes.get(recipeCase.recipe);
    const title = `${recipeCase.recipe}: ${recipeCase.title}`;
    if (recipe === undefined) failures.push(`${title}: there is no such recipe`);
    else if (title.toLowerCase().includes(wanted))
      await check(title, (own) => runRecipe(act, own, recipe, recipeCase), recipeCase);
  }
  const title = `${WORKFLOW_FILE}: every recipe, with the emulator as an action`;
  if (title.includes(wanted)) await check(title, (own) => runWorkflowFile(act, own), expectedOfWorkflow(recipes));
} catch (problem) {
  failures.push(
    problem instanceof MissingTool ? problem.message : String(problem instanceof Error ? problem.stack : problem),
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
if (runs === 0 && failures.length === 0) failures.push(`No title contains "${wanted}"`);
for (const failure of failures) log(`FAILED  ${failure}`);
log(failures.length === 0 ? `All ${runs} runs ended as expected.` : `${failures.length} differences.`);
if (failures.length > 0) process.exitCode = 1;

/** Runs something in an empty folder, and adds its differences to the failures. */
async function check(title: string, run: (own: string) => Promise<ActRun>, expected: Expected): Promise<void> {
  if (signal.aborted) throw new Error('Interrupted');
  runs += 1;
  const startedAt = performance.now();
  const attempt = async (name: string) => {
    const own = join(folder, name);
    mkdirSync(own);
    const actRun = await run(own);
    return { actRun, differences: [...findDifferences(actRun, expected), ...(await findRunningEmulators(actRun))] };
  };
  let { actRun, differences } = await attempt(String(runs));
  if (lacksOnlyLines(differences)) {
    // act sometimes loses what a step prints just before it ends: only a line that is missing twice is a failure.
    log(`        ${title}: repeated, because ${differences.join(', ')}`);
    ({ actRun, differences } = await attempt(`${runs}-again`));
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  log(`${differences.length === 0 ? 'ok    ' : 'FAILED'}  ${title} (${seconds} s)`);
  if (differences.length === 0) return;
  for (const line of lastLinesOf(actRun)) log(`        ${line}`);
  failures.push(...differences.map((difference) => `${title}: ${difference}`));
}

async function runRecipe(act: string, own: string, recipe: Recipe, recipeCase: RecipeCase): Promise<ActRun> {
  const emulator = await startEmulator({ seed: recipeCase.cloud?.(CLOUD) ?? CLOUD });
  try {
    const yaml = withEndpoint(recipe, emulator.endpoint);
    const workflow = recipeCase.tags === undefined ? yaml : withTags(yaml, recipeCase.tags);
    const actRun = await runAct({
      act,
      folder: own,
      files: { ...recipeCase.files, [`.github/workflows/${recipe.slug}.yml`]: workflow },
      event: recipeCase.event,
      secrets: SECRETS,
      vars: { ...VARIABLES, ...recipeCase.vars },
      env: {
        ...idTokensAt(emulator.url),
        ...githubAt(emulator.url),
        REHEARSAL_ARTIFACTS: join(own, 'artifacts'),
      },
      published: [`${PUBLISHED}@v0=${shipped}`, ...ARTIFACT_ACTIONS],
      signal,
    });
    const deployments = emulator
      .state()
      .deployments.map(
        ({ environment, statuses }) => `${environment}: ${statuses.map(({ state }) => state).join(', ')}`,
      );
    return { ...actRun, deployments };
  } finally {
    await emulator.close();
  }
}

/** Without secrets and variables, which a fork of this repository does not have either. */
function runWorkflowFile(act: string, own: string): Promise<ActRun> {
  cpSync(shipped, join(own, 'repository'), { recursive: true });
  const files = { [WORKFLOW_FILE]: readFileSync(join(ROOT, WORKFLOW_FILE), 'utf8') };
  return runAct({
    act,
    folder: own,
    files,
    event: startedByHand({}),
    secrets: {},
    vars: {},
    env: {},
    published: [],
    signal,
  });
}

/** An emulator that still answers was not stopped by the post step of its job. */
async function findRunningEmulators({ entries }: ActRun): Promise<readonly string[]> {
  const urls = entries.filter(({ command, name }) => command === 'set-output' && name === 'base-url');
  const answers = await Promise.all(
    urls.map(({ arg = '' }) => fetch(`${arg}/_/health`).then(() => [arg], () => [])), // prettier-ignore
  );
  return answers.flat().map((url) => `the emulator at ${url} was not stopped`);
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
