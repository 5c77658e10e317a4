/** Durations as workflow authors write them, and as they read them. */

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['', 1000],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Milliseconds of `90s`, `30m`, `2h` or plain seconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9})([smh]?)$/.exec(text) ?? [];
  const unitMs = UNIT_MS.get(unit);
  return number === undefined || unitMs === undefined ? undefined : Number(number) * unitMs;
}

/** `45s`, `3m 05s` or `1h 02m`. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${pad(Math.floor((seconds % 3600) / 60))}m`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
