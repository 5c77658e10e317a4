import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createRedactor, redactingHost } from '../src/redaction.ts';
import { createFakeHost, type FakeHost } from './support/fake-host.ts';
import { createManualClock } from './support/manual-clock.ts';

async function throughEveryChannel(secrets: readonly string[], text: string): Promise<FakeHost> {
  const host = createFakeHost();
  const clean = redactingHost(host, createRedactor());
  for (const secret of secrets) clean.mask(secret);
  clean.info(text);
  clean.warning(text);
  clean.error(text);
  clean.openGroup(text);
  clean.setOutput('results', text);
  await clean.writeSummary(text);
  await clean.writeReport([text]);
  return host;
}

const written = ({ log, outputs, summaries, reports }: FakeHost) => [
  ...log,
  ...outputs.values(),
  ...summaries,
  ...reports,
];

describe('what is written', () => {
  test('a secret vanishes from every channel, every time that it comes, however it is encoded', async () => {
    const text = 'SecretKey and SecretKey, "Sec\\"ret\\\\Key", Sec"ret\\Key and Sec%22ret%5CKey';
    const host = await throughEveryChannel(['SecretKey', 'Sec"ret\\Key'], text);
    const clean = '*** and ***, "***", *** and ***';
    expect(written(host)).toEqual([clean, `warning: ${clean}`, `error: ${clean}`, `> ${clean}`, clean, clean, clean]);
    expect(host.masked).toEqual(['SecretKey', 'Sec"ret\\Key']);
  });

  test('what is too short to be a secret is masked by the runner alone, and ruins no text here', async () => {
    const host = await throughEveryChannel(['seven77', ''], 'seven77');
    expect([written(host)[0], host.masked]).toEqual(['seven77', ['seven77', '']]);
  });

  test('the token of deployments is a secret, in their warnings and everywhere else', async () => {
    const told: string[] = [];
    const host = createFakeHost();
    const clean = redactingHost(
      {
        ...host,
        deployments: (token, { warn }) => {
          warn(`not with ${token}`);
          return Promise.resolve({ open: () => Promise.resolve(undefined) });
        },
      },
      createRedactor(),
    );
    const { signal } = new AbortController();
    await clean.deployments('ghs_token', { clock: createManualClock(), signal, warn: (message) => told.push(message) });
    clean.info('ghs_token');
    expect([...told, ...host.log]).toEqual(['not with ***', '***']);
  });

  test('so are the descriptions of deployments, which go to GitHub', async () => {
    const told: string[] = [];
    const host = createFakeHost({
      deployments: {
        open({ description }) {
          told.push(description);
          return Promise.resolve({
            close(end) {
              told.push(end.description);
              return Promise.resolve();
            },
          });
        },
      },
    });
    const clean = redactingHost(host, createRedactor());
    clean.mask('SecretKey');
    const { signal } = new AbortController();
    const { open } = await clean.deployments('ghs_token', {
      clock: createManualClock(),
      signal,
      warn: () => undefined,
    });
    const opened = await open({ environment: 'e', description: 'opened with SecretKey', payload: {} });
    await opened?.close({ good: false, description: 'closed with ghs_token' });
    expect(told).toEqual(['opened with ***', 'closed with ***']);
  });

  test('what GitHub says to a request for an ID token may quote what the runner signed it with', async () => {
    const host = {
      ...createFakeHost({ environment: { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token' } }),
      idToken: () => Promise.reject(new Error('not with request-token')),
    };
    await expect(redactingHost(host, createRedactor()).idToken('here')).rejects.toThrow('not with ***');
  });

  test('the report keeps the path that the host gives', async () => {
    expect(await redactingHost(createFakeHost(), createRedactor()).writeReport(['x'])).toBe('report.json');
  });

  test('whatever the secrets and the texts around them', async () => {
    const secret = fc.stringMatching(/^[!-~]{8,30}$/).filter((text) => !text.includes('*'));
    const secretsOf = fc.array(secret, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(secretsOf, fc.array(fc.string(), { maxLength: 6 }), async (secrets, words) => {
        const planted = secrets.flatMap((text) => [text, JSON.stringify({ text }), encodeURIComponent(text)]);
        const host = await throughEveryChannel(
          secrets,
          planted.flatMap((text, index) => [words[index] ?? ' ', text]).join(' '),
        );
        const all = written(host).join('\n');
        expect(planted.filter((text) => !text.startsWith('{') && all.includes(text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
