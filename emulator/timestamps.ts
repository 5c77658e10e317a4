/** The forms in which the APIs write times. All functions take and return epoch milliseconds. */

/** `20260101T000000Z`, the form of X-Sdk-Date. */
export function formatCompactUtc(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Reads an X-Sdk-Date; undefined for any other form. */
export function parseCompactUtc(text: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** RFC 3339 with six fractional digits: sync jobs of SWR, temporary keys and tokens of IAM. */
export function formatMicroseconds(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}

/** RFC 3339 with whole seconds: repositories and tags of SWR, deployments of GitHub. */
export function formatSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
