/** Who and what every story is about. */
import { uuidOf } from '../../../emulator/digest.ts';

export const HOME = 'cn-north-4';
export const TARGETS = ['cn-east-3', 'cn-south-1', 'eu-west-101'] as const;
export const TEAM = 'team';
export const REPOSITORY = 'app/api';
export const TAGS = ['v1', 'v2', 'v3', 'v4', 'v5'] as const;
export const IMAGES = ['one', 'two', 'three'].map(uuidOf);
