/** Random numbers that are the same in every run, and statistics of what was measured with them. */

/** Creates a source of random numbers from 0 up to, but not including, 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number between two bounds. Every order of magnitude is as likely as any other. */
export function logUniform(random: () => number, least: number, most: number): number {
  return Math.round(least * (most / least) ** random());
}

/** The average; 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The value that a share (0 to 1) of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * Durations of `count` copies in seconds: from 1 s on, and the slowest one between two thirds of `most` and `most`. So the
 * slowest copy differs from seed to seed, and no fixed interval happens to match it every time.
 */
export function copyDurations(random: () => number, count: number, most = 60): readonly number[] {
  const slowest = (most * (2 + random())) / 3;
  const slow = Math.floor(random() * count);
  return Array.from({ length: count }, (_, index) => (index === slow ? slowest : 1 + (slowest - 1) * random()));
}
