/** Tags as SWR lists them. */
import * as v from 'valibot';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** A tag with its digest. */
export interface TagDigest {
  readonly name: string;
  /**
   * `sha256:…` of the manifest, which is compared; `image_id` is the digest of the configuration and is not read. Empty
   * where the list has no readable digest.
   */
  readonly digest: string;
  /** Where the image can be pulled from, the public address first: `registry/organization/repository:tag`. */
  readonly paths?: readonly string[];
}

// The list of tags calls the name `Tag`; the details of a tag and API v3 call it `tag`.
const TagSchema = v.pipe(
  // `object` drops all other fields: a page has a manifest for every tag.
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
  // A tag whose digest cannot be read is listed with an empty one, which equals no digest; the others are still listed.
  v.transform(({ Tag, tag, digest, path, internal_path: internal }): TagDigest => {
    const paths = [path, internal].flatMap((place) => place || []);
    return { name: Tag ?? tag ?? '', digest: digest ?? '', ...(paths.length === 0 ? {} : { paths }) };
  }),
);

/** Reads a page of the list. */
export const tagsOf: (body: unknown) => readonly TagDigest[] = parseWith(v.array(TagSchema));
