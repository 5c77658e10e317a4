/** Finds the workflow commands in the output of a step, in both grammars of the runner's parser (ActionCommand.cs). */

/** A workflow command. */
export interface Command {
  /** Lower case. */
  readonly name: string;
  readonly properties: string;
  /** Unescaped. */
  readonly data: string;
  /** `::name::` at the start of a line, or the legacy `##[name]` anywhere in it. */
  readonly grammar: 'colons' | 'brackets';
}

/** The commands that the runner knows. It treats other names as plain text. */
const KNOWN = new Set(
  (
    'add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher ' +
    'save-state set-env set-output stop-commands warning'
  ).split(' '),
);

/** The runner compares text by culture, which may skip these characters. They are always skipped here. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Splits text into lines as `StreamReader.ReadLine` does: a lone carriage return ends a line as well. */
export function linesOf(output: string): readonly string[] {
  const lines = output.split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The command in a line; undefined when the runner finds none. */
export function commandOf(line: string): Command | undefined {
  const text = line.replace(IGNORABLE, '');
  return withColons(text) ?? withBrackets(text);
}

function withColons(text: string): Command | undefined {
  const [, head = '', data = ''] = /^[\s\u0085]*::(.+?)::(.*)$/su.exec(text) ?? [];
  return command(head, unescaped(data), 'colons');
}

function withBrackets(text: string): Command | undefined {
  const [, head = '', data = ''] = /##\[(.+?)\](.*)$/su.exec(text) ?? [];
  return command(head, unescaped(data), 'brackets');
}

function command(head: string, data: string, grammar: Command['grammar']): Command | undefined {
  const [name = '', ...properties] = head.trim().split(' ');
  const lower = name.toLowerCase();
  return KNOWN.has(lower) ? { name: lower, properties: properties.join(' ').trim(), data, grammar } : undefined;
}

function unescaped(data: string): string {
  return data.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%25/g, '%');
}
