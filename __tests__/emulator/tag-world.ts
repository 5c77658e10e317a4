import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { world } from './client.ts';

/** Where organizations are. */
export const ROOT = '/swr-api/cn-north-4/v2/manage/namespaces';
/** Where tags are. */
export const TAGS = `${ROOT}/team/repos/app$api/tags`;
type North = Seed['regions'][string];

/** A region with three tags. */
export function north(settings: North = {}) {
  const tags = Object.fromEntries(['v1', 'v2', 'v2-debug'].map((tag) => [tag, digestOf(tag)]));
  return world({ 'cn-north-4': { organizations: { team: { 'app/api': tags, web: ['v1'] } }, ...settings } });
}

/** A region with so many tags. */
export function many(count: number) {
  const tags = Array.from({ length: count }, (_, index) => `t${String(index).padStart(5, '0')}`);
  return world({ 'cn-north-4': { organizations: { team: { 'app/api': tags } } } });
}
