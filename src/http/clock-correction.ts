/** What is done when a signature was refused because of the time that it carries. */
import type { ClockSkew } from './authorizer.ts';

/**
 * Adopts the server's time.
 *
 * @param service who answered, for the log: `the cloud`.
 * @param offsetMs the correction that the refused request was signed with.
 * @param log receives a sentence about a correction.
 * @returns true when another attempt would be signed with another time than the refused one.
 */
export function correctClock(
  service: string,
  skew: ClockSkew | undefined,
  offsetMs: number | undefined,
  serverDate: Date | undefined,
  log: (line: string) => void,
): boolean {
  if (skew === undefined) return false;
  // The refusal of another request may have led to the correction meanwhile.
  if (skew.ms !== offsetMs) return true;
  if (serverDate === undefined || !skew.correct(serverDate)) return false;
  const minutes = Math.round(Math.abs(skew.ms) / 60_000);
  const direction = skew.ms > 0 ? 'slow' : 'fast';
  log(`The clock of this machine is ${minutes} minutes ${direction}; signing with ${service}'s time from here on.`);
  return true;
}
