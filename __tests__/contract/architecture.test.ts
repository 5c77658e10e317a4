/** The structure that docs/architecture.md describes: layers, import cycles, docstrings, file sizes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

/** Layers of a source tree, the highest first: folders, and files that are in none. A file may import only from lower layers. */
type Layers = readonly (readonly string[])[];

const SRC_LAYERS: Layers = [
  ['main.ts'],
  ['run.ts'],
  ['connect.ts', 'operations', 'report'],
  ['access.ts', 'plan'],
  ['auth', 'copy', 'images', 'scanning'],
  ['inputs'],
  ['cloud', 'engine', 'github'],
  ['http'],
  ['deadline.ts', 'share.ts'],
  ['clock.ts'],
  ['errors.ts'],
  ['redaction.ts'],
  ['redaction'],
  ['duration.ts', 'error-codes.ts', 'escape.ts', 'ids.ts', 'version.ts'],
];

/** Packages and built-in modules, and the only files that may load them. */
const LOADERS: Readonly<Record<string, readonly string[]>> = {
  '@actions/core': ['src/github/actions-host.ts'],
  '@actions/github': ['src/github/actions-host.ts'],
  '@actions/http-client': ['src/http/transport.ts'],
  'node:http': ['src/http/pool.ts', 'src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:https': ['src/http/pool.ts', 'src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:net': ['src/http/proxy.ts', 'src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:stream': ['src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:crypto': ['src/auth/signature.ts', 'src/github/actions-host.ts', 'src/plan/plan-file.ts'],
  'node:fs': ['src/github/actions-host.ts', 'src/github/text-file.ts'],
  'node:os': ['src/github/actions-host.ts'],
  'node:path': ['src/github/actions-host.ts'],
  'node:zlib': ['src/http/reply-body.ts'],
  'p-limit': ['src/http/client.ts'],
  semver: ['src/copy/moving-tag.ts'],
  valibot: [
    'src/cloud/hss-lists.ts',
    'src/cloud/hss-values.ts',
    'src/cloud/iam.ts',
    'src/cloud/modelarts-images.ts',
    'src/cloud/modelarts-list.ts',
    'src/cloud/schema.ts',
    'src/cloud/sts.ts',
    'src/cloud/swr-account.ts',
    'src/cloud/swr-jobs.ts',
    'src/cloud/swr-tags.ts',
    'src/operations/report-input.ts',
    'src/plan/plan-file.ts',
  ],
};

const EMULATOR_LAYERS: Layers = [
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
  test.each(files)('%s imports from lower layers only', (file) => {
    expect(upwardImports(file, SRC_LAYERS)).toEqual([]);
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

  test('the entry of @actions/github, which loads octokit, is not imported', () => {
    expect(files.filter((file) => /'@actions\/github['/]/.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  test('no import cycles, type-only imports included', () => {
    expect(cyclesOf(files)).toEqual([]);
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
    expect(upwardImports(file, EMULATOR_LAYERS)).toEqual([]);
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

describe('exports', () => {
  test.each([...files, ...emulatorFiles])('%s: each has a docstring', (file) => {
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
          withoutComments(readFileSync(join(ROOT, file), 'utf8')),
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

/** Without comments that take whole lines. */
function withoutComments(source: string): string {
  return source.replaceAll(/^\s*(?:\/\*|\*|\/\/).*$/gm, '');
}

/** The specifiers of all imports and exports of a file, those of types and dynamic ones included. */
function importsOf(file: string): string[] {
  return specifiersIn(readFileSync(join(ROOT, file), 'utf8'));
}

/** Of a file of a package, the package. */
function specifiersIn(source: string): string[] {
  return [...source.matchAll(/(?:^(?:import|export)\s[^;']*?from\s+|^import\s+|\bimport\()'([^']+)'/gm)].map(
    ([, specifier = '']) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(specifier)?.[1] ?? specifier,
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

/** The imports of a file that are in its own layer or a higher one, but not in its own folder. */
function upwardImports(file: string, layers: Layers): string[] {
  const layerOf = (name: string): number => layers.findIndex((rooms) => rooms.includes(roomOf(name)));
  const layer = layerOf(file);
  if (layer === -1) throw new Error(`${file} is in no layer`);
  return localImports(file)
    .filter((imported) => imported.split('/')[0] === file.split('/')[0])
    .filter((imported) => roomOf(imported) !== roomOf(file) && layerOf(imported) <= layer);
}
