/**
 * The lifetime in milliseconds of something issued, from two dates that are both the cloud's: the clock of this machine
 * may be wrong. Undefined where they make no sense, such as an end before the issue.
 */
export function lifetimeMs(issued: string | undefined, end: string | undefined): number | undefined {
  const ms = Date.parse(end ?? '') - Date.parse(issued ?? '');
  return ms > 0 ? ms : undefined;
}
