import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const versionOf = (...path: string[]): unknown => {
  const content: unknown = JSON.parse(readFileSync(join(ROOT, ...path, 'package.json'), 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
};

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

  test('has the version of the real one', () => {
    expect(versionOf('shims', 'undici')).toBe(versionOf('node_modules', 'undici-published'));
  });

  test('keeps the real one out of the bundle', () => {
    const mark = 'UND_ERR_';
    expect(readFileSync(join(ROOT, 'node_modules/undici-published/lib/core/errors.js'), 'utf8')).toContain(mark);
    const files = readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.js'));
    expect(files).toContain('index.js');
    for (const file of files) expect(readFileSync(join(ROOT, 'dist', file), 'utf8')).not.toContain(mark);
  });
});
