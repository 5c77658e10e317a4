/** The log of the step. */
import { randomUUID } from 'node:crypto';

/** Writes a line to the log. */
export function log(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes an annotation. Line breaks of the message are escaped. */
export function annotate(level: 'error' | 'warning', message: string): void {
  log(`::${level}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
}

/**
 * Writes a collapsible group of untrusted lines. Workflow commands are switched off meanwhile, until a random word: seeds and
 * requests may contain them.
 */
export function logUntrusted(title: string, lines: readonly string[]): void {
  const word = randomUUID();
  log(`::group::${title}`);
  log(`::stop-commands::${word}`);
  for (const line of lines) log(line);
  log(`::${word}::`);
  log('::endgroup::');
}
