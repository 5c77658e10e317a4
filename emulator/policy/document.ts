import { list, messageOf, object, oneOf, optional, text, type Read } from '../reader.ts';

/** `service:type:verb`, with wildcards; the type may be empty (`sts::tagSession`). */
const action = text(/^(\*|[a-z][\w-]*:[\w*?-]*:[\w*?-]+|[a-z][\w-]*:\*)$/, 'an action like swr:repo:listRepoTags');

/** `service:region:account:type:name`; a wildcard may stand for several of the parts. */
const resource = text(/^(\*|[a-zA-Z*][\w*?-]*:.+)$/, 'a URN like swr:*:*:repo:team/app, or *');

/** The only emulated condition key: the region of the endpoint that is called. */
const requestedRegion = object({ 'g:RequestedRegion': optional(list(text())) });

const statement = object({
  Sid: optional(text()),
  Effect: oneOf('Allow', 'Deny'),
  Action: list(action),
  Resource: optional(list(resource)),
  Condition: optional(object({ StringEquals: optional(requestedRegion), StringMatch: optional(requestedRegion) })),
});

/**
 * An identity policy of version 5.0. IAM, "JSON Element Reference". Elements that are not emulated are refused: `NotAction`,
 * `NotResource` and every `Condition` except those on `g:RequestedRegion`.
 */
export const policyReader = object({ Version: oneOf('5.0'), Statement: list(statement) });

/** A checked identity policy. */
export type Policy = Read<typeof policyReader>;

/** Reads a policy from its JSON text. Throws an Error whose message says what is wrong. */
export function parsePolicy(document: string): Policy {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch (cause) {
    throw new Error(`policy: not JSON: ${messageOf(cause)}`, { cause });
  }
  return policyReader(value, 'policy');
}
