/**
 * The rehearsal: act plays every recipe of the documents in a repository of its own, unchanged but for the endpoint,
 * and then the workflow rehearse.yml, which starts the emulator in its jobs. `npm run rehearse [-- part of a name]`.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../emulator/start.ts';
import { Lacking, pythonEnvironment } from '../python-environment.ts';
import { play, type Played } from './act.ts';
import { withEndpoint } from './given-endpoint.ts';
import { judged, lacksOnlyLines, lastWords } from './judge.ts';
import { CLOUD, CLOUD_FILE, githubAt, idTokensAt, SECRETS, VARIABLES } from './keys.ts';
import { PUBLISHED, readRecipes, type Recipe, ROOT } from './recipes.ts';
import { expectedOfRehearsal, REHEARSAL } from './rehearsal.ts';
import { STORIES } from './stories.ts';
import { startedByHand, type Story } from './story.ts';

/** What the runner downloads of this repository: the rest would only be copied again and again. */
const SHIPPED = ['action.yml', 'dist', 'emulator/action.yml', 'emulator/dist', CLOUD_FILE] as const;

const wanted = process.argv.slice(2).join(' ').toLowerCase();
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());
const { signal } = interrupted;
const shipped = join(folder, 'shipped');
const failures: string[] = [];
let plays = 0;

try {
  const act = pythonEnvironment('tools/external', say)('act');
  for (const part of SHIPPED) cpSync(join(ROOT, part), join(shipped, part), { recursive: true });
  const recipes = new Map(readRecipes().map((recipe) => [recipe.name, recipe]));
  for (const name of recipes.keys()) {
    if (!STORIES.some(({ recipe }) => recipe === name))
      failures.push(`The recipe "${name}" has no story in stories.ts`);
  }
  for (const story of STORIES) {
    const recipe = recipes.get(story.recipe);
    const title = `${story.recipe}: ${story.title}`;
    if (recipe === undefined) failures.push(`${title}: there is no such recipe`);
    else if (title.toLowerCase().includes(wanted))
      await told(title, (own) => playRecipe(act, own, recipe, story), story);
  }
  const title = `${REHEARSAL}: every recipe, with the emulator as an action`;
  if (title.includes(wanted)) await told(title, (own) => playRehearsal(act, own), expectedOfRehearsal(recipes));
} catch (problem) {
  failures.push(
    problem instanceof Lacking ? problem.message : String(problem instanceof Error ? problem.stack : problem),
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
if (plays === 0 && failures.length === 0) failures.push(`Nothing is called "${wanted}"`);
for (const failure of failures) say(`RED  ${failure}`);
say(failures.length === 0 ? `The rehearsal is green: ${plays} plays.` : 'The rehearsal is red.');
if (failures.length > 0) process.exitCode = 1;

async function told(
  title: string,
  playing: (own: string) => Promise<Played>,
  expected: Parameters<typeof judged>[1],
): Promise<void> {
  if (signal.aborted) throw new Error('Interrupted');
  plays += 1;
  const began = performance.now();
  const attempt = async (name: string) => {
    const own = join(folder, name);
    mkdirSync(own);
    const result = await playing(own);
    return { played: result, complaints: [...judged(result, expected), ...(await stillThere(result))] };
  };
  let { played, complaints } = await attempt(String(plays));
  if (lacksOnlyLines(complaints)) {
    // act may lose what a step prints just before it ends; what was never printed is missing again.
    say(`     ${title}: once more, because ${complaints.join(', ')}`);
    ({ played, complaints } = await attempt(`${plays}-again`));
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`${complaints.length === 0 ? 'ok ' : 'RED'}  ${title} (${seconds} s)`);
  if (complaints.length === 0) return;
  for (const line of lastWords(played)) say(`     ${line}`);
  failures.push(...complaints.map((complaint) => `${title}: ${complaint}`));
}

async function playRecipe(act: string, own: string, recipe: Recipe, story: Story): Promise<Played> {
  const emulator = await startEmulator({ seed: story.cloud?.(CLOUD) ?? CLOUD });
  try {
    const played = await play({
      act,
      folder: own,
      files: { ...story.files, [`.github/workflows/${recipe.slug}.yml`]: withEndpoint(recipe, emulator.endpoint) },
      event: story.event,
      secrets: SECRETS,
      vars: { ...VARIABLES, ...story.vars },
      env: { ...idTokensAt(emulator.url), ...githubAt(emulator.url) },
      published: [`${PUBLISHED}@v0=${shipped}`],
      signal,
    });
    const deployments = emulator
      .state()
      .deployments.map(
        ({ environment, statuses }) => `${environment}: ${statuses.map(({ state }) => state).join(', ')}`,
      );
    return { ...played, deployments };
  } finally {
    await emulator.close();
  }
}

/** Without secrets and variables: whoever forks this repository has none either. */
function playRehearsal(act: string, own: string): Promise<Played> {
  cpSync(shipped, join(own, 'repository'), { recursive: true });
  const files = { [REHEARSAL]: readFileSync(join(ROOT, REHEARSAL), 'utf8') };
  return play({
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
async function stillThere({ entries }: Played): Promise<readonly string[]> {
  const urls = entries.filter(({ command, name }) => command === 'set-output' && name === 'base-url');
  const answers = await Promise.all(
    urls.map(({ arg = '' }) => fetch(`${arg}/_/health`).then(() => [arg], () => [])), // prettier-ignore
  );
  return answers.flat().map((url) => `an emulator was left behind at ${url}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
