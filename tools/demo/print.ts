/** Prints a run as GitHub's page of a workflow run shows it, in plain text. */
import { commandOf } from '../runner/commands.ts';
import type { Transcript } from '../runner/run-action.ts';

/** Prints a line. */
export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a heading and the `with:` block of a step. */
export function printTitle(title: string, inputs: Readonly<Record<string, string>>): void {
  print();
  print('━'.repeat(100));
  print(title);
  print('━'.repeat(100));
  print('with:');
  for (const [name, value] of Object.entries(inputs)) print(`  ${name}: ${value}`);
  print();
  print('log:');
}

/** Prints a line of the log: groups, errors and warnings as GitHub shows them, no other commands of the runner. */
export function printLogLine(line: string): void {
  const command = commandOf(line);
  if (command === undefined) print(`  │ ${line}`);
  else if (command.name === 'group') print(`  │ ▾ ${command.data}`);
  else if (command.name === 'error' || command.name === 'warning')
    print(`  │ ${command.name.toUpperCase()}: ${command.data}`);
}

/** Prints outputs, job summary and exit code. */
export function printResult({ exitCode, outputs, summary }: Transcript): void {
  print();
  print('outputs:');
  for (const [name, value] of Object.entries(outputs)) print(`  ${name} = ${value}`);
  print();
  print('job summary:');
  for (const line of summary.trim().split('\n')) print(`  ${decodeReferences(line)}`);
  print();
  print(`exit code ${exitCode}: the step ${exitCode === 0 ? 'succeeds' : 'fails'}`);
}

/** Replaces numeric character references. */
function decodeReferences(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
