import type { Call, Complain } from '../call.ts';
import { sha256 } from '../digest.ts';
import { json, refused, type Refused } from '../message.ts';

/**
 * `{error_code: "STS5.NNNN", error_msg, request_id}`. IAM 5, "Error Codes" gives the shape and the form of the codes; the
 * numbers of STS are not in any document that was found. Those from 1000 on were met by others, who published them; the
 * rest is made up, and a client must not depend on any.
 */
export function stsRefusal(call: Call, status: number, number: string, message: string): Refused {
  return refused(json(status, { error_code: `STS5.${number}`, error_msg: message, request_id: call.requestId }));
}

/** A missing right: 403, with the message that only STS itself can decode. Same page. */
export function accessDenied(call: Call, message: string): Refused {
  return refused(
    json(403, {
      error_code: 'STS5.1001',
      error_msg: message,
      request_id: call.requestId,
      encoded_authorization_message: sha256(`denied ${call.requestId}`),
    }),
  );
}

/** Wrong parameters. */
export function badParameter(call: Call): Complain {
  return (message) => stsRefusal(call, 400, '0002', `invalid parameter: ${message}`);
}
