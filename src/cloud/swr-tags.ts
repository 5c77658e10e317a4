/** Tags as SWR lists them. */
import * as v from 'valibot';
import { optionalOrUndefined, parseWith } from './schema.ts';

export interface TagDigest {
  readonly name: string;
  /**
   * `sha256:…` of the manifest: the thing to compare. Not the `image_id`, which is the digest of the configuration. Empty
   * where the list has none that can be read.
   */
  readonly digest: string;
  /** Where the image can be pulled from, the public address first: `registry/organization/repository:tag`. */
  readonly paths?: readonly string[];
}

// The list spells the name `Tag`, showing one tag and the API v3 spell it `tag`.
const TagSchema = v.pipe(
  // What is not asked for is not kept: a page carries a manifest for every tag.
  v.object({
    Tag: optionalOrUndefined(v.string()),
    tag: optionalOrUndefined(v.string()),
    digest: optionalOrUndefined(v.pipe(v.string(), v.regex(/^[a-z0-9]+:[0-9a-f]{32,}$/))),
    path: optionalOrUndefined(v.string()),
    internal_path: optionalOrUndefined(v.string()),
  }),
  v.forward(
    v.check(({ Tag, tag }) => (Tag ?? tag ?? '') !== ''),
    ['Tag'],
  ),
  // One odd tag must not hold up the others of its repository: without a digest it is listed, and equal to nothing.
  v.transform(({ Tag, tag, digest, path, internal_path: internal }): TagDigest => {
    const paths = [path, internal].flatMap((place) => place || []);
    return { name: Tag ?? tag ?? '', digest: digest ?? '', ...(paths.length === 0 ? {} : { paths }) };
  }),
);

/** Reads a page of the list. */
export const tagsOf: (body: unknown) => readonly TagDigest[] = parseWith(v.array(TagSchema));
