import type { Complain } from '../call.ts';
import { json, refused, type Refused } from '../message.ts';

/** `{error_code: "HSS.NNNN", error_msg, error_description}`, mostly with status 400. HSS, "Error Codes". */
export function hssRefusal(status: number, code: string, message: string): Refused {
  return refused(json(status, { error_code: `HSS.${code}`, error_msg: message, error_description: message }));
}

/** Wrong parameters. */
export const badParameter: Complain = (message) => hssRefusal(400, '0001', `Invalid parameter: ${message}`);
