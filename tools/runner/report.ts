/** Parses the report file and the output `results`. Shares no type with src/, so that a changed field is noticed. */
import * as v from 'valibot';

const optionalText = v.optional(v.string());

const RowSchema = v.strictObject({
  operation: v.string(),
  region: v.string(),
  namespace: optionalText,
  repository: optionalText,
  subject: v.string(),
  verdict: v.string(),
  ok: v.boolean(),
  proved: v.boolean(),
  tag: optionalText,
  sourceTag: optionalText,
  digest: optionalText,
  previousDigest: optionalText,
  targetDigest: optionalText,
  sourceDigest: optionalText,
  backup: optionalText,
  imageId: optionalText,
  status: optionalText,
  code: optionalText,
  message: optionalText,
  seconds: v.number(),
});

const CheckSchema = v.strictObject({
  place: v.string(),
  name: v.string(),
  isNeeded: v.boolean(),
  result: v.picklist(['ok', 'failed', 'unknown']),
  code: optionalText,
  message: v.string(),
  remedy: optionalText,
});

const ReportSchema = v.looseObject({
  status: v.string(),
  failureKind: v.string(),
  failure: v.nullable(v.strictObject({ kind: v.string(), code: v.string(), message: v.string(), hint: v.string() })),
  succeededTags: v.array(v.string()),
  failedTags: v.array(v.string()),
  readyRegions: v.array(v.string()),
  references: v.record(v.string(), v.record(v.string(), v.string())),
  plan: v.array(v.looseObject({ title: v.string() })),
  checks: v.optional(v.array(CheckSchema)),
  results: v.array(RowSchema),
  images: v.array(v.record(v.string(), v.unknown())),
});

/** A row of the output `results`. */
export type Row = Readonly<v.InferOutput<typeof RowSchema>>;

/** The report file. */
export type ReportFile = Readonly<v.InferOutput<typeof ReportSchema>>;

/** Parses the report file. Throws when a field is missing, unknown or has another type. */
export function readReport(json: string): ReportFile {
  return v.parse(ReportSchema, JSON.parse(json));
}

/** Parses the output `results`. Throws when a field is missing, unknown or has another type. */
export function readResults(json: string): readonly Row[] {
  return v.parse(v.array(RowSchema), JSON.parse(json));
}
