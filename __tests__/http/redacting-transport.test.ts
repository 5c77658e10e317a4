import { expect, test } from '@jest/globals';
import { redactingTransport } from '../../src/http/redacting-transport.ts';
import { createRedactor } from '../../src/redaction.ts';
import { createFakeTransport } from '../support/fake-transport.ts';
import { createManualClock } from '../support/manual-clock.ts';

test('secrets in headers and body of a reply are replaced, and nothing else is changed', async () => {
  const clock = createManualClock();
  const reply = { status: 403, headers: { 'x-request-id': 'id SecretKey', date: 'd' }, body: '{"m":"SecretKey"}' };
  const redactor = createRedactor();
  redactor.add('SecretKey');
  const transport = redactingTransport(
    createFakeTransport(clock, () => reply),
    redactor,
  );
  const request = { method: 'GET', url: new URL('https://h.example/'), headers: {}, body: '', newConnection: false };
  expect(await clock.run(transport.send(request, new AbortController().signal))).toEqual({
    status: 403,
    headers: { 'x-request-id': 'id ***', date: 'd' },
    body: '{"m":"***"}',
  });
});
