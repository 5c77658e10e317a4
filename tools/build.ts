/**
 * `npm run build`: writes dist/ and emulator/dist/, a bundle per entry. With `--check`, changes nothing, and fails where
 * they are not what the sources build.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';

const LockSchema = v.looseObject({
  packages: v.record(
    v.string(),
    v.looseObject({
      version: v.optional(v.string(), ''),
      license: v.optional(v.string(), 'unknown licence'),
      dev: v.optional(v.boolean(), false),
      // An optional peer of a shipped package.
      devOptional: v.optional(v.boolean(), false),
      optional: v.optional(v.boolean(), false),
      link: v.optional(v.boolean(), false),
    }),
  ),
});

/** Entries among the compiled files, and the folders of their bundles. */
const BUNDLES = [
  { entry: 'main.js', folder: 'dist' },
  { entry: 'emulator/action/start.js', folder: 'emulator/dist/start' },
  { entry: 'emulator/action/stop.js', folder: 'emulator/dist/stop' },
  { entry: 'emulator/main.js', folder: 'emulator/dist/serve' },
] as const;

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

const scratch = mkdtempSync(join(tmpdir(), 'image-promotion-build-'));
try {
  const compiled = join(root, 'build');
  rmSync(compiled, { recursive: true, force: true });
  for (const project of ['tsconfig.build.json', 'tsconfig.emulator.json']) {
    node(join('typescript', 'bin', 'tsc'), '-p', project);
  }
  const differing = BUNDLES.flatMap(({ entry, folder }) => bundle(join(compiled, entry), folder));
  if (differing.length > 0) {
    process.stderr.write(`Not what the sources build: ${differing.join(', ')}: run npm run build\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Builds one bundle. @returns with `--check` the files that differ from it, else none. */
function bundle(entry: string, folder: string): string[] {
  const committed = join(root, folder);
  const built = check ? join(scratch, folder) : committed;
  if (!check) rmSync(committed, { recursive: true, force: true });
  // Not minified: minified code starts slower and cannot be reviewed.
  node(join('@vercel', 'ncc', 'dist', 'ncc', 'cli.js'), 'build', entry, '-o', built, '--quiet');
  // The emulator uses no packages.
  if (folder === 'dist') writeFileSync(join(built, 'licenses.txt'), licenses());
  const names = new Set([...filesIn(built), ...filesIn(committed)]);
  return [...names]
    .filter((name) => contentOf(built, name) !== contentOf(committed, name))
    .map((name) => `${folder}/${name}`);
}

function node(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' });
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** With line feeds, whatever the checkout has. */
function contentOf(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

/** The licences of all packages that may be in the bundle: those of the lock file that are not for development. */
function licenses(): string {
  const { packages } = v.parse(LockSchema, JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const texts = Object.entries(packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
    .filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional)
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
      const text =
        file === undefined
          ? ''
          : `\n${readFileSync(join(root, path, file), 'utf8')
              .replaceAll('\r\n', '\n')
              .trim()}\n`;
      return `${name} ${version} (${license})\n${text}`;
    });
  return [...new Set(texts)].toSorted().join(`\n${'-'.repeat(80)}\n\n`);
}
