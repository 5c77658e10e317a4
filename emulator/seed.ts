import { SERVICES } from './address.ts';
import { sha256 } from './digest.ts';
import {
  dictionary,
  flag,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  text,
  validationError,
  type Read,
  type Reader,
} from './reader.ts';
import { createTrust, STS_REGIONS, trustFields } from './state/agencies.ts';
import type { AccessKey, Cloud, Region, Token } from './state/cloud.ts';
import { createDeployments, createIssuer, githubSeed } from './state/github.ts';
import { createHssSettings, hssSeed } from './state/hss.ts';
import { createPastTask, imagesOf } from './state/hss-tasks.ts';
import { createImage, createModelArtsSettings, modelArtsFields } from './state/images.ts';
import { createOrganizations } from './state/repositories.ts';
import { createSwrSettings, swrFields } from './state/swr-settings.ts';
import { createPastJob } from './state/sync-jobs.ts';
import { createUsers, userFields } from './state/users.ts';

const moment: Reader<string | number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw validationError(path, 'a time (RFC 3339, or epoch milliseconds)', value);
};

const regionSeed = object({
  absentServices: optional(list(oneOf(...SERVICES))),
  ...swrFields,
  ...modelArtsFields,
  hss: optional(hssSeed),
  sts: optional(flag),
});

const expiry = { expiresAt: optional(moment), expiresInSeconds: optional(number()) } as const;

const seedReader = object({
  accessKeys: optional(
    list(
      object({
        accessKey: text(/^[^,\s]+$/),
        secretKey: text(),
        securityToken: optional(text()),
        iamList: optional(flag),
        user: optional(text()),
        ...expiry,
      }),
    ),
  ),
  tokens: optional(
    list(object({ token: text(), project: text(), exchange: optional(flag), iamList: optional(flag), ...expiry })),
  ),
  projects: optional(list(object({ id: text(), name: text() }))),
  regions: dictionary(regionSeed, text(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a region id such as cn-north-4')),
  clockSkewSeconds: optional(number(Number.NEGATIVE_INFINITY)),
  issuedKeySeconds: optional(integer(1)),
  userTokenSeconds: optional(integer(1)),
  userTokenLength: optional(integer(1, 40_960)),
  ...trustFields,
  ...userFields,
  github: optional(githubSeed),
  rateLimits: optional(dictionary(integer(1), oneOf(...SERVICES))),
});

/** A seed: the description of a cloud. Only `regions` is required. emulator/README.md has an example with all fields. */
export type Seed = Read<typeof seedReader>;

/** Checks a seed of unknown origin. Throws an Error whose message names the path of the wrong value. */
export function readSeed(value: unknown): Seed {
  return seedReader(value, 'seed');
}

function readExpiry(
  seed: { readonly expiresAt?: string | number | undefined; readonly expiresInSeconds?: number | undefined },
  now: number,
): number | undefined {
  if (seed.expiresAt !== undefined) return new Date(seed.expiresAt).getTime();
  return seed.expiresInSeconds === undefined ? undefined : now + seed.expiresInSeconds * 1000;
}

function createRegion(id: string, seed: Read<typeof regionSeed>, now: number): Region {
  const organizations = createOrganizations(seed.organizations, now);
  const pastTasks = seed.hss?.pastTasks ?? [];
  return {
    id,
    absentServices: [
      ...(seed.absentServices ?? []),
      ...((seed.sts ?? STS_REGIONS.includes(id)) ? [] : (['sts'] as const)),
    ],
    organizations,
    swr: createSwrSettings(seed),
    images: new Map((seed.images ?? []).map((image) => [image.id, createImage(image, id, now)])),
    modelarts: createModelArtsSettings(seed),
    hss: createHssSettings(seed.hss),
    hssTasks: pastTasks.map((task, index) =>
      createPastTask(task, imagesOf(organizations), `${id} past task ${index}`, now),
    ),
  };
}

/**
 * Creates the cloud that a seed describes. Without `projects`, every region gets one. Throws an Error whose message names the path of
 * the wrong value.
 *
 * @param clockNow epoch milliseconds of the given clock; the server's clock differs from it by the skew of the seed
 */
export function createCloud(seed: Seed, clockNow: number): Cloud {
  const read = readSeed(seed);
  const clockSkewSeconds = read.clockSkewSeconds ?? 0;
  const now = clockNow + clockSkewSeconds * 1000;
  const projects =
    read.projects ?? Object.keys(read.regions).map((name) => ({ id: sha256(`project ${name}`).slice(0, 32), name }));
  const keys = (read.accessKeys ?? []).map((key): [string, AccessKey] => [
    key.accessKey,
    {
      accessKey: key.accessKey,
      secretKey: key.secretKey,
      securityToken: key.securityToken,
      expiresAt: readExpiry(key, now),
      iamList: key.iamList ?? true,
      ...(key.user === undefined ? {} : { user: key.user }),
    },
  ]);
  const tokens = (read.tokens ?? []).map((token, index): [string, Token] => {
    if (!projects.some((project) => project.id === token.project)) {
      throw validationError(`seed.tokens[${index}].project`, 'the id of one of seed.projects', token.project);
    }
    const rights = { iamList: token.iamList ?? true, exchange: token.exchange ?? true };
    return [token.token, { token: token.token, project: token.project, expiresAt: readExpiry(token, now), ...rights }];
  });
  const trust = createTrust(read);
  const jobs = Object.entries(read.regions).flatMap(([region, { jobs: past }]) =>
    (past ?? []).map((job) => createPastJob(job, region, now)),
  );
  return {
    startedAt: now,
    clockSkewSeconds,
    accessKeys: new Map(keys),
    failures: new Map(),
    tokens: new Map(tokens),
    projects,
    trust,
    users: createUsers(read.users ?? [], trust.accounts),
    wrongPasswords: new Map(),
    issuer: read.github && createIssuer(read.github),
    regions: new Map(Object.entries(read.regions).map(([id, region]) => [id, createRegion(id, region, now)])),
    jobs: jobs.map((job, index) => Object.assign(job, { id: index + 1 })),
    github: createDeployments(read.github ?? {}),
    rateLimits: read.rateLimits ?? {},
    issuedKeySeconds: read.issuedKeySeconds ?? Number.MAX_SAFE_INTEGER,
    userTokenSeconds: read.userTokenSeconds ?? 24 * 3600,
    userTokenLength: read.userTokenLength ?? 6144,
    serial: jobs.length,
  };
}
