/** The real client, alone in its run. */
import { createDeadline } from '../../src/deadline.ts';
import type { Clock } from '../../src/clock.ts';
import { type Client, type ClientOptions, createClient } from '../../src/http/client.ts';
import type { Transport } from '../../src/http/transport.ts';
import { createRedactor } from '../../src/redaction.ts';

/** A client with the usual options, and `timeoutMs` for everything that it sends. */
export function createTestClient(
  { transport, clock, timeoutMs = 600_000 }: { transport: Transport; clock: Clock; timeoutMs?: number },
  more: Partial<ClientOptions> = {},
): Client {
  const { requestTimeoutMs = 30_000 } = more;
  return createClient({
    transport,
    clock,
    deadline: createDeadline(clock, timeoutMs, requestTimeoutMs),
    signal: new AbortController().signal,
    random: () => 0.5,
    requestTimeoutMs,
    maxAttempts: 5,
    concurrency: 8,
    onRetry: () => undefined,
    redactor: createRedactor(),
    ...more,
  });
}
