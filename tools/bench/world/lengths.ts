/** Random numbers that are the same in every run: a benchmark is repeated, not believed. */

/** Numbers from 0 up to, but not including, 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A length between two bounds, every order of magnitude as likely as any other, in whole milliseconds. */
export function logUniform(random: () => number, least: number, most: number): number {
  return Math.round(least * (most / least) ** random());
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Seconds that so many copies last: from 1 on, the slowest one between two thirds of `most` and all of it, so that no poll is lucky with it every time. */
export function copyLengths(random: () => number, count: number, most = 60): readonly number[] {
  const slowest = (most * (2 + random())) / 3;
  const slow = Math.floor(random() * count);
  return Array.from({ length: count }, (_, index) => (index === slow ? slowest : 1 + (slowest - 1) * random()));
}
