/** Reads the lists of HSS to their end. */

/** The page sizes to ask for: the largest that HSS gives, and its smallest of the older lists. HSS, "limit", 10 to 200. */
export const PAGE_SIZES = [200, 50, 10] as const;
/** A list that never ends is not read further. */
const MAX_PAGES = 100;

interface ListPage {
  /** How many entries the page has, those that cannot be read included. */
  readonly length: number;
  /** How many entries there are on all pages; undefined where HSS does not say. */
  readonly total: number | undefined;
}

/**
 * The pages of a list.
 * @param pageAt reads the page at an offset
 * @param maxEntries as many entries are enough
 * @returns undefined where the region does not have the list
 */
export async function readList<P extends ListPage>(
  pageAt: (offset: number) => Promise<P | undefined>,
  maxEntries = Infinity,
): Promise<readonly P[] | undefined> {
  const all: P[] = [];
  for (let offset = 0; all.length < MAX_PAGES && offset < maxEntries;) {
    const page = await pageAt(offset);
    if (page === undefined) return undefined;
    all.push(page);
    const { length, total } = page;
    offset += length;
    // A page that is shorter than requested does not end a list that has a total.
    if (length === 0 || (total === undefined ? length < PAGE_SIZES[2] : offset >= total)) break;
  }
  return all;
}
