import type { InvalidParameter } from '../call.ts';
import { apiError, json, type ApiError } from '../message.ts';
import type { PermissionDenied } from '../permission.ts';

/** `{error: {code, message, title}}`, where `code` is the HTTP status. IAM, "Status Codes". */
export function iamError(status: number, title: string, message: string): ApiError {
  return apiError(json(status, { error: { code: status, message, title } }));
}

/** Wrong parameters: 400. */
export const invalidParameter: InvalidParameter = (message) => iamError(400, 'Bad Request', message);

/** A missing permission: 403. */
export function forbidden(action: string): ApiError {
  return iamError(403, 'Forbidden', `You are not authorized to perform the requested action: ${action}`);
}

/** A missing permission of a session: 403. */
export const iamPermissionDenied: PermissionDenied = (_call, _message, action) => forbidden(action);
