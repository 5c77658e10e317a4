import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';

const ROOT = resolve(import.meta.dirname, '../..');
const ManifestSchema = v.object({
  version: v.string(),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
});
const manifestOf = (...path: string[]) =>
  v.parse(ManifestSchema, JSON.parse(readFileSync(join(ROOT, ...path, 'package.json'), 'utf8')));

describe('the stand-in for undici', () => {
  const before = { ...process.env };
  beforeAll(() => {
    process.env['https_proxy'] = 'http://me:word@127.0.0.1:9';
    process.env['GITHUB_API_URL'] = 'https://api.example.com';
  });
  afterAll(() => {
    process.env = before;
  });

  test('lets the toolkit load behind a proxy, and take a fetch', async () => {
    const { getOctokit } = await import('@actions/github');
    const asked: unknown[] = [];
    const answering = (url: unknown) => {
      asked.push(url);
      return Promise.resolve(Response.json({ id: 7 }));
    };
    const { rest } = getOctokit('token', { request: { fetch: answering } });
    const { data } = await rest.repos.get({ owner: 'team', repo: 'app' });
    expect(data.id).toBe(7);
    expect(asked).toEqual(['https://api.example.com/repos/team/app']);
  });

  test("tells whoever would send by the toolkit's own", async () => {
    const { getOctokit } = await import('@actions/github');
    const { rest } = getOctokit('token');
    await expect(rest.repos.get({ owner: 'team', repo: 'app' })).rejects.toThrow(
      'undici is not part of this bundle: give octokit a fetch (request.fetch)',
    );
    const { HttpClient } = await import('@actions/http-client');
    const dispatcher = new HttpClient().getAgentDispatcher('https://api.example.com');
    expect(() => dispatcher?.dispatch()).toThrow('undici is not part of this bundle');
  });

  test('has the major version that the toolkit asks for, as the real one has that the benchmark is built with', () => {
    const [shim, published] = [manifestOf('shims', 'undici'), manifestOf('node_modules', 'undici-published')];
    const majors = ['@actions/http-client', '@actions/github'].map(
      (name) => /^\^(\d+)\./.exec(manifestOf('node_modules', name).dependencies['undici'] ?? '')?.[1],
    );
    expect(majors).toEqual([published.version.split('.')[0], shim.version.split('.')[0]]);
  });

  test('has all that the toolkit imports', () => {
    const folders = ['@actions/core', '@actions/http-client', '@actions/github'].map((name) =>
      join(ROOT, 'node_modules', name),
    );
    const sources = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.js'))
        .map((file) => readFileSync(join(folder, file), 'utf8')),
    );
    const imported = sources.flatMap((source) => [
      ...[...source.matchAll(/import \{([^}]*)\} from 'undici'/g)].flatMap(([, names = '']) => names.split(',')),
      ...[...source.matchAll(/\bundici_1\.(\w+)/g)].map(([, name = '']) => name),
    ]);
    expect([...new Set(imported.map((name) => name.trim()))].toSorted()).toEqual(['ProxyAgent', 'fetch']);
    // However it is imported, it was read above.
    for (const source of sources.filter((text) => text.includes('undici'))) {
      expect(source).toMatch(/import \{[^}]*\} from 'undici'|const undici_1 = require\("undici"\)/);
    }
  });

  test('keeps the real one out of the bundle', () => {
    const mark = 'UND_ERR_';
    expect(readFileSync(join(ROOT, 'node_modules/undici-published/lib/core/errors.js'), 'utf8')).toContain(mark);
    const files = readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.js'));
    expect(files).toContain('index.js');
    for (const file of files) expect(readFileSync(join(ROOT, 'dist', file), 'utf8')).not.toContain(mark);
  });
});
