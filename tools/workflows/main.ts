/**
 * Lints every workflow: those of this repository, its two actions, Dependabot's file, and the recipes of the documents
 * as the workflow files that they become. actionlint (with shellcheck) for mistakes, zizmor for weaknesses; both must
 * find nothing at all.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Lacking, pythonEnvironment } from '../python-environment.ts';
import { PUBLISHED, readRecipes, type Recipe, ROOT } from '../rehearse/recipes.ts';

/** A stand-in for the commit that a reader pins; the documents show the tag, which is easier to read. */
const PINNED = `${PUBLISHED}$1@${'0'.repeat(40)} # v0`;
const USES = new RegExp(`${PUBLISHED}(/emulator)?@v0`, 'g');

const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
try {
  const command = pythonEnvironment('tools/external', say);
  const actionlint = builtActionlint();
  const recipes = readRecipes();
  // actionlint knows the inputs and outputs of actions in the repository alone, so there the recipes use this one.
  const local = repository('local', recipes, (yaml) =>
    yaml.replaceAll(USES, (_, path: string | undefined) => `.${path ?? '/'}`),
  );
  const pinned = repository('pinned', recipes, (yaml) =>
    yaml.replaceAll(USES, (_, path: string | undefined) => PINNED.replace('$1', path ?? '')),
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
  else say(`actionlint and zizmor find nothing in ${files} workflows, ${recipes.length} of which are recipes.`);
} catch (problem) {
  say(problem instanceof Lacking ? problem.message : String(problem instanceof Error ? problem.stack : problem));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A copy of what there is to lint, with the recipes beside the workflows. */
function repository(name: string, recipes: readonly Recipe[], used: (yaml: string) => string): string {
  const copy = join(folder, name);
  for (const part of ['.github', 'action.yml', 'dist', 'emulator/action.yml', 'emulator/dist']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  for (const { slug, yaml } of recipes)
    writeFileSync(join(copy, '.github/workflows', `recipe-${slug}.yml`), used(yaml));
  // actionlint looks for the root of the repository.
  mkdirSync(join(copy, '.git'));
  return copy;
}

function check(cwd: string, what: string, command: string, args: readonly string[]): boolean {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error === undefined && status === 0) return true;
  say(`RED  ${what}${error === undefined ? '' : `: ${error.message}`}\n${stdout ?? ''}${stderr ?? ''}`);
  return false;
}

/** Built from its Go module, at the version and with the checksums of tools/external: there is no package that holds it. */
function builtActionlint(): string {
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
  if (error !== undefined) throw new Lacking(`Go 1.25 or newer is needed to build actionlint: ${error.message}`);
  if (status !== 0) throw new Lacking(`actionlint cannot be built from tools/external/go.mod.\n${stderr}`);
  return binary;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
