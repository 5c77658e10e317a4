/** A {@link Caller} over the real client and a fake transport, to test the requests of the service modules. */
import type { Caller } from '../../src/cloud/caller.ts';
import { rulesOf } from '../../src/cloud/reply-rules.ts';
import { type Service, urlOf } from '../../src/cloud/endpoints.ts';
import type { WireRequest } from '../../src/http/transport.ts';
import { type Behaviour, createFakeTransport, type ScriptedReply } from './fake-transport.ts';
import { createManualClock } from './manual-clock.ts';
import { createTestClient } from './test-client.ts';

/** The caller, and what it has sent. */
export interface Wire {
  readonly call: Caller;
  run<T>(work: Promise<T>): Promise<T>;
  /** One line per request: method, path with query, body, and the headers that a service adds. */
  requests(): readonly string[];
}

/** The service returns the replies one after the other, and the last one again and again. */
export function overWire(service: Service, ...replies: readonly (Behaviour | ScriptedReply)[]): Wire {
  const clock = createManualClock();
  const transport = createFakeTransport(
    clock,
    (_, index) => replies[Math.min(index, replies.length - 1)] ?? { status: 200 },
  );
  const client = createTestClient({ transport, clock }, { maxAttempts: 2 });
  const authorizer = { authorize: () => ({}) };
  return {
    call: (call) =>
      client.send({ ...call, authorizer, rules: rulesOf(service), url: urlOf('https://service.example.com', call) }),
    run: (work) => clock.run(work),
    requests: () => transport.requests.map(lineOf),
  };
}

function lineOf({ method, url, body, headers }: WireRequest): string {
  const own = Object.entries(headers).filter(([name]) => name !== 'accept' && name !== 'content-type');
  const words = [method, url.pathname + url.search, body, ...own.map(([name, value]) => `${name}: ${value}`)];
  return words.filter((word) => word !== '').join(' ');
}
