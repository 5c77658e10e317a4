/** Reads a reply by its schema. */
import * as v from 'valibot';
import { ReplyFormatError } from '../http/call.ts';

/**
 * A reader for {@link Call.read}.
 * @throws ReplyFormatError for the first field that is not as the schema says.
 */
export function parseWith<const S extends v.GenericSchema>(schema: S): (body: unknown) => v.InferOutput<S> {
  return (body) => {
    const result = v.safeParse(schema, body, { abortEarly: true });
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw formatErrorOf(v.getDotPath(issue) ?? '', issue);
  };
}

/** The texts of valibot quote the value; these do not, because it may be a secret. */
function formatErrorOf(path: string, { kind, type, expected, input }: v.BaseIssue<unknown>): ReplyFormatError {
  if (input === undefined) return new ReplyFormatError(path, 'missing');
  if (kind === 'schema') return new ReplyFormatError(path, `must be ${expected}, not ${typeNameOf(input)}`);
  return new ReplyFormatError(path, `not valid (${type})`);
}

function typeNameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'Array' : typeof value;
}

/** Documents and services disagree about many fields: what is missing, null or of another type reads as undefined. */
export function optionalOrUndefined<const S extends v.GenericSchema>(schema: S) {
  return v.optional(v.fallback(v.optional(schema), undefined));
}

/** Those of the entries that the schema accepts. One that cannot be read does not hide the others. */
export function readable<const S extends v.GenericSchema>(schema: S, entries: readonly unknown[]): v.InferOutput<S>[] {
  return entries.flatMap((entry) => {
    const result = v.safeParse(schema, entry, { abortEarly: true });
    return result.success ? [result.output] : [];
  });
}

/**
 * The entries of a list that can be read, and how many the list has. An empty list may come as null, as `{}` or without
 * any body.
 * @throws ReplyFormatError for another body, and where no entry of several can be read.
 */
export function readEntries<const S extends v.GenericSchema>(
  schema: S,
  body: unknown,
): { readonly read: readonly v.InferOutput<S>[]; readonly entries: number } {
  const isEmpty = body === undefined || body === null || isEmptyObject(body);
  const all: readonly unknown[] = isEmpty ? [] : parseWith(v.array(v.unknown()))(body);
  const read = readable(schema, all);
  if (read.length === 0) return { read: parseWith(v.array(schema))(all), entries: all.length };
  return { read, entries: all.length };
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
