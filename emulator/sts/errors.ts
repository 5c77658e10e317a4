import type { Call, InvalidParameter } from '../call.ts';
import { sha256 } from '../digest.ts';
import { apiError, json, type ApiError } from '../message.ts';
import type { PermissionDenied } from '../permission.ts';

/**
 * `{error_code: "STS5.NNNN", error_msg, request_id}`. The shape and the form of the codes are from IAM 5, "Error Codes". The numbers
 * of STS were not found in any document: those from 1000 on were published by users who met them, the others are invented. No
 * client should depend on them.
 */
export function stsError(call: Call, status: number, number: string, message: string): ApiError {
  return apiError(json(status, { error_code: `STS5.${number}`, error_msg: message, request_id: call.requestId }));
}

/** Not trusted: 403, with an encoded message that only STS can decode. IAM 5, "Error Codes". */
export function accessDenied(call: Call, message: string): ApiError {
  return apiError(
    json(403, {
      error_code: 'STS5.1001',
      error_msg: message,
      request_id: call.requestId,
      encoded_authorization_message: sha256(`denied ${call.requestId}`),
    }),
  );
}

/** A missing permission of a session. */
export const stsPermissionDenied: PermissionDenied = accessDenied;

/** Wrong parameters: 400 STS5.0002. */
export function invalidParameter(call: Call): InvalidParameter {
  return (message) => stsError(call, 400, '0002', `invalid parameter: ${message}`);
}
