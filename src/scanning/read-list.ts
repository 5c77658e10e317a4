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

/** What was read of a list. */
export interface ReadPages<P> {
  readonly pages: readonly P[];
  /** False where the list says that it has more than it gave: then it does not say what it does not have. */
  readonly isComplete: boolean;
}

/**
 * The pages of a list.
 * @param pageAt reads the page at an offset
 * @param maxEntries as many entries are enough
 * @returns undefined where the region does not have the list, says the first page; a list that ends so later is not complete
 */
export async function readList<P extends ListPage>(
  pageAt: (offset: number) => Promise<P | undefined>,
  maxEntries = Infinity,
): Promise<ReadPages<P> | undefined> {
  const pages: P[] = [];
  let most = 0;
  for (let offset = 0; pages.length < MAX_PAGES;) {
    const page = await pageAt(offset);
    if (page === undefined) return pages.length === 0 ? undefined : { pages, isComplete: false };
    pages.push(page);
    const { length, total } = page;
    offset += length;
    most = Math.max(most, total ?? 0);
    if (offset >= maxEntries) return { pages, isComplete: true };
    // A page that is shorter than requested does not end a list that has a total.
    if (length === 0 || (total === undefined ? length < PAGE_SIZES[2] : offset >= total))
      return { pages, isComplete: offset >= most };
  }
  return { pages, isComplete: false };
}
