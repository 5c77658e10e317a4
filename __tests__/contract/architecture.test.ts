/** The house as it is drawn in CONTRIBUTING.md: who may import whom, and how large a file may grow. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

/** A room of `src`: a folder, or a file that stands in none. What it may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['clock.ts', 'connect.ts', 'github', 'run.ts'],
  'run.ts': [
    'auth',
    'clock.ts',
    'connect.ts',
    'deadline.ts',
    'engine',
    'errors.ts',
    'github',
    'inputs',
    'operations',
    'redaction.ts',
    'report',
  ],
  'connect.ts': ['auth', 'clock.ts', 'cloud', 'deadline.ts', 'errors.ts', 'http', 'inputs', 'redaction.ts'],
  operations: ['clock.ts', 'cloud', 'copy', 'engine', 'errors.ts', 'github', 'images', 'inputs', 'scanning'],
  copy: ['clock.ts', 'cloud', 'engine', 'errors.ts', 'http', 'inputs'],
  images: ['cloud', 'engine', 'errors.ts', 'inputs'],
  scanning: ['cloud', 'engine', 'errors.ts'],
  report: ['cloud', 'duration.ts', 'engine', 'errors.ts', 'escape.ts', 'inputs'],
  engine: ['clock.ts', 'cloud', 'deadline.ts', 'duration.ts', 'errors.ts', 'github'],
  auth: ['clock.ts', 'cloud', 'deadline.ts', 'errors.ts', 'github', 'http', 'inputs'],
  github: ['auth', 'clock.ts', 'connect.ts', 'errors.ts', 'escape.ts', 'http'],
  cloud: ['errors.ts', 'escape.ts', 'http'],
  http: ['clock.ts', 'deadline.ts', 'errors.ts', 'escape.ts', 'redaction.ts'],
  inputs: ['cloud', 'duration.ts', 'errors.ts', 'escape.ts'],
  'redaction.ts': ['github'],
  'deadline.ts': ['clock.ts'],
  'clock.ts': ['errors.ts'],
  'duration.ts': [],
  'errors.ts': ['error-codes.ts'],
  'error-codes.ts': [],
  'escape.ts': [],
};

/** Packages and built-in modules, and the only files that may load them. */
const LOADERS: Readonly<Record<string, readonly string[]>> = {
  '@actions/core': ['src/github/actions-host.ts'],
  '@actions/github': ['src/github/actions-host.ts', 'src/github/deployments.ts'],
  '@actions/http-client': ['src/http/transport.ts'],
  'node:http': ['src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:https': ['src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:net': ['src/http/tunnel.ts'],
  'node:stream': ['src/http/tunnel.ts'],
  'node:crypto': ['src/auth/signature.ts', 'src/github/actions-host.ts'],
  'node:fs/promises': ['src/github/actions-host.ts'],
  'node:os': ['src/github/actions-host.ts'],
  'node:path': ['src/github/actions-host.ts'],
  'p-limit': ['src/http/client.ts'],
  valibot: [
    'src/cloud/hss.ts',
    'src/cloud/iam.ts',
    'src/cloud/modelarts-images.ts',
    'src/cloud/schema.ts',
    'src/cloud/sts.ts',
    'src/cloud/swr-jobs.ts',
    'src/cloud/swr-tags.ts',
  ],
};

const files = filesOf('src');

describe('imports of src', () => {
  test.each(files)('%s imports downwards only', (file) => {
    const own = roomOf(file);
    const allowed = new Set([own, ...(MAY_IMPORT[own] ?? [])]);
    const strangers = localImports(file).filter((imported) => !allowed.has(roomOf(imported)));
    expect(strangers).toEqual([]);
  });

  test('every package is loaded only where it is meant to be', () => {
    const loaded: Record<string, string[]> = {};
    for (const file of files) {
      for (const name of importsOf(file).filter((specifier) => !specifier.startsWith('.'))) {
        loaded[name] = [...(loaded[name] ?? []), file];
      }
    }
    expect(loaded).toEqual(LOADERS);
  });

  test('what is heavy and seldom needed is loaded only when it is needed', () => {
    const source = readFileSync(join(ROOT, 'src/github/actions-host.ts'), 'utf8');
    expect(source).toContain("await import('@actions/github')");
    expect(source).toContain("await import('./deployments.ts')");
    expect(source).not.toMatch(/^import .*'@actions\/github'/m);
    expect(
      files.filter((file) => /^import .*\/deployments\.ts'/m.test(readFileSync(join(ROOT, file), 'utf8'))),
    ).toEqual([]);
  });

  test('no file imports in a circle', () => {
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      for (const imported of runtimeImports(file)) walk(imported, [...path, file]);
    };
    for (const file of files) walk(file, []);
    expect([...new Set(circles)]).toEqual([]);
  });
});

describe('the emulator', () => {
  test.each(filesOf('emulator'))('%s shares no code with src and needs nothing but Node', (file) => {
    const foreign = importsOf(file).filter(
      (name) => !name.startsWith('node:') && !(name.startsWith('.') && targetOf(file, name).startsWith('emulator/')),
    );
    expect(foreign).toEqual([]);
  });

  test('src does not know it', () => {
    expect(files.filter((file) => /emulator/i.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});

describe('files', () => {
  test.each([...files, ...filesOf('emulator')])('%s holds one idea', (file) => {
    expect(readFileSync(join(ROOT, file), 'utf8').split('\n').length).toBeLessThanOrEqual(200);
    expect(file).not.toMatch(/\b(utils?|helpers?|common|types|constants)\b/);
  });

  test('time, environment and output are handed in', () => {
    const strays = files
      .filter(
        (file) =>
          !['src/clock.ts', 'src/main.ts', 'src/github/actions-host.ts', 'src/github/stop-signal.ts'].includes(file),
      )
      .filter((file) =>
        /\b(Date\.now|new Date\(\)|performance\.|setTimeout|setInterval|Math\.random|process\.|console\.)/.test(
          readFileSync(join(ROOT, file), 'utf8'),
        ),
      );
    expect(strays).toEqual([]);
  });
});

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .toSorted();
}

/** The specifiers of all imports and exports of a file, dynamic ones included. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return [...source.matchAll(/(?:^(?:import|export)\s[^;]*?from\s+|^import\s+|\bimport\()'([^']+)'/gm)].map(
    ([, specifier]) => specifier ?? '',
  );
}

/** Imports that exist at run time: not those of types alone. */
function runtimeImports(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^(?:import|export) type [^;]*;/gm, '');
  return [...source.matchAll(/(?:^(?:import|export)\s[^;]*?from\s+|\bimport\()'(\.[^']+)'/gm)].map(([, specifier]) =>
    targetOf(file, specifier ?? ''),
  );
}

function localImports(file: string): string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => targetOf(file, specifier));
}

function targetOf(file: string, specifier: string): string {
  return relative(ROOT, resolve(ROOT, dirname(file), specifier))
    .split(sep)
    .join('/');
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? file;
}
