/** How the demo shows a run: as the web page of a workflow run would, in plain text. */
import type { ActionResult } from '../local-runner.ts';

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

/** A line of the log; the runner shows commands as what they mean. */
export function showLogLine(line: string): void {
  const [, command, text = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
  if (command === undefined) say(`  │ ${line}`);
  else if (command === 'group') say(`  │ ▾ ${text}`);
  else if (command === 'error' || command === 'warning') say(`  │ ${command.toUpperCase()}: ${text}`);
}

export function showResult({ exitCode, outputs, summary }: ActionResult): void {
  say();
  say('outputs:');
  for (const [name, value] of outputs) say(`  ${name} = ${value}`);
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
