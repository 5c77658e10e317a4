import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { redactingHost } from '../src/github/redacting-host.ts';
import { createRedactor } from '../src/redaction.ts';
import { createFakeHost, type FakeHost } from './support/fake-host.ts';

async function throughEveryChannel(secrets: readonly string[], text: string): Promise<FakeHost> {
  const host = createFakeHost();
  const clean = redactingHost(host, createRedactor());
  for (const secret of secrets) clean.mask(secret);
  clean.info(text);
  clean.warning(text, text);
  clean.error(text, text);
  clean.openGroup(text);
  clean.setOutput('results', text);
  await clean.writeSummary(text);
  await clean.writeReport(text);
  return host;
}

const written = ({ log, titles, outputs, summaries, reports }: FakeHost) => [
  ...log,
  ...titles,
  ...outputs.values(),
  ...summaries,
  ...reports,
];

describe('redactingHost', () => {
  test('removes every occurrence of a secret from every channel, in every encoding', async () => {
    const text = 'SecretKey and SecretKey, "Sec\\"ret\\\\Key", Sec"ret\\Key and Sec%22ret%5CKey';
    const host = await throughEveryChannel(['SecretKey', 'Sec"ret\\Key'], text);
    const clean = '*** and ***, "***", *** and ***';
    expect(written(host)).toEqual([
      clean,
      `warning: ${clean}`,
      `error: ${clean}`,
      `> ${clean}`,
      clean,
      clean,
      clean,
      clean,
      clean,
    ]);
    expect(host.masked).toEqual(['SecretKey', 'Sec"ret\\Key']);
  });

  test('leaves a secret of less than 8 characters to the mask of the runner', async () => {
    const host = await throughEveryChannel(['seven77', ''], 'seven77');
    expect([written(host)[0], host.masked]).toEqual(['seven77', ['seven77', '']]);
  });

  test('gives the path of the report', async () => {
    expect(await redactingHost(createFakeHost(), createRedactor()).writeReport('x')).toBe('report.json');
  });

  test('holds for random secrets in random texts', async () => {
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
