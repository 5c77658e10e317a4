/** The report file of a run, and the rows of its results, as readers outside the action see them. */
import * as v from 'valibot';

const text = v.optional(v.string());

const RowSchema = v.strictObject({
  operation: v.string(),
  region: v.string(),
  namespace: text,
  repository: text,
  subject: v.string(),
  verdict: v.string(),
  ok: v.boolean(),
  digest: text,
  previousDigest: text,
  status: text,
  code: text,
  message: text,
  seconds: v.number(),
});

const ReportSchema = v.looseObject({
  status: v.string(),
  failureKind: v.string(),
  failure: v.nullable(v.strictObject({ kind: v.string(), code: v.string(), message: v.string(), hint: v.string() })),
  succeededTags: v.array(v.string()),
  failedTags: v.array(v.string()),
  readyRegions: v.array(v.string()),
  plan: v.array(v.looseObject({ title: v.string() })),
  results: v.array(RowSchema),
  images: v.array(v.record(v.string(), v.unknown())),
});

/** A row of the output `results`. */
export type Row = Readonly<v.InferOutput<typeof RowSchema>>;

export type ReportFile = Readonly<v.InferOutput<typeof ReportSchema>>;

/** Throws where a field is missing, unknown or of another type. */
export function readReport(json: string): ReportFile {
  return v.parse(ReportSchema, JSON.parse(json));
}

/** The output `results`; throws likewise. */
export function readResults(json: string): readonly Row[] {
  return v.parse(v.array(RowSchema), JSON.parse(json));
}
