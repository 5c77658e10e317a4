import { list, messageOf, object, oneOf, optional, text, type Read } from '../reader.ts';

/** `service:type:verb`, with wildcards; the type may be empty (`sts::tagSession`). */
const action = text(/^(\*|[a-z][\w-]*:[\w*?-]*:[\w*?-]+|[a-z][\w-]*:\*)$/, 'an action like swr:repo:listRepoTags');

/** `service:region:account:type:name`, with wildcards, which may stand for several of the parts. */
const resource = text(/^(\*|[a-zA-Z*][\w*?-]*:.+)$/, 'a URN like swr:*:*:repo:team/app, or *');

/** The one condition that is emulated: the region whose endpoint is called, in one spelling or by wildcards. */
const requestedRegion = object({ 'g:RequestedRegion': optional(list(text())) });

const statement = object({
  Sid: optional(text()),
  Effect: oneOf('Allow', 'Deny'),
  Action: list(action),
  Resource: optional(list(resource)),
  Condition: optional(object({ StringEquals: optional(requestedRegion), StringMatch: optional(requestedRegion) })),
});

/**
 * An identity policy of version 5.0. IAM, "JSON Element Reference". Not emulated, and therefore refused: `NotAction`,
 * `NotResource` and every `Condition` but those on `g:RequestedRegion`.
 */
export const policyReader = object({ Version: oneOf('5.0'), Statement: list(statement) });

/** A policy that was read. */
export type Policy = Read<typeof policyReader>;

/** Reads the text of a policy; throws an Error that says what is wrong with it. */
export function policyOf(document: string): Policy {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch (mistake) {
    throw new Error(`policy: not JSON: ${messageOf(mistake)}`, { cause: mistake });
  }
  return policyReader(value, 'policy');
}
