/**
 * Builds dist/: TypeScript to JavaScript, then one bundle. With `--check`, fails where dist/ is not what the sources
 * build, and changes nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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
  node(
    join('@vercel', 'ncc', 'dist', 'ncc', 'cli.js'),
    'build',
    join(compiled, 'main.js'),
    '-o',
    bundled,
    '--license',
    'licenses.txt',
    '--quiet',
  );
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
