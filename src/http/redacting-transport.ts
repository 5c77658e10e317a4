/** A transport whose replies are free of known secrets. */
import type { Redactor } from '../redaction.ts';
import type { Transport } from './transport.ts';

/**
 * Redacts headers and bodies as they arrive: later they are cut for messages, and half a secret is not recognised any
 * more.
 */
export function redactingTransport(transport: Transport, { redact }: Redactor): Transport {
  return {
    async send(request, signal) {
      const reply = await transport.send(request, signal);
      const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, redact(value)]));
      return { ...reply, headers, body: redact(reply.body) };
    },
    close: () => transport.close(),
  };
}
