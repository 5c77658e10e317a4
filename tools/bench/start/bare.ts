/** The bare bundle: what an action of @actions/core alone would be, built as the action is. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * One request, by what Node brings: the least that an action can do with a network. Or none; or so many, one after the
 * other in each of a few places.
 */
const SOURCE = `import * as http from 'node:http';
import * as core from '@actions/core';

core.info('Started.');
const url = core.getInput('bare-url');
const replies = Number(core.getInput('bare-replies'));
const agent = new http.Agent({ keepAlive: true });
let next = 0;
function receive() {
  if (next < replies) http.get(url + '/' + next++, { agent }, (reply) => reply.resume().on('end', receive));
}
if (replies > 0) for (let place = 0; place < Number(core.getInput('bare-at-once')); place++) receive();
else if (url !== '') http.get(url, (reply) => reply.resume());
`;

/** The toolkit as it is published: with the undici that the bundle of the action has a stand-in for. */
const PUBLISHED = {
  '@actions/core': '@actions/core',
  '@actions/http-client': '@actions/http-client',
  undici: 'undici-published',
};

/** Builds it, as published or with the stand-in for undici; gives the path of its entry. */
export function buildBare(undici: 'published' | 'stand-in' = 'published'): string {
  const folder = join(ROOT, 'build', 'bare', undici);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, installed] of undici === 'published' ? Object.entries(PUBLISHED) : []) {
    cpSync(join(ROOT, 'node_modules', installed), join(folder, 'node_modules', name), { recursive: true });
  }
  const [entry, out] = [join(folder, 'main.js'), join(folder, 'dist')];
  writeFileSync(entry, SOURCE);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  const ncc = join(ROOT, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  execFileSync(process.execPath, [ncc, 'build', entry, '-o', out, '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  return join(out, 'index.js');
}

/** The committed bundle of the action. */
export const ACTION = join(ROOT, 'dist', 'index.js');
