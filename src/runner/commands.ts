/**
 * What the runner reads: workflow commands on stdout, and entries of the file of outputs. A few lines that @actions/core
 * has as well, held to it byte by byte by a test: loading it takes longer than the whole start of the action, because of
 * what it brings along for ID tokens, so that it is loaded for those alone.
 */
import { EOL } from 'node:os';

/** A command that the runner acts upon, as a line. */
export function commandLine(name: string, message = ''): string {
  return `::${name}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}${EOL}`;
}

/** An entry of the file of outputs. The delimiter must be one that nobody can guess. */
export function outputEntry(name: string, value: string, delimiter: string): string {
  if (name.includes(delimiter) || value.includes(delimiter)) throw new Error(`the output ${name} holds its delimiter`);
  return `${name}<<${delimiter}${EOL}${value}${EOL}${delimiter}${EOL}`;
}
