import { integer, list, object, optional, validationError, type Reader } from '../reader.ts';

/** A string of `least` to `most` characters that matches the pattern, if one is given. */
function textOfLength(least: number, most: number, pattern = /^/): Reader<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length < least || value.length > most || !pattern.test(value)) {
      throw validationError(
        path,
        `a string of ${least} to ${most} characters${pattern.source === '^' ? '' : ` like ${pattern.source}`}`,
        value,
      );
    }
    return value;
  };
}

/** A list of `least` to `most` entries. */
function listOfLength<T>(read: Reader<T>, most: number, least = 0): Reader<readonly T[]> {
  const all = list(read);
  return (value, path) => {
    const entries = all(value, path);
    if (entries.length < least || entries.length > most)
      throw validationError(path, `${least} to ${most} entries`, value);
    return entries;
  };
}

/** The characters of session names and source identities. */
const NAME = /^[\w+=,.@-]*$/;

const commonFields = {
  agency_urn: textOfLength(1, 1500),
  agency_session_name: textOfLength(2, 128, NAME),
  duration_seconds: optional(integer(900, 43_200)),
  // Newer editions of the document allow twice as much; 2048 is what all of them allow.
  policy: optional(textOfLength(2, 2048)),
  policy_ids: optional(listOfLength(textOfLength(1, 64, /^[\w-]*$/), 20)),
} as const;

/** The body of AssumeAgency. STS, "Obtaining a Temporary Security Credential Through an Agency or Trust Agency". */
export const assumeBody = object({
  ...commonFields,
  external_id: optional(textOfLength(2, 1224, /^[\w+=,.@:/-]*$/)),
  serial_number: optional(textOfLength(9, 256, /^[\w+=/:,.@-]*$/)),
  token_code: optional(textOfLength(6, 6, /^\d*$/)),
  source_identity: optional(textOfLength(2, 64, NAME)),
  tags: optional(listOfLength(object({ key: textOfLength(1, 128), value: textOfLength(0, 255) }), 20)),
  transitive_tag_keys: optional(listOfLength(textOfLength(1, 128), 20)),
  provided_contexts: optional(
    listOfLength(
      object({ context_provider_urn: textOfLength(1, 1500), context_assertion: textOfLength(1, 20_000) }),
      5,
      1,
    ),
  ),
});

/** The body of AssumeAgencyWithOIDC. STS, "Obtaining a Temporary Security Credential Through the OIDC SSO Trust Agency". */
export const assumeWithOidcBody = object({
  ...commonFields,
  provider_urn: textOfLength(1, 1500),
  id_token: textOfLength(4, 20_000),
});
