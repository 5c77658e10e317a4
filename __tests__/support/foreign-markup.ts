/** Finds what GitHub would make of texts in a job summary that the action itself did not write as markup. */
import { marked } from 'marked';

const OWN_TAGS = new Set('h3 p ul li strong code pre table thead tbody tr th td sub br details summary'.split(' '));

/**
 * What GitHub looks for in the text of a paragraph, whatever it was written as: the autolinks of its Markdown, mentions,
 * issues, commits, emoji and formulas.
 */
const FOUND_IN_TEXT = [
  /[\w.+-]+@[\w-]+(\.[\w-]+)*/,
  /(^|\W)@[a-z0-9]/i,
  /https?:\/\/|ftp:\/\/|mailto:|xmpp:\w+@|www\./i,
  /#\d|\bGH-\d/i,
  /:[\w+-]+:/,
  /\b[0-9a-f]{40}\b/,
  /\$/,
];

/**
 * Foreign tags, and places that become links and the like; empty for a summary that shows all texts as they are.
 * @param also further tags that the action writes in this summary
 */
export function foreignMarkup(markdown: string, also: readonly string[] = []): readonly string[] {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)[^>]*>|<!--/gi)];
  const foreign = tags.filter(([, name = '']) => !OWN_TAGS.has(name) && !also.includes(name)).map(([tag]) => tag);
  const text = decodeEntities(html.replace(/<code\b.*?<\/code>/gs, ' ').replace(/<[^>]*>/g, '\n'));
  return [...foreign, ...FOUND_IN_TEXT.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])];
}

/** The characters that a browser shows. */
export function decodeEntities(html: string): string {
  return html
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&shy;/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}
