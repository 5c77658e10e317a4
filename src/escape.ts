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
  return spelled.length <= limit ? spelled : `${startOf(spelled, limit)}…`;
}

/** The start of a text, at most `limit` long: never through the middle of a character, or of `***` for a secret. */
export function startOf(text: string, limit: number): string {
  const start = text.slice(0, limit);
  if (start.length === text.length) return text;
  const stars = text.charAt(limit) === '*' ? (/\*+$/.exec(start)?.[0].length ?? 0) % 3 : 0;
  return start.slice(0, start.length - stars).replace(/[\ud800-\udbff]$/, '');
}

/** The end of a text, cut as {@link startOf} cuts its start. */
export function endOf(text: string, limit: number): string {
  const end = text.slice(-limit);
  if (end.length === text.length) return text;
  const stars = text.charAt(text.length - limit - 1) === '*' ? (/^\*+/.exec(end)?.[0].length ?? 0) % 3 : 0;
  return end.slice(stars).replace(/^[\udc00-\udfff]/, '');
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
