/** What the two halves of the action say in the log of the step. */
import { randomUUID } from 'node:crypto';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** An annotation; one line to the runner, whatever the message holds. */
export function annotate(level: 'error' | 'warning', message: string): void {
  say(`::${level}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
}

/**
 * A group of lines that come from elsewhere: seeds and requests may hold what the runner would take for a command, so it
 * is told to take none until it reads a word that nobody can guess.
 */
export function sayVerbatim(title: string, lines: readonly string[]): void {
  const word = randomUUID();
  say(`::group::${title}`);
  say(`::stop-commands::${word}`);
  for (const line of lines) say(line);
  say(`::${word}::`);
  say('::endgroup::');
}
