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

/**
 * What GitHub could take for markup inside a line. Character references do not help against all of it: mail addresses,
 * `@name`, `#12`, `:emoji:` and hashes of commits are looked for in the text that results from them.
 */
const MARKUP = /[*[\]#~<>&$@]|:\/\/|www\.|:[\w+-]+:|\bGH-\d|\b[0-9a-f]{40}\b|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/i;

/**
 * A part of a line of GitHub's Markdown, also in a table, that is displayed as written: words with markup become code, in
 * which GitHub looks for nothing; the characters that could end the code or the cell become character references. Plain
 * names such as `cn-east-3` or `app_v1.2` stay as they are.
 */
export function escapeMarkdown(text: string, limit = 500): string {
  return escapeInvisible(text, limit).replace(/[|`\\]|[^\s|`\\]+/g, (part) => {
    if (/^[|`\\]/.test(part)) return `&#${part.charCodeAt(0)};`;
    return MARKUP.test(part) ? `\`${part}\`` : part;
  });
}
