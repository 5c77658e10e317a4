import { complaint, integer, list, object, optional, type Reader } from '../reader.ts';

/** A text of so many characters, all of them of the kind if one is given. */
function sized(least: number, most: number, kind = /^/): Reader<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length < least || value.length > most || !kind.test(value)) {
      throw complaint(
        path,
        `a text of ${least} to ${most} characters${kind.source === '^' ? '' : ` like ${kind.source}`}`,
        value,
      );
    }
    return value;
  };
}

/** A list of so many entries. */
function few<T>(read: Reader<T>, most: number, least = 0): Reader<readonly T[]> {
  const all = list(read);
  return (value, path) => {
    const entries = all(value, path);
    if (entries.length < least || entries.length > most) throw complaint(path, `${least} to ${most} entries`, value);
    return entries;
  };
}

/** The letters of names of sessions and identities. */
const NAME = /^[\w+=,.@-]*$/;

const wish = {
  agency_urn: sized(1, 1500),
  agency_session_name: sized(2, 128, NAME),
  duration_seconds: optional(integer(900, 43_200)),
  // Twice as long in newer editions; this is what all of them take.
  policy: optional(sized(2, 2048)),
  policy_ids: optional(few(sized(1, 64, /^[\w-]*$/), 20)),
} as const;

/** The body of AssumeAgency. */
export const assumeBody = object({
  ...wish,
  external_id: optional(sized(2, 1224, /^[\w+=,.@:/-]*$/)),
  serial_number: optional(sized(9, 256, /^[\w+=/:,.@-]*$/)),
  token_code: optional(sized(6, 6, /^\d*$/)),
  source_identity: optional(sized(2, 64, NAME)),
  tags: optional(few(object({ key: sized(1, 128), value: sized(0, 255) }), 20)),
  transitive_tag_keys: optional(few(sized(1, 128), 20)),
  provided_contexts: optional(
    few(object({ context_provider_urn: sized(1, 1500), context_assertion: sized(1, 20_000) }), 5, 1),
  ),
});

/** The body of AssumeAgencyWithOIDC. */
export const assumeWithOidcBody = object({ ...wish, provider_urn: sized(1, 1500), id_token: sized(4, 20_000) });
