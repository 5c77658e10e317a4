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
