import type { Call, Complain } from '../call.ts';
import { json, refused, type Refused, type Reply } from '../message.ts';
import type { SwrSettings } from './seed.ts';

/**
 * An error of SWR in one of the shapes: an array (as documented), `{errors: […]}` (as met in practice) or a bare object.
 * SWR, "Error Codes": the first three digits of the number are the HTTP status.
 */
export function swrError(shape: SwrSettings['errorShape'], number: number, message: string): Reply {
  const error = { errorCode: `SVCSTG.SWR.${number}`, errorMessage: message };
  const status = Number(String(number).slice(0, 3));
  if (shape === 'array') return json(status, [{ ...error, detail: '' }]);
  return json(status, shape === 'errors' ? { errors: [error] } : error);
}

/** The same as an exception, in the shape that the region plays. */
export function swrRefusal(call: Call, number: number, message: string): Refused {
  return refused(swrError(call.region.swr.errorShape, number, message));
}

/** Something that is not there: by its own 404 code, or as the general 400 that is also met. */
export function notFound(call: Call, number: number, message: string): Refused {
  return swrRefusal(call, call.region.swr.notFound === '404' ? number : 4_000_014, message);
}

/** Wrong parameters. */
export function badParameter(call: Call): Complain {
  return (message) => swrRefusal(call, 4_000_014, `Invalid API parameters: ${message}`);
}
