import { createTestCloud } from './client.ts';

/** A resource that every authenticated caller may read. */
export const PATH = '/swr-api/cn-north-4/v2/manage/namespaces/team';
const NORTH = { organizations: { team: { 'app/api': ['v1'] } } };

/** A cloud with one organization in each of two regions. */
export function createSmallCloud(rest: Parameters<typeof createTestCloud>[1] = {}) {
  return createTestCloud({ 'cn-north-4': NORTH, 'cn-east-3': { organizations: { team: {} } } }, rest);
}
