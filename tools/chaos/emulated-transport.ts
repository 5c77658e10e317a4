/** The emulator as a transport in virtual time. Plays every fault that a socket can show, without opening one. */
import type { Emulator } from '../../emulator/emulator.ts';
import type { Reply } from '../../emulator/message.ts';
import type { Clock } from '../../src/clock.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import type { Transport, WireReply, WireRequest } from '../../src/http/transport.ts';
import type { RecordedRequest } from './recording.ts';

/** The least time from a request to its reply. */
export const LATENCY_MS = 20;

/** Called around each request. */
export interface RequestObserver {
  /** Before the emulator handles the request. */
  before(request: WireRequest): void;
  /** After the emulator has handled it, and before the reply is delivered. */
  after(request: RecordedRequest): void;
}

/** Creates a transport that hands each request to the emulator. Its promises settle as `clock` advances. */
export function createEmulatedTransport(emulator: Emulator, clock: Clock, observer: RequestObserver): Transport {
  let inFlight = 0;
  return {
    async send(request, signal) {
      inFlight += 1;
      try {
        observer.before(request);
        const reply = emulator.handle(asReceived(request), inFlight);
        const entry = emulator.requests().at(-1);
        if (entry !== undefined) observer.after({ ...entry, credential: credentialOf(request) });
        await pass(clock, LATENCY_MS + (reply.delayMs ?? 0), signal);
        return await deliver(reply, clock, signal);
      } finally {
        inFlight -= 1;
      }
    },
    close: () => undefined,
  };
}

function credentialOf({ headers, url }: WireRequest): string {
  // What asks only whether an endpoint answers has none.
  if (url.pathname.split('/').length === 4 && url.pathname.endsWith('/')) return 'none';
  return /Access=([^,]+)/.exec(headers['authorization'] ?? '')?.[1] ?? 'the token';
}

function asReceived({ method, url, headers, body }: WireRequest): Parameters<Emulator['handle']>[0] {
  return { method, url: url.pathname + url.search, headers: { ...headers, host: url.host }, body };
}

/** Delivers the reply, or what its fault leaves of it. */
async function deliver(
  { status, headers, body, wireFault }: Reply,
  clock: Clock,
  signal: AbortSignal,
): Promise<WireReply> {
  if (wireFault === undefined) return { status, headers: { ...headers }, body };
  switch (wireFault.kind) {
    case 'cut':
    case 'reset':
      throw new NetworkError('connection-lost', 'the connection broke', { uncertain: true, permanent: false });
    case 'stall':
    case 'silence':
      return pass(clock, Number.MAX_SAFE_INTEGER, signal).then(() => ({ status, headers, body }));
    case 'drip':
      await pass(clock, Math.ceil(body.length / wireFault.bytes) * wireFault.everyMs, signal);
  }
  return { status, headers: { ...headers }, body };
}

/** Waits `ms`; rejects when the attempt is aborted. */
function pass(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = (): void => reject(new Error('aborted'));
  if (signal.aborted) abort();
  const cancelTimer = clock.after(ms, resolve);
  signal.addEventListener('abort', abort, { once: true });
  return promise.finally(() => {
    cancelTimer();
    signal.removeEventListener('abort', abort);
  });
}
