/** The cloud of the rehearsal and its keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSeed, type Seed } from '../../emulator/seed.ts';
import { ROOT } from './recipes.ts';

export const CLOUD_FILE = 'scripts/rehearse/cloud.json';
export const CLOUD: Seed = readSeed(JSON.parse(readFileSync(join(ROOT, CLOUD_FILE), 'utf8')));

const [key] = CLOUD.accessKeys ?? [];
if (key === undefined) throw new Error(`${CLOUD_FILE} has no access key`);

export const SECRETS: Readonly<Record<string, string>> = {
  HUAWEI_ACCESS_KEY: key.accessKey,
  HUAWEI_SECRET_KEY: key.secretKey,
};
