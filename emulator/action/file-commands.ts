/** The files through which a step speaks to the runner, written by hand: the emulator needs nothing but Node. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** An input as the runner hands it over; empty if it is not given. */
export function input(name: 'seed' | 'port'): string {
  return process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
}

/**
 * A line that a value brings along could otherwise name further outputs: the value stands between delimiters that
 * nobody can guess. The names are constants for the same reason.
 */
function append(variable: 'GITHUB_OUTPUT' | 'GITHUB_STATE', name: string, value: string): void {
  const file = process.env[variable];
  if (file === undefined || file === '') throw new Error(`${variable} is not set: this is not a step of a workflow`);
  const delimiter = `ghadelimiter_${randomUUID()}`;
  appendFileSync(file, `${name}<<${delimiter}\n${value}\n${delimiter}\n`, 'utf8');
}

export function setOutput(name: 'endpoint' | 'base-url', value: string): void {
  append('GITHUB_OUTPUT', name, value);
}

/** What the start leaves to the stop. */
export type State = 'pid' | 'url' | 'log';

export function saveState(name: State, value: string): void {
  append('GITHUB_STATE', name, value);
}

export function stateOf(name: State): string {
  return process.env[`STATE_${name}`] ?? '';
}
