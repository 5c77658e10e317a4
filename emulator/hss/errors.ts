import type { InvalidParameter } from '../call.ts';
import { apiError, json, type ApiError } from '../message.ts';
import type { PermissionDenied } from '../permission.ts';

/** `{error_code: "HSS.NNNN", error_msg, error_description}`, mostly with status 400. HSS, "Error Codes". */
export function hssError(status: number, code: string, message: string): ApiError {
  return apiError(json(status, { error_code: `HSS.${code}`, error_msg: message, error_description: message }));
}

/** Wrong parameters: 400 HSS.0001. */
export const invalidParameter: InvalidParameter = (message) => hssError(400, '0001', `Invalid parameter: ${message}`);

/** A missing permission: 400 HSS.0013. */
export const hssPermissionDenied: PermissionDenied = (_, message) => hssError(400, '0013', message);
