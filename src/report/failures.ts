/** Failed rows, grouped so that what has one cause is said once. */
import type { Result } from './results.ts';

/** At least one row. */
export type Group = readonly [Result, ...Result[]];

/** More names than these are counted. */
const MAX_NAMES = 5;

/** More different messages than these are shown by cause, with the first message of each. */
const MAX_MESSAGES = 10;

/** Failed rows by verdict, code and message, or by cause. Those that were skipped because of another come last. */
export function groupFailures(results: readonly Result[]): readonly Group[] {
  const groups = grouped(results, ({ message = '' }) => message);
  return groups.length <= MAX_MESSAGES ? groups : causesOf(results);
}

/**
 * Failed rows with one cause: those whose messages differ in names, digests, ids and numbers alone. Rows that were skipped
 * have their cause elsewhere, and count only if there are no others.
 */
export function causesOf(results: readonly Result[]): readonly Group[] {
  const groups = grouped(results, generalMessage);
  const causes = groups.filter(([{ verdict }]) => verdict !== 'skipped');
  return causes.length > 0 ? causes : groups;
}

/** `v1 → cn-east-3, v2 → cn-east-3 and 3 more`. Where the operation has several stages, they are named. */
export function namesOf(rows: readonly Result[], operation: string, max = MAX_NAMES): string {
  const names = rows.slice(0, max).map((row) => {
    const stage = row.operation === operation ? '' : `${row.operation} of `;
    return `${stage}${row.subject} ${row.tag === undefined ? 'in' : '→'} ${row.region}`;
  });
  const more = rows.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function grouped(results: readonly Result[], messageOf: (result: Result) => string): readonly Group[] {
  const failed = results.filter(({ ok }) => !ok);
  const groups = Map.groupBy(failed, (row) => JSON.stringify([row.verdict, row.code, messageOf(row)]));
  const all = [...groups.values()].flatMap(([first, ...others]): Group[] => (first ? [[first, ...others]] : []));
  return all.toSorted(([a], [b]) => Number(a.verdict === 'skipped') - Number(b.verdict === 'skipped'));
}

/** The message without its names, digests, ids and numbers. The error codes of services, such as `SVCSTG.SWR.4001`, stay. */
function generalMessage({ message = '', subject, region, tag }: Result): string {
  return message.replace(/[\w.-]*\w/g, (word) => {
    const isName = [subject, region, tag].includes(word);
    return isName || (/\d/.test(word) && !/^[A-Za-z]+\./.test(word)) ? '#' : word;
  });
}
