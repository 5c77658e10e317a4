import type { Complain } from '../call.ts';
import type { ModelArtsSettings } from './seed.ts';
import { json, refused, type Refused } from '../message.ts';

/** `{error_code, error_msg}`. ModelArts, "Error Codes": the same number occurs with several statuses. */
export function modelArtsRefusal(status: number, code: string, message: string): Refused {
  return refused(json(status, { error_code: `ModelArts.${code}`, error_msg: message }));
}

/** Wrong parameters. */
export const badParameter: Complain = (message) => modelArtsRefusal(400, '0104', `Parameter error: ${message}`);

/** An image that is not there: mostly a 400, in spite of the documented 404. */
export function imageNotFound(settings: ModelArtsSettings, id: string): Refused {
  if (settings.notFound === '400-6797') {
    return modelArtsRefusal(400, '6797', `The image ${id} was not found or cannot be accessed`);
  }
  return modelArtsRefusal(settings.notFound === '404' ? 404 : 400, '6404', `The image ${id} does not exist`);
}
