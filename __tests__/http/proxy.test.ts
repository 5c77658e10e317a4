import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { getProxyUrl } from '@actions/http-client/lib/proxy';
import * as fc from 'fast-check';
import { failureOf } from '../../src/errors.ts';
import { createProxyFor, proxySecrets } from '../../src/http/proxy.ts';

type Variables = Readonly<Record<string, string>>;

const SITE = 'https://swr-api.cn-north-4.example.com/v2/x';

/** `VARIABLE URL`, with what is sent to the proxy; empty for none. */
function chosen(variables: Variables, site = SITE): string {
  const proxy = createProxyFor((name) => variables[name] ?? '')(new URL(site));
  return proxy === undefined ? '' : `${proxy.variable} ${proxy.url.host} ${proxy.authorization}`.trim();
}

function complaint(value: string): string {
  try {
    return chosen({ https_proxy: value });
  } catch (error) {
    const { kind, message } = failureOf(error);
    return `${kind}: ${message}`;
  }
}

describe('the secrets of the variables', () => {
  test.each<[Variables, readonly string[]]>([
    [{}, []],
    [{ https_proxy: 'http://one:1' }, []],
    [{ https_proxy: 'http://me:word@one:1' }, ['word', 'word', btoa('me:word')]],
    [{ HTTPS_PROXY: 'http://m%40e:a%3Ab@one:1/' }, ['a%3Ab', 'a:b', btoa('m@e:a:b')]],
    [{ all_proxy: 'socks5://me:word@one' }, ['word', 'word', btoa('me:word')]],
    [{ http_proxy: 'me:word@one:1' }, ['word', 'word', btoa('me:word')]],
    [{ https_proxy: 'http://token@one:1' }, ['token', 'token', btoa('token:')]],
    [{ https_proxy: 'http://token:@one:1' }, ['token', 'token', btoa('token:')]],
    // No URLs.
    [{ https_proxy: 'http://me:se%zz@one' }, ['se%zz', 'se%zz', btoa('me:se%zz')]],
    [{ https_proxy: 'http://me:a/b#c@d@one:x' }, ['a/b#c@d', 'a/b#c@d', btoa('me:a/b#c@d')]],
    [
      { https_proxy: 'http://one', HTTPS_PROXY: 'http://a:first@two', ALL_PROXY: 'http://b:second@three' },
      ['first', 'first', btoa('a:first'), 'second', 'second', btoa('b:second')],
    ],
  ])('of %j are %j, whichever is used', (variables, secrets) => {
    expect(proxySecrets((name) => variables[name] ?? '')).toEqual(secrets);
  });
});

describe('the variables', () => {
  test.each<[Variables, string]>([
    [{}, ''],
    [{ https_proxy: 'http://one:1' }, 'https_proxy one:1'],
    [{ HTTPS_PROXY: 'http://two:2' }, 'HTTPS_PROXY two:2'],
    [{ https_proxy: 'http://one:1', HTTPS_PROXY: 'http://two:2' }, 'https_proxy one:1'],
    [{ http_proxy: 'http://one:1', HTTP_PROXY: 'http://two:2' }, ''],
    [{ all_proxy: 'http://three:3', ALL_PROXY: 'http://four:4' }, 'all_proxy three:3'],
    [{ ALL_PROXY: 'four:4' }, 'ALL_PROXY four:4'],
    [{ HTTPS_PROXY: 'http://two:2', all_proxy: 'socks5://three:3' }, 'HTTPS_PROXY two:2'],
    [{ https_proxy: 'https://one' }, 'https_proxy one'],
    [{ https_proxy: 'one:1' }, 'https_proxy one:1'],
    [{ https_proxy: '10.0.0.1:3128' }, 'https_proxy 10.0.0.1:3128'],
    [{ https_proxy: 'http://me@one:1' }, `https_proxy one:1 Basic ${btoa('me:')}`],
    [{ https_proxy: 'http://m%40e:a%3Ab@one:1/' }, `https_proxy one:1 Basic ${btoa('m@e:a:b')}`],
    [{ https_proxy: 'me:word@one:1' }, `https_proxy one:1 Basic ${btoa('me:word')}`],
  ])('%j gives %j', (variables, proxy) => {
    expect(chosen(variables)).toBe(proxy);
  });

  test.each([
    'http://[',
    'http://',
    'http://me:secret',
    'http://me:se%zz@one',
    'http://me:se cret@one:x',
    '/',
    ':8080',
  ])('%j is an error that does not show it', (value) => {
    expect(complaint(value)).toBe(
      'input: The environment variable https_proxy is not the URL of a proxy (value not shown: it may hold a password).',
    );
  });

  test.each([
    ['socks5://me:secret@one:1', 'socks5'],
    ['SOCKS://one:1080', 'socks'],
    ['ftp://one', 'ftp'],
  ])('%j is an error that names the protocol', (value, kind) => {
    expect(complaint(value)).toBe(
      `input: The environment variable https_proxy names a proxy of the kind ${kind}, and only those of http and https are supported.`,
    );
  });

  test('all_proxy is often a SOCKS proxy, and the error says what to set instead', () => {
    const proxyFor = createProxyFor((name) => (name === 'ALL_PROXY' ? 'socks5h://one:1080' : ''));
    expect(() => proxyFor(new URL(SITE))).toThrow(
      expect.objectContaining({
        code: 'proxy-invalid',
        message:
          'The environment variable ALL_PROXY names a proxy of the kind socks5h, and only those of http and https are supported.',
        hint: expect.stringContaining('https_proxy comes before all_proxy'),
      }),
    );
  });

  test('a wrong variable is no error for what is reached directly', () => {
    expect(chosen({ https_proxy: 'socks5://one', no_proxy: 'example.com' })).toBe('');
    expect(chosen({ https_proxy: 'socks5://one' }, 'http://127.0.0.1:1/')).toBe('');
  });
});

describe('what is reached directly', () => {
  test.each([
    ['https://localhost/', ''],
    ['https://127.0.0.1:8443/', ''],
    ['https://127.9.9.9/', ''],
    ['https://[::1]/', ''],
    ['https://[0:0:0:0:0:0:0:1]/', ''],
    ['http://localhost:8080/', ''],
    [SITE, '*'],
    [SITE, 'a.test, *'],
    [SITE, 'example.com'],
    [SITE, '.example.com'],
    [SITE, '*.example.com'],
    [SITE, ' ,EXAMPLE.com '],
    [SITE, 'swr-api.cn-north-4.example.com'],
    [SITE, 'swr-api.cn-north-4.example.com:443'],
    ['https://a.example.com:8443/', 'example.com:8443'],
    ['https://a.example.com:8443/', 'a.example.com'],
    [SITE, 'a.test b.test example.com'],
    [SITE, 'a.test\t.example.com\nb.test'],
    ['https://10.1.2.3/', '10.0.0.0/8'],
    ['https://10.1.2.3/', '10.1.2.3/32'],
    ['https://10.1.2.3/', '0.0.0.0/0'],
    ['https://10.1.2.3:8443/', '10.1.2.3'],
    ['https://[fd00::1]/', 'fd00::/8'],
    ['https://[fd00::1]:8443/', 'fd00:0:0::1'],
    ['https://[fd00::1]/', '[fd00::1]'],
  ])('%s with no_proxy %j', (site, exceptions) => {
    expect(chosen({ https_proxy: 'http://one', no_proxy: exceptions }, site)).toBe('');
    expect(chosen({ https_proxy: 'http://one', NO_PROXY: exceptions }, site)).toBe('');
  });

  test.each([
    [SITE, ''],
    [SITE, ','],
    [SITE, 'ample.com'],
    [SITE, 'example'],
    [SITE, 'example.com:80'],
    [SITE, 'swr-api'],
    ['https://example.com/', '.example.com'],
    ['https://localhost.example.com/', ''],
    ['https://notexample.com/', 'example.com'],
    ['https://11.1.2.3/', '10.0.0.0/8'],
    ['https://10.1.2.3/', '10.1.2.4'],
    ['https://10.1.2.3/', '10.0.0.0/33'],
    ['https://10.1.2.3/', '10.0.0.0/'],
    ['https://10.1.2.3/', 'fd00::/8'],
    ['https://[fe80::1]/', 'fd00::/8'],
    [SITE, '0.0.0.0/0'],
  ])('not %s with no_proxy %j', (site, exceptions) => {
    expect(chosen({ https_proxy: 'http://one', no_proxy: exceptions }, site)).toBe('https_proxy one');
  });

  test('the lower-case variable is the one that counts', () => {
    expect(chosen({ https_proxy: 'http://one', no_proxy: 'a.test', NO_PROXY: '*' })).toBe('https_proxy one');
  });
});

describe('as the actions toolkit does', () => {
  const before = { ...process.env };
  const names = ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });
  afterEach(() => {
    for (const name of names) delete process.env[name];
    Object.assign(process.env, before);
  });

  test('for every site and every list of exceptions', () => {
    const part = fc.constantFrom(
      'example.com',
      '.example.com',
      'a.example.com',
      'b.test',
      'test',
      '.test',
      'localhost',
    );
    const exception = fc.oneof(
      part,
      fc.constantFrom('*', '', ' ', 'a.example.com:443', 'B.TEST:8443', '127.0.0.1', '::1'),
    );
    const site = fc.constantFrom(
      'example.com',
      'a.example.com',
      'b.test:8443',
      'x.b.test',
      'localhost',
      '127.0.0.1:1',
      '10.0.0.1',
    );
    fc.assert(
      fc.property(fc.array(exception, { maxLength: 4 }), site, (exceptions, name) => {
        Object.assign(process.env, { https_proxy: 'http://proxy:1', no_proxy: exceptions.join(',') });
        const theirs = getProxyUrl(new URL(`https://${name}/`))?.host ?? '';
        const ours = chosen({ https_proxy: 'http://proxy:1', no_proxy: exceptions.join(',') }, `https://${name}/`);
        expect(ours.replace('https_proxy ', '')).toBe(theirs);
      }),
      { numRuns: 1000 },
    );
  });
});
