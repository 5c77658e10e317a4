/**
 * `npm run workflows`: lints the workflows of this repository, its two actions, Dependabot's file, and the recipes of the
 * pages, with actionlint (and shellcheck) and zizmor. Both must find nothing.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPythonEnvironment, MissingTool } from '../python-environment.ts';
import { PUBLISHED, readRecipes, type Recipe, ROOT } from '../rehearse/recipes.ts';

/** In place of the tag in the pages: the commit that a user would pin. */
const PINNED = `${PUBLISHED}$1@${'0'.repeat(40)} # v0`;
const PUBLISHED_USE = new RegExp(`${PUBLISHED}(/emulator|/\\.github/workflows/[\\w.-]+)?@v0`, 'g');

const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
try {
  const command = createPythonEnvironment('tools/external', log);
  const actionlint = buildActionlint();
  const recipes = readRecipes();
  // actionlint checks inputs and outputs only of actions in the repository, so the recipes use this one.
  const local = repository('local', recipes, (yaml) =>
    yaml.replaceAll(PUBLISHED_USE, (_, path: string | undefined) => `.${path ?? '/'}`),
  );
  const pinned = repository('pinned', recipes, (yaml) =>
    yaml.replaceAll(PUBLISHED_USE, (_, path: string | undefined) => PINNED.replace('$1', path ?? '')),
  );
  const found = [
    check(local, 'actionlint', actionlint, ['-shellcheck', command('shellcheck'), '-pyflakes=']),
    check(pinned, 'zizmor', command('zizmor'), [
      '--offline',
      '--pedantic',
      '--strict-collection',
      '--collect=all',
      '--quiet',
      '.',
    ]),
  ];
  const files = readdirSync(join(local, '.github/workflows')).length;
  if (found.includes(false)) process.exitCode = 1;
  else log(`actionlint and zizmor find nothing in ${files} workflows, ${recipes.length} of which are recipes.`);
} catch (problem) {
  log(problem instanceof MissingTool ? problem.message : String(problem instanceof Error ? problem.stack : problem));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns the path of a copy of what is linted, with the recipes among the workflows. */
function repository(name: string, recipes: readonly Recipe[], replaceUses: (yaml: string) => string): string {
  const copy = join(folder, name);
  for (const part of ['.github', 'action.yml', 'dist', 'emulator/action.yml', 'emulator/dist']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  // The workflow that others call uses the action under its published name as well.
  const reusable = join(copy, '.github/workflows/promote-approved.yml');
  writeFileSync(reusable, replaceUses(readFileSync(reusable, 'utf8')));
  for (const { slug, yaml } of recipes)
    writeFileSync(join(copy, '.github/workflows', `recipe-${slug}.yml`), replaceUses(yaml));
  // actionlint looks for the root of the repository.
  mkdirSync(join(copy, '.git'));
  return copy;
}

function check(cwd: string, what: string, command: string, args: readonly string[]): boolean {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error === undefined && status === 0) return true;
  log(`FAILED  ${what}${error === undefined ? '' : `: ${error.message}`}\n${stdout ?? ''}${stderr ?? ''}`);
  return false;
}

/** Builds actionlint from its Go module at the version of tools/external: no npm or Python package has it. */
function buildActionlint(): string {
  const binary = join(
    ROOT,
    'node_modules/.cache/actionlint',
    process.platform === 'win32' ? 'actionlint.exe' : 'actionlint',
  );
  mkdirSync(dirname(binary), { recursive: true });
  const { status, stderr, error } = spawnSync(
    'go',
    ['build', '-o', binary, 'github.com/rhysd/actionlint/cmd/actionlint'],
    {
      cwd: join(ROOT, 'tools/external'),
      encoding: 'utf8',
      env: { ...process.env, GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' },
    },
  );
  if (error !== undefined) throw new MissingTool(`Go 1.25 or newer is needed to build actionlint: ${error.message}`);
  if (status !== 0) throw new MissingTool(`actionlint cannot be built from tools/external/go.mod.\n${stderr}`);
  return binary;
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
