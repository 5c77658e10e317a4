/**
 * A second net under the runner's mask, which covers the log alone: whatever this action writes anywhere is freed of
 * every secret that it has read, also where the cloud quotes one in an error.
 */
import type { Transport } from './http/transport.ts';

/** Real secrets are longer; replacing shorter texts would ruin more than it protects. */
const SHORTEST = 8;

export interface Redactor {
  /** From now on this text and its usual encodings are replaced. */
  add(secret: string): void;
  redact(text: string): string;
}

export function createRedactor(): Redactor {
  let forms: readonly string[] = [];
  return {
    add(secret) {
      if (secret.length < SHORTEST) return;
      const added = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
      // The longest first: of two secrets, one may be a part of the other.
      forms = [...new Set([...forms, ...added])].toSorted((a, b) => b.length - a.length);
    },
    redact(text) {
      let clean = text;
      for (const form of forms) clean = clean.replaceAll(form, '***');
      return clean;
    },
  };
}

/** Replies are freed of secrets as they arrive: later they are cut, and half a secret is no longer recognised. */
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
