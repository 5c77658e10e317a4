/** What SWR's replies say apart from their bodies. */
import type { ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import { statusOf } from './error-bodies.ts';
import { isNotFound } from './reply-rules.ts';

/**
 * What does not exist is answered with 404, and with 400 and one of these codes: image 4040010 and 4040113, tag 4040048, 4040115 and
 * 4041056, organization 4040058 and 4041061, and 4000014, which also says that a parameter is wrong.
 */
export function isAbsent(error: ServiceError): boolean {
  if (isNotFound(error, 'SVCSTG')) return true;
  if (statusOf(error) !== 400) return false;
  const isOfPage = /\blimit\b|\bfilter\b|page.?size/i.test(error.message);
  return /^SVCSTG\.SWR\.404\d{4}$/.test(error.code) || (error.code === 'SVCSTG.SWR.4000014' && !isOfPage);
}

/** How many entries a list has on all pages, from `Content-Range: <offset>-<count>/<total>`, which is not that of RFC 7233 and not always sent. */
export function totalOf({ headers }: ReplyHead): number | undefined {
  const total = /\/(\d{1,9})$/.exec(headers['content-range'] ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}
