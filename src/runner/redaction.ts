/**
 * A second net under the runner's mask, which covers the log alone: whatever this action writes anywhere is freed of
 * every secret that it has read, also where the cloud quotes one in an error.
 */
import type { Host } from './host.ts';

/** Replacing shorter texts would ruin more than it protects. */
const SHORTEST = 4;

export function redacting(host: Host): Host {
  const secrets = new Set<string>();
  const redact = (text: string): string => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, '***');
    return clean;
  };
  return {
    ...host,
    mask(secret) {
      if (secret.length >= SHORTEST) {
        secrets.add(secret);
        // As it would look inside a JSON text.
        secrets.add(JSON.stringify(secret).slice(1, -1));
      }
      host.mask(secret);
    },
    info: (line) => host.info(redact(line)),
    warning: (message) => host.warning(redact(message)),
    error: (message) => host.error(redact(message)),
    openGroup: (title) => host.openGroup(redact(title)),
    setOutput: (name, value) => host.setOutput(name, redact(value)),
    writeSummary: (markdown) => host.writeSummary(redact(markdown)),
    writeReport: (content) => host.writeReport(redact(content)),
  };
}
