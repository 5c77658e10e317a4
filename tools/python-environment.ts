/** A virtual environment of Python with pinned packages, for the tools that npm does not have. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const OLDEST_PYTHON = [3, 9] as const;

/** The machine lacks something; the message says what, and how to install it. */
export class MissingTool extends Error {}

interface Result {
  readonly ok: boolean;
  readonly output: string;
}

function run(command: string, ...args: readonly string[]): Result {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return { ok: error === undefined && status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** @returns the first command that is a Python that is new enough. */
function findPython(): { readonly command: string; readonly version: string } {
  const wanted = OLDEST_PYTHON.join('.');
  const given = process.env['PYTHON'];
  const candidates = given === undefined || given === '' ? ['python3', 'python'] : [given];
  const seen: string[] = [];
  for (const command of candidates) {
    const { ok, output } = run(command, '-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])');
    const version = output.trim();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (ok && (major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1])))
      return { command, version };
    seen.push(ok ? `${command} is Python ${version}` : `${command} does not run`);
  }
  throw new MissingTool(
    `Python ${wanted} or newer is needed: ${seen.join('; ')}. Install it, or name one: PYTHON=/path/to/python3`,
  );
}

/**
 * Makes the environment `.venv` of a folder with a requirements.txt, unless it was made from the same file and Python.
 * @param folder relative to the root
 * @param log gets one line about what is done
 * @returns gives the path of a command of the environment.
 * @throws MissingTool where Python, its modules or a package are missing.
 */
export function createPythonEnvironment(folder: string, log: (line: string) => void): (command: string) => string {
  const python = findPython();
  const [requirements, venv] = [join(ROOT, folder, 'requirements.txt'), join(ROOT, folder, '.venv')];
  // What the environment was made from; written last, so that an incomplete one is made again.
  const stampFile = join(venv, 'made-from');
  const windows = process.platform === 'win32';
  const command = (name: string): string => join(venv, windows ? `Scripts/${name}.exe` : `bin/${name}`);
  const interpreter = command('python');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const stamp = `Python ${python.version}, requirements ${hash}\n`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && run(interpreter, '--version').ok) {
    log(`${folder}/.venv is up to date (Python ${python.version}).`);
    return command;
  }
  log(`Making ${folder}/.venv with Python ${python.version}; the packages are about 30 MB to download.`);
  const modules = run(python.command, '-c', 'import venv, ensurepip');
  if (!modules.ok) {
    const packages = 'Debian and Ubuntu have them in the package python3-venv';
    throw new MissingTool(`${python.command} lacks its modules venv or ensurepip; ${packages}.\n${modules.output}`);
  }
  rmSync(venv, { recursive: true, force: true });
  const made = run(python.command, '-m', 'venv', venv);
  if (!made.ok) throw new MissingTool(`The virtual environment cannot be made in ${folder}/.venv.\n${made.output}`);
  const options = ['--disable-pip-version-check', '--no-input', '--quiet', '--no-deps'];
  const installed = run(interpreter, '-m', 'pip', 'install', ...options, '--requirement', requirements);
  if (!installed.ok) {
    const advice = 'Can the package index be reached? Another one is set by PIP_INDEX_URL, a proxy by HTTPS_PROXY.';
    throw new MissingTool(`pip cannot install ${folder}/requirements.txt. ${advice}\n${installed.output}`);
  }
  const checked = run(interpreter, '-m', 'pip', 'check');
  if (!checked.ok) throw new MissingTool(`${folder}/requirements.txt does not fit together.\n${checked.output}`);
  writeFileSync(stampFile, stamp);
  return command;
}
