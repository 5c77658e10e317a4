/** A transport with scripted replies that records the requests. */
import type { Clock } from '../../src/clock.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import type { Transport, WireReply, WireRequest } from '../../src/http/transport.ts';

/** A complete reply. */
export interface ScriptedReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent unchanged, everything else as JSON. */
  readonly body?: unknown;
  readonly isUnread?: boolean;
}

/** What becomes of a request, and when. */
export interface Behaviour {
  /** Milliseconds until the reply or the error; 0 if left out. */
  readonly afterMs?: number;
  /** With `silence` only the signal ends the request. */
  readonly gives: ScriptedReply | NetworkError | 'silence';
}

/** A recorded request. */
export interface SentRequest extends WireRequest {
  /** The time of the clock when it was sent. */
  readonly at: number;
}

/** The transport, and its requests in order. */
export interface FakeTransport extends Transport {
  readonly requests: readonly SentRequest[];
  /** The largest number of requests that were in flight at the same time. */
  mostAtOnce(): number;
}

/** `behave` is called with each request and its number from 0. */
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

/** The scripted reply as a transport returns it. */
export function wireReply({ status, headers = {}, body, ...more }: ScriptedReply): WireReply {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: text, ...more };
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
