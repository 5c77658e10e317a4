/** What a plan works on. */
import type { Image } from '../cloud/modelarts.ts';
import type { Verdict } from './verdict.ts';

/** A tag in a target region, a ModelArts image, or an image type of HSS. Identity is the object itself. */
export interface Item {
  readonly operation: string;
  readonly region: string;
  /** The tag, the image id or the image type. */
  readonly subject: string;
  /** The image tag, where the item is about one. */
  readonly tag?: string;
  /** The tags of the run that have not succeeded without it, where it is about no single one. */
  readonly tags?: readonly string[];
  /** The service that it is about, where one run asks several about the same tag. */
  readonly service?: 'ModelArts' | 'HSS';
}

/** What is known of an item while it is open; its verdict tells it too, however the item ends. */
export interface Facts {
  readonly digest?: string | undefined;
  readonly previousDigest?: string | undefined;
  readonly status?: string | undefined;
  readonly image?: Image | undefined;
}

/** An item with its end. */
export interface Outcome {
  readonly item: Item;
  readonly verdict: Verdict;
  /** From the start of its step to the verdict. */
  readonly seconds: number;
  /** The last details of its ModelArts images, as far as they were read; one tag may be registered several times. */
  readonly images: readonly Image[];
}

/** How an item is called in the log: only a tag that is copied goes somewhere. */
export function labelOf({ subject, region, tag, service }: Item): string {
  if (service !== undefined) return `${subject} in ${service} of ${region}`;
  return tag === undefined ? `${subject} in ${region}` : `${subject} → ${region}`;
}
