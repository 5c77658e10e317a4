/** What a plan works on. */
import type { Verdict } from './verdict.ts';

/**
 * One thing that a run must bring to a verdict: a tag in a target region, a ModelArts image, or an image type of HSS.
 * Two items are the same only if they are the same object.
 */
export interface Item {
  /** The operation or stage that it belongs to, such as `sync-tags`. */
  readonly operation: string;
  /** The target region. */
  readonly region: string;
  /** Organization of the repository in SWR, where the item is about one. */
  readonly namespace?: string | undefined;
  readonly repository?: string | undefined;
  /** The tag, the image id or the image type. */
  readonly subject: string;
  /** The image tag, where the item is about one. */
  readonly tag?: string;
  /** The tag in the source, where the target has it under another name. */
  readonly sourceTag?: string;
  /** The id of the ModelArts image, where the item is about a given one. */
  readonly imageId?: string;
  /** How the log calls the item; see {@link labelOf}. */
  readonly label?: string;
}

/** An item with its verdict. */
export interface Outcome {
  readonly item: Item;
  readonly verdict: Verdict;
  /** From the start of its step to the verdict. */
  readonly seconds: number;
}

/** How the log calls an item: its own label, `TAG → REGION`, or `SUBJECT in REGION`. */
export function labelOf({ subject, region, tag, label }: Item): string {
  return label ?? (tag === undefined ? `${subject} in ${region}` : `${subject} → ${region}`);
}
