/**
 * A second net under the runner's mask, which covers the log alone: whatever this action writes anywhere is freed of
 * every secret that it has read, also where the cloud quotes one in an error.
 */
import type { Deployments } from './github/deployment.ts';
import type { Host, Parts } from './github/host.ts';

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

/** A host that writes nothing unredacted. What is masked on it is known to the redactor. */
export function redactingHost(host: Host, { add, redact }: Redactor): Host {
  return {
    ...host,
    mask(secret) {
      add(secret);
      host.mask(secret);
    },
    async idToken(audience) {
      // What the runner signs us in with, to be given an ID token; the runner masks it in the log alone.
      add(host.env('ACTIONS_ID_TOKEN_REQUEST_TOKEN'));
      // Before it is cut, for half a secret is no longer recognised; and without a cause, which would hold it still.
      const token = await host
        .idToken(audience)
        .catch((error: unknown) =>
          Promise.reject(new Error(redact(error instanceof Error ? error.message : String(error)))),
        );
      add(token);
      return token;
    },
    async deployments(token, parts) {
      add(token);
      const made = await host.deployments(token, { ...parts, warn: (message) => parts.warn(redact(message)) });
      return redactingDeployments(made, redact);
    },
    info: (line) => host.info(redact(line)),
    warning: (message) => host.warning(redact(message)),
    error: (message) => host.error(redact(message)),
    openGroup: (title) => host.openGroup(redact(title)),
    setOutput: (name, value) => host.setOutput(name, redact(value)),
    writeSummary: (markdown) => host.writeSummary(redact(markdown)),
    writeReport: (parts) => host.writeReport(redactedParts(parts, redact)),
  };
}

function* redactedParts(parts: Parts, redact: Redactor['redact']): Generator<string> {
  for (const part of parts) yield redact(part);
}

/** What is told to GitHub is seen by everybody who sees the repository, and no runner masks it. */
function redactingDeployments(deployments: Deployments, redact: Redactor['redact']): Deployments {
  const clean = <T extends { readonly description: string }>(told: T): T => ({
    ...told,
    description: redact(told.description),
  });
  return {
    async open(facts) {
      const opened = await deployments.open(clean(facts));
      return opened && { close: (end) => opened.close(clean(end)) };
    },
  };
}
