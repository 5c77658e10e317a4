/**
 * A clock that is off by fifteen minutes or more gets every signature refused. The refusal tells the server's time, so
 * the difference can be taken into account, once. API Gateway FAQ, "signature expired".
 */
import type { Refusal } from './refusal.ts';

/** True for the refusal that minds the time of a signature, and nothing else about it. */
export function isClockRefusal({ status, message }: Refusal): boolean {
  return status === 401 && /signature (has )?expired/i.test(message);
}

/** The server's time, from the text of the refusal or else from its Date header; undefined where neither has it. */
export function serverDateOf({ message }: Refusal, headers: Readonly<Record<string, string>>): Date | undefined {
  const compact = /server time:\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(message);
  const text =
    compact === null ? headers['date'] : `${compact.slice(1, 4).join('-')}T${compact.slice(4, 7).join(':')}Z`;
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}
