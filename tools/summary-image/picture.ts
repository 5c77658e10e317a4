/** Turns a page into a PNG picture with headless Chromium and pngquant, which Debian has. */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'];
const PACKAGES = 'chromium pngquant fonts-liberation fonts-noto-color-emoji';

/** Pixels of the picture per CSS pixel. */
const SCALE = 2;
const COLORS = 256;

/**
 * Takes a picture of a page, as high as its content.
 * @param page path of an HTML file as `pageOf` makes it
 * @param width in CSS pixels
 * @throws Error that says what to install where a command is missing.
 */
export function takePicture(page: string, width: number, target: string): void {
  const given = process.env['CHROMIUM'] ?? '';
  const chromium = findCommand(given === '' ? CHROMIUM : [given]);
  const pngquant = findCommand(['pngquant']);
  const url = pathToFileURL(page).href;
  // Chromium refuses to run as root with its sandbox.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const show = (height: number, ...args: readonly string[]): string =>
    run(chromium, '--headless', '--disable-gpu', ...sandbox, `--window-size=${width},${height}`, ...args, url);
  const [, height] = /data-height="(\d+)"/.exec(show(1000, '--dump-dom')) ?? [];
  if (height === undefined) throw new Error(`${chromium} does not show ${page}.`);
  show(Number(height), '--hide-scrollbars', `--force-device-scale-factor=${SCALE}`, `--screenshot=${target}`);
  run(pngquant, '--force', '--speed=1', `--output=${target}`, String(COLORS), target);
}

/** @returns the first of the commands that runs. */
function findCommand(names: readonly string[]): string {
  const found = names.find((command) => spawnSync(command, ['--version']).status === 0);
  if (found !== undefined) return found;
  throw new Error(
    `There is no ${names.join(', ')}. On Debian: apt-get install ${PACKAGES}. ` +
      'Elsewhere the path of Chromium or Chrome can be given: CHROMIUM=/path/to/chromium',
  );
}

/** @returns its standard output. */
function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}
