import { readQuery, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { invalidParameter, swrError } from './errors.ts';

/**
 * The terms of a query parameter such as `filter=limit::10|offset::0`; undefined without a filter. SWR, "Querying the Image Tag
 * List" and "Obtaining Image Synchronization Task Information".
 */
export function parseFilter(
  call: Call,
  filter: string | undefined,
  names: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (filter === undefined) return undefined;
  const terms = filter.split('|').map((term) => term.split('::'));
  const broken = terms.find(([name, ...rest]) => !names.includes(name ?? '') || rest.length !== 1 || rest[0] === '');
  if (broken !== undefined) throw swrError(call, 4_001_035, `Invalid filter: "${broken.join('::')}"`);
  return Object.fromEntries(terms);
}

/** The parameters of a list: the terms of the filter, or else the plain query parameters, which a filter disables. */
export function readListParameters(call: Call, names: readonly string[]): Readonly<Record<string, string>> {
  const query = readQuery(call, ['filter', ...names], invalidParameter(call));
  return parseFilter(call, query['filter'], names) ?? query;
}

/** A page of a list. An empty one has the body that the region uses for it. */
export function listReply(
  call: Call,
  items: readonly unknown[],
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const { emptyList } = call.region.swr;
  if (items.length > 0 || emptyList === 'array') return json(200, items, headers);
  if (emptyList === 'nothing') return { ...json(200, '', headers), body: '' };
  return json(200, emptyList === 'null' ? null : {}, headers);
}

/** The header `Content-Range: offset-count/total`, which is not the form of RFC 7233. */
export function contentRange(offset: number, count: number, total: number): Readonly<Record<string, string>> {
  return { 'content-range': `${offset}-${count}/${total}` };
}
