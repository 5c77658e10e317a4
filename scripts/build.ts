/**
 * Builds dist/: TypeScript to JavaScript, then one bundle. With `--check`, fails where dist/ is not what the sources
 * build, and changes nothing.
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
      // An optional peer of something that is shipped, such as a compiler for its types.
      devOptional: v.optional(v.boolean(), false),
      optional: v.optional(v.boolean(), false),
    }),
  ),
});

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const check = process.argv.includes('--check');

const scratch = mkdtempSync(join(tmpdir(), 'image-promotion-build-'));
try {
  const compiled = join(root, 'build');
  const bundled = check ? join(scratch, 'dist') : dist;
  rmSync(compiled, { recursive: true, force: true });
  if (!check) rmSync(dist, { recursive: true, force: true });
  node(join('typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json');
  // Not minified: minified code starts slower, and nobody can review it.
  node(join('@vercel', 'ncc', 'dist', 'ncc', 'cli.js'), 'build', join(compiled, 'main.js'), '-o', bundled, '--quiet');
  writeFileSync(join(bundled, 'licenses.txt'), licenses());
  if (check) compare(bundled, dist);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function node(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' });
}

function compare(expected: string, actual: string): void {
  const names = new Set([...filesIn(expected), ...filesIn(actual)]);
  const differing = [...names].filter((name) => contentOf(expected, name) !== contentOf(actual, name));
  if (differing.length === 0) return;
  process.stderr.write(`dist/ is not what the sources build (${differing.join(', ')}): run npm run build\n`);
  process.exitCode = 1;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Line ends are the checkout's business. */
function contentOf(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

/** The licences of everything that may be in the bundle: the packages of the lock file that are not for development. */
function licenses(): string {
  const { packages } = v.parse(LockSchema, JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const texts = Object.entries(packages)
    .filter(([path, { dev, devOptional, optional }]) => path !== '' && !dev && !devOptional && !optional)
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
