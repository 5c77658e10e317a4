/** The names that every scenario uses. */
import { uuidOf } from '../../../emulator/digest.ts';

/** The region of the source and of ModelArts images. */
export const HOME = 'cn-north-4';
/** The regions that tags may be copied to. */
export const TARGETS = ['cn-east-3', 'cn-south-1', 'eu-west-101'] as const;
/** The organization in SWR, in every region. */
export const TEAM = 'team';
/** The repository that tags are copied from and to. */
export const REPOSITORY = 'app/api';
/** The tags that may exist. */
export const TAGS = ['v1', 'v2', 'v3', 'v4', 'v5'] as const;
/** The ids of the ModelArts images that may exist. */
export const IMAGES = ['one', 'two', 'three'].map(uuidOf);
/** The tags that may exist in stories: builds, versions, and tags that move. */
export const STORY_TAGS = ['sha-1', 'sha-2', 'v1.0.0', 'v1.1.0', 'v2.0.0-rc.1', 'latest', 'v1'] as const;
