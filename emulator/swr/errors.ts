import type { Call, InvalidParameter } from '../call.ts';
import { apiError, json, type ApiError, type Reply } from '../message.ts';
import type { PermissionDenied } from '../permission.ts';
import type { SwrSettings } from '../state/swr-settings.ts';

/**
 * An error reply of SWR, in one of three shapes: an array (as documented), `{errors: […]}` (as observed) or a single object. The
 * first three digits of the number are the HTTP status. SWR, "Error Codes".
 */
export function swrErrorReply(shape: SwrSettings['errorShape'], number: number, message: string): Reply {
  const error = { errorCode: `SVCSTG.SWR.${number}`, errorMessage: message };
  const status = Number(String(number).slice(0, 3));
  if (shape === 'array') return json(status, [{ ...error, detail: '' }]);
  return json(status, shape === 'errors' ? { errors: [error] } : error);
}

/** An error of SWR in the shape that the region uses. */
export function swrError(call: Call, number: number, message: string): ApiError {
  return apiError(swrErrorReply(call.region.swr.errorShape, number, message));
}

/** Something does not exist: the given 404 code, or 4000014 where the region answers with 400, as was also observed. */
export function notFound(call: Call, number: number, message: string): ApiError {
  return swrError(call, call.region.swr.notFound === '404' ? number : 4_000_014, message);
}

/** Wrong parameters: 4000014. */
export function invalidParameter(call: Call): InvalidParameter {
  return (message) => swrError(call, 4_000_014, `Invalid API parameters: ${message}`);
}

/** A missing permission: 4037020. */
export const swrPermissionDenied: PermissionDenied = (call, message) => swrError(call, 4_037_020, message);
