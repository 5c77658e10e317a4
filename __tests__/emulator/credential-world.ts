import { world } from './client.ts';

/** Something that any accepted caller may read. */
export const PATH = '/swr-api/cn-north-4/v2/manage/namespaces/team';
const NORTH = { organizations: { team: { 'app/api': ['v1'] } } };

/** One organization in each of two regions. */
export function small(rest: Parameters<typeof world>[1] = {}) {
  return world({ 'cn-north-4': NORTH, 'cn-east-3': { organizations: { team: {} } } }, rest);
}
