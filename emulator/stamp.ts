/** `20260101T000000Z`, the form of X-Sdk-Date. */
export function compactUtc(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Epoch milliseconds of an X-Sdk-Date; undefined if it is not of that form. */
export function fromCompactUtc(text: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** RFC 3339 with six fractional digits, as sync jobs and issued keys carry it. */
export function microseconds(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}

/** RFC 3339 with whole seconds, as repositories and tags carry it. */
export function wholeSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
