/** A host that removes every secret from what is written to it. */
import type { Redactor } from '../redaction.ts';
import type { Host } from './host.ts';

/** Wraps a host. A secret that is masked on it is added to the redactor. */
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
    setOutput: (name, value) => host.setOutput(name, redact(value)),
    writeSummary: (markdown) => host.writeSummary(redact(markdown)),
    writeReport: (text) => host.writeReport(redact(text)),
  };
}
