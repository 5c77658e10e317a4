import { complaint, integer, list, object, optional, type Reader } from '../reader.ts';

/** A text of so many characters. */
export function sized(least: number, most: number): Reader<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length < least || value.length > most) {
      throw complaint(path, `a text of ${least} to ${most} characters`, value);
    }
    return value;
  };
}

const wish = {
  agency_urn: sized(1, 1500),
  agency_session_name: sized(2, 128),
  duration_seconds: optional(integer(900, 43_200)),
  policy: optional(sized(2, 2048)),
  policy_ids: optional(list(sized(1, 64))),
} as const;

/** The body of AssumeAgency. */
export const assumeBody = object({
  ...wish,
  external_id: optional(sized(2, 1224)),
  serial_number: optional(sized(9, 256)),
  token_code: optional(sized(6, 6)),
  source_identity: optional(sized(2, 64)),
  tags: optional(list(object({ key: sized(1, 128), value: sized(0, 255) }))),
  transitive_tag_keys: optional(list(sized(1, 128))),
});

/** The body of AssumeAgencyWithOIDC. */
export const assumeWithOidcBody = object({ ...wish, provider_urn: sized(1, 1500), id_token: sized(4, 20_000) });
