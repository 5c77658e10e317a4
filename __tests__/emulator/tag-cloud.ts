import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { createTestCloud } from './client.ts';

/** The path of organizations. */
export const ROOT = '/swr-api/cn-north-4/v2/manage/namespaces';
/** The path of tags. */
export const TAGS = `${ROOT}/team/repos/app$api/tags`;
type North = Seed['regions'][string];

/** A cloud with a repository of three tags. */
export function createTagCloud(settings: North = {}) {
  const tags = Object.fromEntries(['v1', 'v2', 'v2-debug'].map((tag) => [tag, digestOf(tag)]));
  return createTestCloud({ 'cn-north-4': { organizations: { team: { 'app/api': tags, web: ['v1'] } }, ...settings } });
}

/** A cloud with a repository of `count` tags. */
export function createCloudWithTags(count: number) {
  const tags = Array.from({ length: count }, (_, index) => `t${String(index).padStart(5, '0')}`);
  return createTestCloud({ 'cn-north-4': { organizations: { team: { 'app/api': tags } } } });
}
