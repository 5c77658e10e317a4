/** A host that removes every secret from the log and the annotations. */
import type { Redactor } from '../redaction.ts';
import type { Host } from './host.ts';

/**
 * Wraps a host. A secret that is masked on it is added to the redactor. Outputs, summary and report are passed on as they
 * are: they are made from redacted values, because JSON that is redacted as text is no JSON any more.
 */
export function redactingHost(host: Host, { add, redact }: Redactor): Host {
  return {
    ...host,
    mask(secret) {
      add(secret);
      host.mask(secret);
    },
    info: (line) => host.info(redact(line)),
    warning: (message, title) => host.warning(redact(message), redact(title)),
    error: (message, title) => host.error(redact(message), redact(title)),
    openGroup: (title) => host.openGroup(redact(title)),
  };
}
