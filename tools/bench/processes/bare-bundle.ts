/** The bare bundle: the smallest action of the same toolkit (@actions/core), built as the action is. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Writes a line, and sends one request with node:http where the input `bare-url` is given. */
const SOURCE = `import * as http from 'node:http';
import * as core from '@actions/core';

core.info('Started.');
const url = core.getInput('bare-url');
if (url !== '') http.get(url, (reply) => reply.resume());
`;

/** Builds it with the installed toolkit; returns the path of its entry. */
export function buildBareBundle(): string {
  const folder = join(ROOT, 'build', 'bare');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [entry, out] = [join(folder, 'main.js'), join(folder, 'dist')];
  writeFileSync(entry, SOURCE);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  const ncc = join(ROOT, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  execFileSync(process.execPath, [ncc, 'build', entry, '-o', out, '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  return join(out, 'index.js');
}

/** The entry of the action's committed bundle. */
export const ACTION = join(ROOT, 'dist', 'index.js');
