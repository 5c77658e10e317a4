/** Reads a reply by its schema. */
import * as v from 'valibot';

/** A reader for {@link ServiceCall.read}: the typed value, or an Error that names the first field that is wrong. */
export function shaped<const S extends v.GenericSchema>(schema: S): (body: unknown) => v.InferOutput<S> {
  return (body) => {
    const result = v.safeParse(schema, body, { abortEarly: true });
    if (result.success) return result.output;
    const [issue] = result.issues;
    const field = v.getDotPath(issue);
    throw new Error(`${field === null ? 'the body' : `field '${field}'`} is not as documented: ${issue.message}`);
  };
}

/** Documents and service disagree about many fields: whatever is missing, null or of another type reads as undefined. */
export function lenient<const S extends v.GenericSchema>(schema: S) {
  return v.optional(v.fallback(v.optional(schema), undefined));
}
