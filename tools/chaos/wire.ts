/** The emulator as a transport, in virtual time: every fault that sockets can show, without a socket. */
import type { Emulator } from '../../emulator/emulator.ts';
import type { Reply } from '../../emulator/message.ts';
import type { Clock } from '../../src/clock.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import type { Transport, WireReply, WireRequest } from '../../src/http/transport.ts';
import type { Sent } from './evidence.ts';

/** A reply takes this long at least. */
export const LATENCY_MS = 20;

export interface Watcher {
  /** Right before the cloud deals with a request. */
  before(request: WireRequest): void;
  /** Right after. */
  after(sent: Sent): void;
}

export function createEmulatedWire(emulator: Emulator, clock: Clock, watcher: Watcher): Transport {
  let inFlight = 0;
  return {
    async send(request, signal) {
      inFlight += 1;
      try {
        watcher.before(request);
        const reply = emulator.handle(asReceived(request), inFlight);
        const entry = emulator.requests().at(-1);
        if (entry !== undefined) watcher.after({ ...entry, credential: credentialOf(request) });
        await pass(clock, LATENCY_MS + (reply.delayMs ?? 0), signal);
        return await played(reply, clock, signal);
      } finally {
        inFlight -= 1;
      }
    },
    close: () => undefined,
  };
}

function credentialOf({ headers }: WireRequest): string {
  return /Access=([^,]+)/.exec(headers['authorization'] ?? '')?.[1] ?? 'the token';
}

function asReceived({ method, url, headers, body }: WireRequest): Parameters<Emulator['handle']>[0] {
  return { method, url: url.pathname + url.search, headers: { ...headers, host: url.host }, body };
}

async function played(
  { status, headers, body, wireFault }: Reply,
  clock: Clock,
  signal: AbortSignal,
): Promise<WireReply> {
  if (wireFault === undefined) return { status, headers: { ...headers }, body };
  switch (wireFault.kind) {
    case 'cut':
    case 'reset':
      throw new NetworkError('the connection broke', { code: 'connection-lost', unsent: false, permanent: false });
    case 'stall':
    case 'silence':
      return pass(clock, Number.MAX_SAFE_INTEGER, signal).then(() => ({ status, headers, body }));
    case 'drip':
      await pass(clock, Math.ceil(body.length / wireFault.bytes) * wireFault.everyMs, signal);
  }
  return { status, headers: { ...headers }, body };
}

/** Lets time pass, unless the attempt is given up before. */
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
