import type { Complain } from '../call.ts';
import { json, refused, type Refused } from '../message.ts';

/** `{error: {code, message, title}}`. IAM, "Status Codes". */
export function iamRefusal(status: number, title: string, message: string): Refused {
  return refused(json(status, { error: { code: status, message, title } }));
}

/** Wrong parameters. */
export const badParameter: Complain = (message) => iamRefusal(400, 'Bad Request', message);

/** A missing permission. */
export function forbidden(action: string): Refused {
  return iamRefusal(403, 'Forbidden', `You are not authorized to perform the requested action: ${action}`);
}
