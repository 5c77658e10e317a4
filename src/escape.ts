/**
 * Text that somebody else wrote (the cloud, a tag, an input) made safe to show.
 *
 * The runner reads commands from stdout in two grammars: `::name::` at the start of a line, after trimming, and
 * `##[name]` anywhere in it; and its lines also end at a lone carriage return. See the runner's ActionCommand.cs.
 */

/** Controls, format and ignorable characters, line separators, lone surrogates: invisible, or the end of a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** One visible line: what cannot be seen is spelled out (`\u000d`), and the whole is cut to `limit` characters. */
export function escapeInvisible(text: string, limit = 1000): string {
  // Cut before replacing, so that a body of megabytes costs nothing, and after it, because spelling out makes longer.
  const spelled = text.slice(0, limit + 1).replace(INVISIBLE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
  if (spelled.length <= limit) return spelled;
  // Never through the middle of a character.
  return `${spelled.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A line for stdout that the runner cannot take for a command, whatever it holds. */
export function escapeLogLine(text: string): string {
  return escapeInvisible(text, 4000)
    .replace(/##\[/g, '## [')
    .replace(/^(\s*):(?=:)/u, '$1: ');
}

/** What GitHub's Markdown could take for markup, inside a line: plain names such as `cn-east-3` or `app_v1.2` stay as they are. */
const MARKUP = /[\\`*{}[\]()#+!|~<>&$]|:(?=\/\/)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|@(?=[A-Za-z0-9])|(?<=www)\./gi;

/** A cell of a Markdown table, or a part of a heading: HTML and Markdown lose their meaning, the text is displayed as written. */
export function escapeTableCell(text: string, limit = 500): string {
  return escapeInvisible(text, limit).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}
