/**
 * The fetch that octokit sends its requests by: the transport of the clouds. The toolkit's own calls a proxy that breaks
 * off thousands of times a second, goes on with that when the request is given up, and so never lets the step end.
 */
import type { Transport } from '../http/transport.ts';

/** What octokit gives to a fetch. */
interface Init {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A fetch over the transport, as far as octokit needs one; redirects are not followed. */
export function fetchOver(transport: Transport): (url: string, init: Init) => Promise<Response> {
  return async (url, { method, headers, body = '', signal }) => {
    const reply = await transport.send({ method, url: new URL(url), headers, body, newConnection: true }, signal);
    return new Response(reply.body === '' ? null : reply.body, { status: reply.status, headers: reply.headers });
  };
}
