import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SEED } from '../../emulator/default-seed.ts';
import { digestOf, uuidOf } from '../../emulator/digest.ts';
import { createEmulator } from '../../emulator/emulator.ts';
import { readScript } from '../../emulator/script.ts';
import { readSeed } from '../../emulator/seed.ts';

const region = (fields: unknown) => ({ regions: { 'cn-north-4': fields } });

describe('the error of an invalid seed names the path of the wrong value', () => {
  test.each([
    ['not an object', [], 'seed: must be an object, not []'],
    ['no regions', {}, 'seed.regions: must be an object, not nothing'],
    [
      'a region id',
      { regions: { north: {} } },
      'seed.regions (key): must be a region id such as cn-north-4, not "north"',
    ],
    ['an unknown field', { regions: {}, region: {} }, 'seed.region: unknown field; known are accessKeys'],
    ['a misspelt setting', region({ syncSecond: 1 }), 'seed.regions.cn-north-4.syncSecond: unknown field'],
    [
      'a negative time',
      region({ syncSeconds: -1 }),
      'seed.regions.cn-north-4.syncSeconds: must be a number of at least 0',
    ],
    [
      'a digest',
      region({ organizations: { team: { app: { v1: 'sha256:abc' } } } }),
      'seed.regions.cn-north-4.organizations.team.app.v1: must be a digest',
    ],
    [
      'an organization name',
      region({ organizations: { Team: {} } }),
      'organizations (key): must be an organization name',
    ],
    ['a repository name', region({ organizations: { team: { 'a//b': [] } } }), 'must be a repository name'],
    [
      'an outcome',
      region({ syncOutcomes: [{ outcome: 'explode' }] }),
      'syncOutcomes[0].outcome: must be one of success',
    ],
    ['an image id', region({ images: [{ id: 'x' }] }), 'images[0].id: must be a UUID in lower case, not "x"'],
    [
      'an HSS switch',
      region({ hss: { synchronize: 'gone' } }),
      'hss.synchronize: must be one of ok, gone-404, gone-410',
    ],
    [
      "a token's project",
      { ...region({}), projects: [], tokens: [{ token: 't', project: 'p' }] },
      'seed.tokens[0].project: must be the id of one of seed.projects, not "p"',
    ],
    [
      "an agency's account",
      { ...region({}), agencies: [{ name: 'a', account: 'x', trust: [] }] },
      'seed.agencies[0].account: must be the id of one of seed.accounts, not "x"',
    ],
    [
      "an agency's trust",
      { ...region({}), agencies: [{ name: 'a', trust: [{ subjects: ['*'] }] }] },
      'seed.agencies[0].trust[0].provider: must be a string',
    ],
    [
      "a user's account",
      { ...region({}), users: [{ name: 'a', password: 'b', domain: 'x' }] },
      'seed.users[0].domain: must be the name of one of seed.accounts, not "x"',
    ],
    [
      'a repository on GitHub',
      { ...region({}), github: { repository: 'app', requestToken: 't' } },
      'must be OWNER/NAME',
    ],
    [
      'a time',
      { ...region({}), accessKeys: [{ accessKey: 'a', secretKey: 's', expiresAt: 'soon' }] },
      'seed.accessKeys[0].expiresAt: must be a time',
    ],
  ])('%s', (_, seed, text) => {
    expect(() => createEmulator({ seed: readSeed(seed) })).toThrow(text);
  });
});

describe('defaults of a seed', () => {
  const organizations = { team: { app: { v1: '', v2: digestOf('given') }, list: ['v1'] } };
  const emulator = createEmulator({
    seed: { regions: { 'cn-north-4': { organizations }, 'cn-east-3': { organizations } } },
    now: () => 0,
  });

  test('digests are derived from the names, the same in every region', () => {
    const { regions } = emulator.state();
    const app = regions['cn-north-4']?.organizations['team'];
    expect(app?.['app']).toEqual({ v1: digestOf('team/app:v1'), v2: digestOf('given') });
    expect(app?.['list']).toEqual({ v1: digestOf('team/list:v1') });
    expect(regions['cn-east-3']?.organizations).toEqual(regions['cn-north-4']?.organizations);
  });

  test('every region has a project', () => {
    const { projects } = emulator.state();
    expect(projects.map(({ name }) => name)).toEqual(['cn-north-4', 'cn-east-3']);
    expect(new Set(projects.map(({ id }) => id)).size).toBe(2);
  });

  test('there are no access keys', () => {
    expect(emulator.state().accessKeys).toEqual([]);
  });
});

test('digestOf and uuidOf always give the same result for a text', () => {
  expect(digestOf('v1')).toBe('sha256:3bfc269594ef649228e9a74bab00f042efc91d5acc6fbee31a382e80d42388fe');
  expect(digestOf('v1')).not.toBe(digestOf('v2'));
  expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the default seed is valid', () => {
  const { regions } = createEmulator({ seed: readSeed(DEFAULT_SEED) }).state();
  expect(Object.keys(regions['cn-north-4']?.organizations['team']?.['app/api'] ?? {})).toEqual(['v1', 'v2']);
  expect(regions['cn-east-3']?.images).toHaveLength(1);
});

test('the seed and the script in emulator/README.md are valid', () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../../emulator/README.md'), 'utf8');
  const examples = [...readme.matchAll(/```jsonc\n([^]*?)```/g)].map(([, text = '']): unknown =>
    JSON.parse(text.replaceAll(/\s\/\/ .*$/gm, '')),
  );
  expect(examples).toHaveLength(2);
  expect(() => createEmulator({ seed: readSeed(examples[0]) })).not.toThrow();
  expect(() => readScript(examples[1])).not.toThrow();
});
