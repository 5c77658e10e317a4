/** Inputs, outputs and state of a step, without the toolkit: the emulator uses nothing but Node. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** The value of an input; empty if it is not given. */
export function getInput(name: 'seed' | 'port'): string {
  return process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
}

/**
 * Appends a value to one of the runner's files. A random delimiter encloses the value, so that a line of it cannot define another
 * output. Names are constants for the same reason.
 */
function append(variable: 'GITHUB_OUTPUT' | 'GITHUB_STATE', name: string, value: string): void {
  const file = process.env[variable];
  if (file === undefined || file === '') throw new Error(`${variable} is not set: this is not a step of a workflow`);
  const delimiter = `ghadelimiter_${randomUUID()}`;
  appendFileSync(file, `${name}<<${delimiter}\n${value}\n${delimiter}\n`, 'utf8');
}

/** Sets an output of the step. */
export function setOutput(name: 'endpoint' | 'base-url', value: string): void {
  append('GITHUB_OUTPUT', name, value);
}

/** What the main step hands over to the post step: the process id, the base URL and the log file of the server. */
export type State = 'pid' | 'url' | 'log';

/** Saves a value for the post step. */
export function saveState(name: State, value: string): void {
  append('GITHUB_STATE', name, value);
}

/** A value that the main step saved; empty if it saved none. */
export function getState(name: State): string {
  return process.env[`STATE_${name}`] ?? '';
}
