import { queryOf, type Call } from '../call.ts';
import { badParameter, swrRefusal } from './refusals.ts';

/**
 * The terms of `filter=limit::10|offset::0`; undefined if there is no filter. SWR, "Querying the Image Tag List" and
 * "Obtaining Image Synchronization Task Information".
 */
export function filterOf(
  call: Call,
  query: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const { filter } = query;
  if (filter === undefined) return undefined;
  const terms = filter.split('|').map((term) => term.split('::'));
  const broken = terms.find(([name, ...rest]) => !names.includes(name ?? '') || rest.length !== 1 || rest[0] === '');
  if (broken !== undefined) throw swrRefusal(call, 4_001_035, `Invalid filter: "${broken.join('::')}"`);
  return Object.fromEntries(terms);
}

/** The terms of a listing: those of the filter, or else the plain parameters, which a filter disables altogether. */
export function listingTerms(call: Call, names: readonly string[]): Readonly<Record<string, string>> {
  const query = queryOf(call, ['filter', ...names], badParameter(call));
  return filterOf(call, query, names) ?? query;
}

/** `offset-count/total`: not the grammar of RFC 7233. */
export function contentRange(offset: number, shown: number, total: number): Readonly<Record<string, string>> {
  return { 'content-range': `${offset}-${shown}/${total}` };
}
