/** A row of the benchmark: what is measured, how, and what it is held against. */

/** One figure beside its goal. */
export interface Finding {
  /** Which case of the row. */
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  /** Undefined where there is no goal, as for a baseline. */
  readonly met?: boolean;
}

export interface Row {
  /** For `--row`. */
  readonly name: string;
  readonly title: string;
  /** How it was measured, in a sentence or two. */
  readonly how: string;
  run(say: (line: string) => void): Promise<readonly Finding[]>;
}

/** What is measured where something is lacking: a goal that is missed, and no figure for the document. */
export const LEFT_OUT = 'left out';

/** A ratio as it is shown. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
