/**
 * How long something lasts, by two times that are both the cloud's: the clock of this machine may be wrong. Undefined
 * where they make no sense, such as an end before the issue: what was just issued would have to be had anew every time.
 */
export function lifetimeMs(issued: string | undefined, end: string | undefined): number | undefined {
  const ms = Date.parse(end ?? '') - Date.parse(issued ?? '');
  return ms > 0 ? ms : undefined;
}
