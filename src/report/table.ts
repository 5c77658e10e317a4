/** The table of the job summary: a matrix of tags and regions, or a row an item where that does not fit. */
import { durationWords } from '../duration.ts';
import { escapeMarkdown } from '../escape.ts';
import { describeVerdict } from './messages.ts';
import { failuresFirst, type Result } from './results.ts';
import type { RunReport } from './run-report.ts';

/** Lines of Markdown. */
export interface Table {
  readonly head: readonly string[];
  /** Those with failures first. */
  readonly rows: readonly string[];
}

/** The page is 1012 pixels wide. With more regions than these, the text of their cells is smaller. */
const MAX_WIDE_REGIONS = 5;
/** With more regions than these, a row an item is narrower. */
const MAX_REGIONS = 10;
/** Longer names are broken, because a column is as wide as its longest word. */
const MAX_NAME = 20;
const MAX_SMALL_NAME = 12;

/** How cells call the stages that a verdict alone does not show. */
const STAGE_NAMES: Readonly<Record<string, string>> = {
  'sync-tags': 'copy',
  retag: 'new name',
  rollback: 'rollback',
  'refresh-image': 'ModelArts',
  'register-image': 'ModelArts',
  'sync-hss': 'HSS',
};

/** The table of all results; empty without any. */
export function tableOf(report: RunReport): Table {
  const { results } = report;
  if (results.length === 0) return { head: [], rows: [] };
  const regions = [...new Set(results.map(({ region }) => region))];
  const isMatrix = results.length > 1 && results.some(({ tag }) => tag !== undefined) && regions.length <= MAX_REGIONS;
  return isMatrix ? matrixOf(report, regions) : listOf(report);
}

function matrixOf({ results, performs }: RunReport, regions: readonly string[]): Table {
  const isSmall = regions.length > MAX_WIDE_REGIONS;
  const small = (text: string): string =>
    isSmall ? `<sub>${text.replace(/[a-z]{5}(?=[a-z]{5})/g, '$&&shy;')}</sub>` : text;
  const hasStages = results.some((row) => row.operation !== performs);
  const bySubject = [...Map.groupBy(results, ({ subject }) => subject)];
  const isGood = ([, members]: (typeof bySubject)[number]): boolean => members.every(({ ok }) => ok);
  const rows = [...bySubject.filter((row) => !isGood(row)), ...bySubject.filter(isGood)].map(([subject, members]) => {
    const digest = shortDigest(members);
    const cells = regions.map((region) => {
      const ofRegion = members.filter((row) => row.region === region);
      return small(ofRegion.map((row) => cellOf(row, hasStages)).join('<br>'));
    });
    const name = wrapped(subject, isSmall ? MAX_SMALL_NAME : MAX_NAME);
    const code = digest === '' ? '' : `<br><sub><code>${digest}</code></sub>`;
    return rowOf([`${isSmall ? `<sub>${name}</sub>` : name}${code}`, ...cells]);
  });
  return { head: headOf(['Tag', ...regions.map((region) => small(escapeMarkdown(region)))]), rows };
}

/** `✅ copied 4s`; a failure is said with its stage. */
function cellOf(row: Result, hasStages: boolean): string {
  const stage = hasStages && !row.ok ? `${STAGE_NAMES[row.operation] ?? row.operation} ` : '';
  const time =
    row.verdict === 'planned' || row.verdict === 'skipped'
      ? ''
      : ` ${durationWords(row.seconds * 1000).replace(' ', '')}`;
  return `${iconOf(row)} ${stage}${describeVerdict(row)}${time}`;
}

function listOf({ results, performs }: RunReport): Table {
  // A run of several operations has rows about the same tag.
  const hasStages = results.some((row) => row.operation !== performs);
  const head = headOf(['', 'Region', ...(hasStages ? ['Stage'] : []), 'Item', 'Verdict', 'Took', 'Details']);
  const rows = failuresFirst(results).map((row) =>
    rowOf([
      iconOf(row),
      escapeMarkdown(row.region),
      ...(hasStages ? [row.operation] : []),
      wrapped(row.subject, MAX_NAME),
      describeVerdict(row),
      durationWords(row.seconds * 1000),
      escapeMarkdown(detailsOf(row), 1000),
    ]),
  );
  return { head, rows };
}

/** What the list of failures does not say. */
function detailsOf({ ok, message, status, digest, previousDigest, verdict }: Result): string {
  if (!ok) return '';
  if (message !== undefined) return message;
  const details = [
    status === undefined ? '' : `status ${status}`,
    digest === undefined ? '' : digest.slice(0, 'sha256:'.length + 12),
    verdict === 'overwritten'
      ? `instead of ${previousDigest?.slice(0, 'sha256:'.length + 12) || 'an unreadable digest'}`
      : '',
  ];
  return details.filter((detail) => detail !== '').join(', ');
}

function iconOf({ ok, proved, verdict }: Result): string {
  if (!ok) return '❌';
  if (verdict === 'planned') return '📝';
  return proved ? '✅' : '⚠️';
}

/** Twelve digits of the digest that the rows are about; empty where they have none, or different ones. */
function shortDigest(rows: readonly Result[]): string {
  const digests = new Set(rows.flatMap(({ digest }) => digest ?? []));
  const [digest = ''] = digests;
  return digests.size === 1 ? (/^sha256:([0-9a-f]{12})/.exec(digest)?.[1] ?? '') : '';
}

/** A name that is broken into lines of at most `limit` characters. */
function wrapped(name: string, limit: number): string {
  const lines = name.match(new RegExp(`.{1,${limit}}`, 'gsu')) ?? [];
  return lines.map((line) => escapeMarkdown(line)).join('<br>');
}

function headOf(columns: readonly string[]): readonly string[] {
  return [rowOf(columns), `|${'---|'.repeat(columns.length)}`];
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
