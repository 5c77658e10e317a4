/** A row of the benchmark: what it measures, how, and its goals. */

/** One figure of a row. */
export interface Measurement {
  /** What was measured, such as `10 tags × 5 regions`. */
  readonly subject: string;
  /** The figure as the document shows it. */
  readonly value: string;
  /** Empty where there is no goal. */
  readonly goal: string;
  /** Undefined where there is no goal. */
  readonly isMet?: boolean;
}

/** A plot of a row's figures, written to docs/images/. */
export interface Plot {
  /** The name of the SVG file, without its folder. docs/performance.md has a place for each name. */
  readonly file: string;
  /** What the plot shows, for readers who cannot see it. */
  readonly alt: string;
  /** What to read from it, with the figures of this run; stands below the plot. */
  readonly caption: string;
  readonly svg: string;
}

/** The figures of a row, and their plots. */
export interface RowResult {
  readonly measurements: readonly Measurement[];
  readonly plots?: readonly Plot[];
}

/** How to run a row. */
export interface RunOptions {
  log(line: string): void;
  /** True to measure with few repetitions: to see that a row works, not for figures to publish. */
  readonly isQuick: boolean;
}

/** One row. */
export interface Row {
  /** For `--row`. */
  readonly name: string;
  readonly title: string;
  /** How it is measured, in a few sentences for the document. */
  readonly how: string;
  run(options: RunOptions): Promise<RowResult>;
}

/** The value of a measurement whose tool the machine lacks. The goal is missed, and no document is written. */
export const LEFT_OUT = 'left out';

/** The size of a promotion as the document shows it: `1 tag × 5 regions`. */
export function sizeText(tags: number, regions: number): string {
  return `${tags} tag${tags === 1 ? '' : 's'} × ${regions} region${regions === 1 ? '' : 's'}`;
}

/** A ratio as the document shows it: `1.04 ×`. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

/** A share as the document shows it: `5.6 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
