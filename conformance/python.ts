/** The Python that the tour runs in: a virtual environment with the pinned packages, made once. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const REQUIREMENTS = join(HERE, 'requirements.txt');
const VENV = join(HERE, '.venv');
/** Says what the environment was made from; written last, so that a broken one is made anew. */
const STAMP = join(VENV, 'made-from');
const OLDEST = [3, 9] as const;

/** Something that the machine lacks, with what to do about it. */
export class Lacking extends Error {}

interface Ran {
  readonly ok: boolean;
  readonly output: string;
}

function run(command: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return { ok: error === undefined && status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** The first of the usual commands that is a Python which is new enough. */
function findPython(): { readonly command: string; readonly version: string } {
  const wanted = OLDEST.join('.');
  const given = process.env['PYTHON'];
  const candidates = given === undefined || given === '' ? ['python3', 'python'] : [given];
  const seen: string[] = [];
  for (const command of candidates) {
    const { ok, output } = run(command, '-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])');
    const version = output.trim();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (ok && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return { command, version };
    seen.push(ok ? `${command} is Python ${version}` : `${command} is not there, or does not run`);
  }
  throw new Lacking(
    `Python ${wanted} or newer is needed: ${seen.join('; ')}. Install it, or name one: PYTHON=/path/to/python3`,
  );
}

/** Makes the environment if there is none from these requirements and this Python. Gives its interpreter. */
export function preparedPython(say: (line: string) => void): string {
  const python = findPython();
  const interpreter = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  const stamp = `Python ${python.version}, requirements ${hash}\n`;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp && run(interpreter, '--version').ok) {
    say(`The official SDK is in conformance/.venv already (Python ${python.version}).`);
    return interpreter;
  }
  say(`Making conformance/.venv with Python ${python.version}; the packages are about 30 MB to fetch …`);
  const modules = run(python.command, '-c', 'import venv, ensurepip');
  if (!modules.ok) {
    const packages = 'Debian and Ubuntu have them in the package python3-venv';
    throw new Lacking(`${python.command} lacks its modules venv or ensurepip; ${packages}.\n${modules.output}`);
  }
  rmSync(VENV, { recursive: true, force: true });
  const made = run(python.command, '-m', 'venv', VENV);
  if (!made.ok) throw new Lacking(`The virtual environment cannot be made in conformance/.venv.\n${made.output}`);
  const options = ['--disable-pip-version-check', '--no-input', '--quiet', '--no-deps'];
  const installed = run(interpreter, '-m', 'pip', 'install', ...options, '--requirement', REQUIREMENTS);
  if (!installed.ok) {
    const advice = 'Can the package index be reached? Another one is set by PIP_INDEX_URL, a proxy by HTTPS_PROXY.';
    throw new Lacking(`pip cannot install conformance/requirements.txt. ${advice}\n${installed.output}`);
  }
  const checked = run(interpreter, '-m', 'pip', 'check');
  if (!checked.ok) throw new Lacking(`conformance/requirements.txt does not fit together.\n${checked.output}`);
  writeFileSync(STAMP, stamp);
  return interpreter;
}
