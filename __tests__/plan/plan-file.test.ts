import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { parsePlan, planHash, type PlanFile, serializePlan } from '../../src/plan/plan-file.ts';

const SCHEMA: object = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'plan.schema.json'), 'utf8'),
);
const isValid = new Ajv().compile(SCHEMA);

const [A, B] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);
const SOURCE = { region: 'cn-north-4', namespace: 'team', repository: 'app/api', tag: 'sha-1', digest: A ?? '' };
const TARGET = { region: 'cn-east-3', namespace: 'team', repository: 'app/api', tag: 'v1.4.0', present: 'none' };

const PLAN: PlanFile = {
  version: 1,
  operation: 'promote',
  github: { repository: 'acme/app', run: 'https://github.example/acme/app/actions/runs/1' },
  proof: 'digest',
  stages: {
    modelarts: {
      workspace: '0',
      registration: {
        arch: 'X86_64',
        flavors: ['CPU'],
        services: ['SSH'],
        visibility: 'PRIVATE',
        description: '说明',
        workspace: '0',
      },
    },
    hss: { imageType: 'private_image', enterpriseProject: '' },
  },
  environmentPrefix: 'swr-',
  names: [{ tag: 'v1.4.0', present: 'none' }],
  copies: [
    { source: SOURCE, target: TARGET, policy: 'refuse', backup: false },
    { source: SOURCE, target: { ...TARGET, tag: 'latest', present: B ?? '' }, policy: 'forward', backup: true },
  ],
};

/** The plan with other values at a dotted path. */
function changed(change: (plan: Record<string, unknown> & { copies: Record<string, unknown>[] }) => void): string {
  const plan = JSON.parse(serializePlan(PLAN));
  change(plan);
  return JSON.stringify(plan);
}

describe('a plan', () => {
  test('is read as it was written, with white space around it too', () => {
    const text = serializePlan(PLAN);
    expect(parsePlan(text)).toEqual(PLAN);
    expect(parsePlan(`\n${text}\n`)).toEqual(PLAN);
    expect(isValid(JSON.parse(text))).toBe(true);
  });

  test('has the hash that sha256sum gives for its text', () => {
    expect(planHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('of another version is refused with the way out', () => {
    expect(parsePlan(changed((plan) => (plan['version'] = 2)))).toContain('version 1, not 2: make it again');
  });

  test('that is cut anywhere is refused', () => {
    const text = serializePlan(PLAN);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (end) => {
        expect(parsePlan(text.slice(0, end))).toContain('this one is cut');
      }),
    );
  });

  test.each<[string, Parameters<typeof changed>[0], string]>([
    ['no copies', (plan) => (plan.copies = []), 'there is nothing to apply'],
    ['a credential', (plan) => (plan['access-key'] = 'AK'), 'access-key'],
    ['another operation', (plan) => (plan['operation'] = 'delete-image'), 'operation: is not as documented'],
    [
      'no digest',
      ({ copies }) => (copies[0] = { ...copies[0], source: { ...SOURCE, digest: '' } }),
      'copies.0.source.digest: must be sha256:',
    ],
    [
      'a path as a tag',
      ({ copies }) => (copies[0] = { ...copies[0], target: { ...TARGET, tag: '../x' } }),
      'copies.0.target.tag: must be an image tag',
    ],
    [
      'a target twice',
      (plan) => (plan.copies = [...plan.copies, ...plan.copies]),
      'v1.4.0 in cn-east-3 is there twice',
    ],
    [
      'two sources',
      ({ copies }) => (copies[1] = { ...copies[1], source: { ...SOURCE, namespace: 'other' } }),
      'one source repository',
    ],
    [
      'the source as target',
      ({ copies }) => (copies[1] = { ...copies[1], target: { ...TARGET, region: 'cn-north-4' } }),
      'targets other than its source',
    ],
    ['targets elsewhere for retag', (plan) => (plan['operation'] = 'retag'), 'stay in one repository'],
    [
      'a target in the region of its source',
      ({ copies }) => (copies[1] = { ...copies[1], target: { ...TARGET, region: 'cn-north-4', namespace: 'prod' } }),
      'have targets in other regions than its source, cn-north-4',
    ],
    [
      'a target in another repository',
      ({ copies }) => (copies[1] = { ...copies[1], target: { ...TARGET, repository: 'other' } }),
      'keep the name of the repository; other is not app/api',
    ],
    [
      'two digests of a source tag',
      ({ copies }) => (copies[1] = { ...copies[1], source: { ...SOURCE, digest: B } }),
      'give every source tag one digest; sha-1 has two',
    ],
    [
      'a new name of two source tags',
      ({ copies }) =>
        copies.push({ ...copies[0], source: { ...SOURCE, tag: 'x' }, target: { ...TARGET, region: 'cn-south-1' } }),
      'give every new name to one source tag; v1.4.0 has two',
    ],
    [
      'a new name that another copy is made from',
      ({ copies }) =>
        copies.push({ ...copies[0], source: { ...SOURCE, tag: 'latest' }, target: { ...TARGET, tag: 'x' } }),
      'not give the name latest, which another copy is made from',
    ],
    [
      'a name twice',
      (plan) => (plan['names'] = [...PLAN.names, ...PLAN.names]),
      'have every new name once in names; v1.4.0 is there twice',
    ],
    [
      'a name of no copy',
      (plan) => (plan['names'] = [...PLAN.names, { tag: 'zzz', present: 'none' }]),
      'have in names the new names of its copies; zzz is none',
    ],
    [
      'a retag that keeps a name',
      (plan) => {
        plan['operation'] = 'retag';
        plan['names'] = [];
        plan.copies = [{ ...plan.copies[0], target: { ...SOURCE, digest: undefined, present: A } }];
      },
      'give each tag a new name; sha-1 keeps its own',
    ],
  ])('with %s is refused', (_, change, message) => {
    expect(parsePlan(changed(change))).toContain(message);
  });

  test('is read wherever it is one by the published schema, and nowhere else', () => {
    const odd = fc.constantFrom(
      '',
      ' ',
      '\n',
      '-',
      '_',
      '.',
      '/',
      ':',
      '__',
      '___',
      '@',
      'A',
      'z',
      '0',
      '"',
      '\\',
      'ä',
      '\u0000',
      '💡',
    );
    const edited = (text: string) =>
      fc
        .tuple(fc.nat(text.length), fc.nat(2), odd, fc.constantFrom(1, 1, 1, 70, 200))
        .map(([at, cut, more, times]) => text.slice(0, at) + more.repeat(times) + text.slice(at + cut));
    const constants = fc.constantFrom<unknown>(
      'none',
      A,
      'v1',
      '0',
      'all_granted_eps',
      'x'.repeat(32),
      null,
      1,
      true,
      {},
      [],
    );
    const changes = fc
      .constantFrom(...leavesOf(PLAN))
      .chain(({ path, value }) =>
        fc
          .oneof(edited(typeof value === 'string' ? value : 'x'), constants, fc.constant(undefined))
          .map((next) => ({ path, next })),
      );
    fc.assert(
      fc.property(changes, ({ path, next }) => {
        const plan = JSON.parse(serializePlan(PLAN));
        const parent = path.slice(0, -1).reduce((node, key) => node[key], plan);
        parent[path.at(-1) ?? ''] = next;
        const text = JSON.stringify(plan);
        const read = parsePlan(text);
        // What no field shows alone is not in the schema.
        const isByFields = typeof read === 'object' || !/^be a plan (as docs|of version)/.test(read);
        expect([path, next, isByFields]).toEqual([path, next, isValid(JSON.parse(text))]);
      }),
      { numRuns: 5000 },
    );
  });
});

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** All values of a JSON value that have no parts, and one field more of each object. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const parts = Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]));
  return Array.isArray(value) ? parts : [...parts, { path: [...path, 'extra'], value: '' }];
}
