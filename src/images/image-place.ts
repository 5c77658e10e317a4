/** Whether an image of ModelArts is that of a promoted tag. */
import type { ListedImage } from '../cloud/modelarts.ts';

/** A tag, in the terms of ModelArts. */
export interface ImagePlace {
  /** The addresses in SWR that an image of the tag may be registered under, that of a new registration first. */
  readonly locations: readonly [string, ...string[]];
  /** The organization. */
  readonly namespace: string;
  readonly tag: string;
  readonly workspace: string;
}

/**
 * The first field of an image that names another place; undefined where none does. A field that is left out contradicts
 * nothing. The name is not compared, because how ModelArts derives it from a repository is not documented.
 */
export function contradictingField(
  { swr_path: path, namespace, tag, workspace_id: workspace }: ListedImage,
  place: ImagePlace,
): string | undefined {
  if (path !== undefined && !place.locations.includes(path)) return 'swr_path';
  if ((namespace ?? place.namespace) !== place.namespace) return 'namespace';
  if ((tag ?? place.tag) !== place.tag) return 'tag';
  return (workspace ?? place.workspace) === place.workspace ? undefined : 'workspace_id';
}
