/** The input `report`: what a run replaced, as its report file says. */
import * as v from 'valibot';
import { BACKUP_PREFIX } from '../copy/backup.ts';
import type { RepositoryRef } from '../copy/copy-spec.ts';
import type { Restore } from '../copy/restore.ts';
import type { InputReader } from '../inputs/reader.ts';
import { ORGANIZATION, REGION, REPOSITORY, TAG } from '../inputs/rules.ts';

/** What is used of a report. */
export interface RunToUndo {
  /** `owner/name` on GitHub; empty where the run was not part of a workflow. */
  readonly github: string;
  /** The region that its inputs name; empty for none. */
  readonly region: string;
  readonly restores: readonly Restore[];
  /** Tags that it made, as `TAG in REGION`. */
  readonly made: readonly string[];
  /** Tags that it replaced without a backup, likewise. */
  readonly lost: readonly string[];
}

const optionalText = v.exactOptional(v.string());

const RowSchema = v.looseObject({
  operation: v.string(),
  region: v.pipe(v.string(), v.regex(REGION.pattern)),
  namespace: optionalText,
  repository: optionalText,
  verdict: v.string(),
  tag: optionalText,
  digest: optionalText,
  previousDigest: optionalText,
  targetDigest: optionalText,
  backup: optionalText,
});

const PlanSchema = v.looseObject({
  copies: v.array(v.looseObject({ target: v.looseObject({ namespace: v.string() }) })),
});

type Row = v.InferOutput<typeof RowSchema>;

const ReportSchema = v.looseObject({
  version: v.literal(1),
  github: v.nullable(v.looseObject({ repository: v.string() })),
  inputs: v.record(v.string(), v.string()),
  /** What the run planned or applied. */
  planContent: v.exactOptional(v.nullable(PlanSchema)),
  results: v.array(RowSchema),
});

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const NONE: RunToUndo = { github: '', region: '', restores: [], made: [], lost: [] };

/**
 * Reads the report of a run on a repository. Errors stay in the reader and quote nothing of the report.
 * @param place where the tags must be, as far as the inputs say so
 */
export function readReport(reader: InputReader, place: Pick<RepositoryRef, 'namespace' | 'repository'>): RunToUndo {
  const text = reader.content('report');
  if (text === '') return NONE;
  const report = parseReport(text);
  if (report === undefined) {
    reader.addError('report', 'must be the whole report file of a run of this action');
    return NONE;
  }
  const { inputs, results, github, planContent } = report;
  const rows = results.filter(({ backup }) => backup !== undefined);
  if (rows.length === 0) {
    const rule = 'must have at least one tag with a backup: that run had no backup: true, or has replaced nothing';
    reader.addError('report', rule);
  }
  // Only where the source is as given may the report name another organization for the targets. A run of apply has it in
  // its plan.
  const planned = planContent?.copies.map(({ target }) => target.namespace) ?? [];
  const others = inputs['namespace'] === place.namespace ? [inputs['target-namespace'], ...planned] : [];
  const isElsewhere = ({ namespace, repository }: Row): boolean =>
    repository !== place.repository || ![place.namespace, ...others].includes(namespace);
  if (place.repository !== '' && place.namespace !== '' && rows.some(isElsewhere))
    reader.addError(
      'report',
      `must be about ${place.namespace}/${place.repository}, as namespace and repository say: give those of its source`,
    );
  const restores = rows.flatMap((row) => restoreOf(row) ?? []);
  if (restores.length < rows.length) reader.addError('report', 'must have rows as the report file of a run has them');
  const targets = new Set(restores.map(({ target: { region, namespace, tag } }) => `${region}/${namespace}:${tag}`));
  if (targets.size < restores.length) reader.addError('report', 'must name every tag of a region once');
  return {
    github: github?.repository ?? '',
    region: REGION.pattern.test(inputs['region'] ?? '') ? (inputs['region'] ?? '') : '',
    restores,
    made: namesOf(results.filter(({ verdict }) => verdict === 'copied' || verdict === 'tagged')),
    lost: namesOf(results.filter(({ verdict, backup }) => verdict === 'overwritten' && backup === undefined)),
  };
}

function parseReport(text: string): v.InferOutput<typeof ReportSchema> | undefined {
  try {
    return v.parse(ReportSchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

function namesOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ tag = '', region }) => `${TAG.pattern.test(tag) ? tag : 'a tag'} in ${region}`);
}

/** Undefined for a row that no run writes. */
function restoreOf(row: Row): Restore | undefined {
  const { region, namespace = '', repository = '', tag = '', verdict } = row;
  const { digest = '', previousDigest = '', targetDigest = '', backup = '' } = row;
  const isPlace = ORGANIZATION.pattern.test(namespace) && REPOSITORY.pattern.test(repository);
  const areTags = TAG.pattern.test(tag) && TAG.pattern.test(backup) && backup.startsWith(BACKUP_PREFIX);
  if (!isPlace || !areTags || ![digest, previousDigest].every((each) => DIGEST.test(each))) return undefined;
  const wrong = verdict === 'mismatch' && DIGEST.test(targetDigest) ? [targetDigest] : [];
  return {
    target: { region, namespace, repository, tag },
    given: [digest, ...wrong],
    previous: previousDigest,
    backup,
  };
}
