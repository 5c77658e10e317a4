import type { InvalidParameter } from '../call.ts';
import { apiError, json, type ApiError } from '../message.ts';
import type { PermissionDenied } from '../permission.ts';
import type { ModelArtsSettings } from '../state/images.ts';

/** `{error_code: "ModelArts.NNNN", error_msg}`. The same code occurs with several statuses. ModelArts, "Error Codes". */
export function modelArtsError(status: number, code: string, message: string): ApiError {
  return apiError(json(status, { error_code: `ModelArts.${code}`, error_msg: message }));
}

/** Wrong parameters: 400 ModelArts.0104. */
export const invalidParameter: InvalidParameter = (message) =>
  modelArtsError(400, '0104', `Parameter error: ${message}`);

/** A missing permission: 403 ModelArts.0108. */
export const modelArtsPermissionDenied: PermissionDenied = (_, message) => modelArtsError(403, '0108', message);

/** An image does not exist. The documented status is 404, the usual one is 400; the region's settings decide. */
export function imageNotFound(settings: ModelArtsSettings, id: string): ApiError {
  if (settings.notFound === '400-6797') {
    return modelArtsError(400, '6797', `The image ${id} was not found or cannot be accessed`);
  }
  return modelArtsError(settings.notFound === '404' ? 404 : 400, '6404', `The image ${id} does not exist`);
}
