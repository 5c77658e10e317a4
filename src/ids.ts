/** Ids for reports that are shown to others: still told apart, and of no use to a reader who does not have them already. */

/** What is left at each end of an id. */
const END = 4;

/** The ends of an id, as in `0123…cdef`; of a short one the start alone. */
export function shortId(id: string): string {
  return id.length > 3 * END ? `${id.slice(0, END)}…${id.slice(-END)}` : `${id.slice(0, END)}…`;
}

/** Ids of projects and accounts: 32 hexadecimal digits, or what a URN of IAM has in its place. A request id is for the support. */
const ID = /(?<!request id )\b[0-9a-f]{32}\b|(?<=\biam::)[^:\s]+(?=:)/gi;

/** A text in which every id is a {@link shortId}, also one of `others`. */
export function shortenIds(text: string, others: Iterable<string> = []): string {
  let shortened = text.replace(ID, shortId);
  for (const id of others) if (id !== '') shortened = shortened.replaceAll(id, shortId(id));
  return shortened;
}
