/** From a call to the request that is sent. */
import type { Redactor } from '../redaction.ts';
import type { Call } from './call.ts';
import type { WireRequest } from './transport.ts';

/** Adds the credential to a call; the redactor learns its signature. `body` is the text of the call's body. */
export function wireRequest<T>(call: Call<T>, body: string, redactor: Redactor): WireRequest {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...call.headers };
  const credential = call.authorizer.authorize({ method: call.method, url: call.url, body, headers });
  const signature = /\bSignature=(\w+)/.exec(credential['authorization'] ?? '')?.[1];
  if (signature !== undefined) redactor.addSignature(signature);
  return {
    method: call.method,
    url: call.url,
    headers: { ...headers, ...credential },
    body,
    newConnection: !call.repeatable,
    maxReplyBytes: call.maxReplyBytes,
  };
}
