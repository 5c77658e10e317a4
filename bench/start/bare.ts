/** The bare bundle: what an action of @actions/core alone would be, built as the action is. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** One request, by what Node brings: the least that an action can do with a network. */
const SOURCE = `import * as http from 'node:http';
import * as core from '@actions/core';

core.info('Started.');
const url = core.getInput('bare-url');
if (url !== '') http.get(url, (reply) => reply.resume());
`;

/** Builds it; gives the path of its entry. */
export function buildBare(): string {
  const folder = join(ROOT, 'build', 'bare');
  mkdirSync(folder, { recursive: true });
  const [entry, out] = [join(folder, 'main.js'), join(folder, 'dist')];
  writeFileSync(entry, SOURCE);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  const ncc = join(ROOT, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  execFileSync(process.execPath, [ncc, 'build', entry, '-o', out, '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  return join(out, 'index.js');
}

/** The committed bundle of the action. */
export const ACTION = join(ROOT, 'dist', 'index.js');
