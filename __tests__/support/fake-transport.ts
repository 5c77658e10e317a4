/** A transport that answers from a script and keeps what it was sent. */
import type { Clock } from '../../src/clock.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import type { Transport, WireReply, WireRequest } from '../../src/http/transport.ts';

export interface ScriptedReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes as it is, everything else as JSON. */
  readonly body?: unknown;
}

export interface Behaviour {
  /** How long it takes to come. */
  readonly afterMs?: number;
  /** `silence` never answers: only the signal ends it. */
  readonly gives: ScriptedReply | NetworkError | 'silence';
}

export interface SentRequest extends WireRequest {
  /** The moment on the clock. */
  readonly at: number;
}

export interface FakeTransport extends Transport {
  readonly requests: readonly SentRequest[];
  /** The most that were under way at the same time. */
  mostAtOnce(): number;
}

export function createFakeTransport(
  clock: Clock,
  behave: (request: WireRequest, index: number) => Behaviour | ScriptedReply,
): FakeTransport {
  const requests: SentRequest[] = [];
  let underWay = 0;
  let most = 0;
  return {
    requests,
    mostAtOnce: () => most,
    close: () => undefined,
    async send(request, signal) {
      const chosen = behave(request, requests.length);
      const { afterMs = 0, gives }: Behaviour = 'gives' in chosen ? chosen : { gives: chosen };
      requests.push({ ...request, at: clock.now() });
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        await arrival(clock, gives === 'silence' ? undefined : afterMs, signal);
      } finally {
        underWay -= 1;
      }
      if (gives instanceof NetworkError) throw gives;
      return gives === 'silence' ? Promise.reject(new Error('silence has no end')) : wireReply(gives);
    },
  };
}

export function wireReply({ status, headers = {}, body }: ScriptedReply): WireReply {
  return { status, headers, body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body) };
}

export const lostConnection = new NetworkError('connection-lost', 'the connection broke (ECONNRESET)', {
  uncertain: true,
  permanent: false,
});
export const neverConnected = new NetworkError('unreachable', 'no connection (ECONNREFUSED)', {
  uncertain: false,
  permanent: false,
});

function arrival(clock: Clock, ms: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const broken = (): void => {
      cancelTimer();
      reject(new NetworkError('connection-lost', 'aborted', { uncertain: true, permanent: false }));
    };
    const cancelTimer = ms === undefined ? () => undefined : clock.after(ms, resolve);
    if (signal.aborted) broken();
    else signal.addEventListener('abort', broken, { once: true });
  });
}
