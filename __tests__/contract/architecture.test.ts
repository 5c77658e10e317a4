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
  'connect.ts': ['auth', 'clock.ts', 'cloud', 'deadline.ts', 'errors.ts', 'http', 'inputs', 'redaction.ts', 'share.ts'],
  operations: ['clock.ts', 'cloud', 'copy', 'engine', 'errors.ts', 'github', 'images', 'inputs', 'scanning'],
  copy: ['clock.ts', 'cloud', 'engine', 'errors.ts', 'http', 'inputs', 'share.ts'],
  images: ['cloud', 'engine', 'errors.ts', 'inputs', 'share.ts'],
  scanning: ['cloud', 'engine', 'errors.ts'],
  report: ['cloud', 'duration.ts', 'engine', 'errors.ts', 'escape.ts', 'inputs'],
  engine: ['clock.ts', 'cloud', 'deadline.ts', 'duration.ts', 'errors.ts', 'github'],
  auth: ['clock.ts', 'cloud', 'deadline.ts', 'errors.ts', 'github', 'http', 'inputs'],
  github: ['auth', 'clock.ts', 'connect.ts', 'errors.ts', 'escape.ts', 'http'],
  cloud: ['errors.ts', 'escape.ts', 'http', 'inputs'],
  http: ['clock.ts', 'deadline.ts', 'errors.ts', 'escape.ts'],
  inputs: ['duration.ts', 'errors.ts', 'escape.ts'],
  'redaction.ts': ['github', 'http'],
  'deadline.ts': ['clock.ts'],
  'share.ts': ['clock.ts'],
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

/** The layers of `emulator`, the highest first: folders, and files that are in none. A file may import only from lower layers. */
const EMULATOR_LAYERS: readonly (readonly string[])[] = [
  ['action', 'main.ts'],
  ['default-seed.ts', 'start.ts'],
  ['emulator.ts', 'send-reply.ts'],
  ['control.ts'],
  ['answer.ts', 'request-log.ts', 'script.ts', 'seed.ts'],
  ['fault.ts', 'sts'],
  ['github', 'hss', 'iam', 'modelarts', 'swr'],
  ['gateway', 'router.ts'],
  ['permission.ts'],
  ['call.ts'],
  ['state'],
  ['policy'],
  ['account.ts', 'address.ts', 'digest.ts', 'message.ts', 'reader.ts', 'timestamps.ts'],
];

const files = filesOf('src');
const emulatorFiles = filesOf('emulator');

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

describe('imports of the emulator', () => {
  test.each(emulatorFiles)('%s uses nothing but Node and other files of the emulator', (file) => {
    const foreign = importsOf(file).filter(
      (name) => !name.startsWith('node:') && !(name.startsWith('.') && targetOf(file, name).startsWith('emulator/')),
    );
    expect(foreign).toEqual([]);
  });

  test.each(emulatorFiles)('%s imports from lower layers only', (file) => {
    const layer = layerOf(file);
    expect(layer).toBeGreaterThanOrEqual(0);
    const upwards = localImports(file).filter(
      (imported) => roomOf(imported) !== roomOf(file) && layerOf(imported) <= layer,
    );
    expect(upwards).toEqual([]);
  });

  test('no import cycles, type-only imports included', () => {
    expect(cyclesOf(emulatorFiles)).toEqual([]);
  });

  test('every kind of import counts', () => {
    const source = [
      "import 'node:fs';",
      "import { value } from './value.ts';",
      "import type { Whole } from './whole.ts';",
      "import { type Inline,\n  other } from './inline.ts';",
      "export type { Exported } from './exported.ts';",
      "const lazy = await import('./lazy.ts');",
      "let position: import('./position.ts').Position;",
      "export const text = 'is not from ' + value;",
    ].join('\n');
    expect(specifiersIn(source)).toEqual([
      'node:fs',
      './value.ts',
      './whole.ts',
      './inline.ts',
      './exported.ts',
      './lazy.ts',
      './position.ts',
    ]);
  });

  test('src does not know the emulator', () => {
    expect(files.filter((file) => /emulator/i.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});

describe('exports of the emulator', () => {
  test.each(emulatorFiles)('%s: each has a docstring', (file) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const exported = [...source.matchAll(/^export (?:async )?(?:function|const|interface|type|class) (\w+)/gm)];
    // Of an overloaded function, the first signature has the docstring.
    const first = exported.filter(([, name], index) => exported.findIndex((other) => other[1] === name) === index);
    const undocumented = first.filter(({ index }) => !source.slice(0, index).endsWith('*/\n')).map(([, name]) => name);
    expect(undocumented).toEqual([]);
  });
});

describe('files', () => {
  test.each([...files, ...emulatorFiles])('%s holds one idea', (file) => {
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

/** The specifiers of all imports and exports of a file, those of types and dynamic ones included. */
function importsOf(file: string): string[] {
  return specifiersIn(readFileSync(join(ROOT, file), 'utf8'));
}

function specifiersIn(source: string): string[] {
  return [...source.matchAll(/(?:^(?:import|export)\s[^;']*?from\s+|^import\s+|\bimport\()'([^']+)'/gm)].map(
    ([, specifier]) => specifier ?? '',
  );
}

/** All import cycles among the files, each once, as `a.ts → b.ts → a.ts`. */
function cyclesOf(among: readonly string[]): string[] {
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || finished.has(file)) return;
    for (const imported of localImports(file)) visit(imported, [...path, file]);
    finished.add(file);
  };
  for (const file of among) visit(file, []);
  return cycles;
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

/** The number of a file's layer in the emulator, from 0; -1 for a file in none. */
function layerOf(file: string): number {
  return EMULATOR_LAYERS.findIndex((rooms) => rooms.includes(roomOf(file)));
}
