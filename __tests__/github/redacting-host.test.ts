import { expect, test } from '@jest/globals';
import { redactingHost } from '../../src/github/redacting-host.ts';
import { createRedactor } from '../../src/redaction.ts';
import { createFakeHost } from '../support/fake-host.ts';

function setUp() {
  const host = createFakeHost();
  return { host, clean: redactingHost(host, createRedactor()) };
}

test('a masked secret is removed from the log, annotations and titles of groups', () => {
  const { host, clean } = setUp();
  clean.mask('Sec"ret\\Key');
  const text = 'Sec"ret\\Key, "Sec\\"ret\\\\Key" and Sec%22ret%5cKey';
  clean.info(text);
  clean.warning(text, text);
  clean.error(text, text);
  clean.openGroup(text);
  const shown = '***, "***" and ***';
  expect(host.log).toEqual([shown, `warning: ${shown}`, `error: ${shown}`, `> ${shown}`]);
});

test('outputs, summary and report are passed on as they are, because they are made from redacted values', async () => {
  const { host, clean } = setUp();
  clean.mask('succeeded');
  clean.setOutput('status', 'succeeded');
  await clean.writeSummary('succeeded');
  expect([await clean.writeReport('{"status":"succeeded"}'), host.reports]).toEqual([
    'report.json',
    ['{"status":"succeeded"}'],
  ]);
  expect([host.outputs.get('status'), host.summaries]).toEqual(['succeeded', ['succeeded']]);
});

test.each(['secret', '', 'abc', '  pass word ', 'first line\r\nsecond line'])(
  'the runner masks %j, in the forms that it derives itself',
  (secret) => {
    const { host, clean } = setUp();
    clean.mask(secret);
    expect(host.masked).toEqual([secret]);
  },
);
