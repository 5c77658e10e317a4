/** How the demo shows a run: as the web page of a workflow run would, in plain text. */
import { commandOf } from '../runner/commands.ts';
import type { Transcript } from '../runner/run-action.ts';

export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

export function showTitle(title: string, inputs: Readonly<Record<string, string>>): void {
  say();
  say('━'.repeat(100));
  say(title);
  say('━'.repeat(100));
  say('with:');
  for (const [name, value] of Object.entries(inputs)) say(`  ${name}: ${value}`);
  say();
  say('log:');
}

/** A line of the log; the runner shows commands as what they mean, and masks not at all. */
export function showLogLine(line: string): void {
  const command = commandOf(line);
  if (command === undefined) say(`  │ ${line}`);
  else if (command.name === 'group') say(`  │ ▾ ${command.data}`);
  else if (command.name === 'error' || command.name === 'warning')
    say(`  │ ${command.name.toUpperCase()}: ${command.data}`);
}

export function showResult({ exitCode, outputs, summary }: Transcript): void {
  say();
  say('outputs:');
  for (const [name, value] of Object.entries(outputs)) say(`  ${name} = ${value}`);
  say();
  say('job summary:');
  for (const line of summary.trim().split('\n')) say(`  ${plain(line)}`);
  say();
  say(`exit code ${exitCode}: the step is ${exitCode === 0 ? 'green' : 'red'}`);
}

/** Markdown's character references, as a browser would show them. */
function plain(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
