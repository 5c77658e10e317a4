import { SERVICES } from './address.ts';
import type { AccessKey, Cloud, Region, Token } from './cloud.ts';
import { sha256 } from './digest.ts';
import { deploymentsOf } from './github/deployments.ts';
import { hssSeed, hssSettings } from './hss/seed.ts';
import { taskOf } from './hss/tasks.ts';
import { githubSeed, githubSettings } from './github/seed.ts';
import { userFields, usersOf } from './iam/users.ts';
import { imageOf } from './modelarts/images.ts';
import { modelArtsFields, modelArtsSettings } from './modelarts/seed.ts';
import {
  complaint,
  dictionary,
  flag,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  text,
  type Read,
  type Reader,
} from './reader.ts';
import { STS_REGIONS, trustFields, trustOf } from './sts/seed.ts';
import { organizationsOf, pastJobOf, swrFields, swrSettings } from './swr/seed.ts';

const moment: Reader<string | number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw complaint(path, 'a time (RFC 3339, or epoch milliseconds)', value);
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

/** A seed: everything but `regions` may be left out. The README shows it by example. */
export type Seed = Read<typeof seedReader>;

/** Checks a seed of unknown origin. Throws an Error whose text names the place of a mistake. */
export function readSeed(value: unknown): Seed {
  return seedReader(value, 'seed');
}

function expiryOf(
  seed: { readonly expiresAt?: string | number | undefined; readonly expiresInSeconds?: number | undefined },
  now: number,
): number | undefined {
  if (seed.expiresAt !== undefined) return new Date(seed.expiresAt).getTime();
  return seed.expiresInSeconds === undefined ? undefined : now + seed.expiresInSeconds * 1000;
}

function regionOf(id: string, seed: Read<typeof regionSeed>, now: number): Region {
  const swr = swrSettings(seed);
  return {
    id,
    absentServices: [
      ...(seed.absentServices ?? []),
      ...((seed.sts ?? STS_REGIONS.includes(id)) ? [] : (['sts'] as const)),
    ],
    organizations: organizationsOf(seed.organizations, now),
    swr,
    images: new Map((seed.images ?? []).map((image) => [image.id, imageOf(image, id, now)])),
    modelarts: modelArtsSettings(seed),
    hss: hssSettings(seed.hss),
    hssTasks: (seed.hss?.pastTasks ?? []).map((task, index) => taskOf(task, `${id} past task ${index}`, now)),
  };
}

/**
 * Builds the cloud that a seed describes, as it is at `trueNow` (epoch milliseconds of the handed-in clock). Throws an
 * Error whose text names the place of a mistake. Without projects, every region gets one.
 */
export function cloudOf(seed: Seed, trueNow: number): Cloud {
  const read = readSeed(seed);
  const clockSkewSeconds = read.clockSkewSeconds ?? 0;
  const now = trueNow + clockSkewSeconds * 1000;
  const projects =
    read.projects ?? Object.keys(read.regions).map((name) => ({ id: sha256(`project ${name}`).slice(0, 32), name }));
  const keys = (read.accessKeys ?? []).map((key): [string, AccessKey] => [
    key.accessKey,
    {
      accessKey: key.accessKey,
      secretKey: key.secretKey,
      securityToken: key.securityToken,
      expiresAt: expiryOf(key, now),
      iamList: key.iamList ?? true,
      ...(key.user === undefined ? {} : { user: key.user }),
    },
  ]);
  const tokens = (read.tokens ?? []).map((token, index): [string, Token] => {
    if (!projects.some((project) => project.id === token.project)) {
      throw complaint(`seed.tokens[${index}].project`, 'the id of one of seed.projects', token.project);
    }
    const rights = { iamList: token.iamList ?? true, exchange: token.exchange ?? true };
    return [token.token, { token: token.token, project: token.project, expiresAt: expiryOf(token, now), ...rights }];
  });
  const trust = trustOf(read);
  const jobs = Object.entries(read.regions).flatMap(([region, { jobs: past }]) =>
    (past ?? []).map((job) => pastJobOf(job, region, now)),
  );
  return {
    startedAt: now,
    clockSkewSeconds,
    accessKeys: new Map(keys),
    failures: new Map(),
    tokens: new Map(tokens),
    projects,
    trust,
    users: usersOf(read.users ?? [], trust.accounts),
    wrongPasswords: new Map(),
    issuer: read.github && githubSettings(read.github),
    regions: new Map(Object.entries(read.regions).map(([id, region]) => [id, regionOf(id, region, now)])),
    jobs: jobs.map((job, index) => Object.assign(job, { id: index + 1 })),
    github: deploymentsOf(read.github ?? {}),
    rateLimits: read.rateLimits ?? {},
    issuedKeySeconds: read.issuedKeySeconds ?? Number.MAX_SAFE_INTEGER,
    userTokenSeconds: read.userTokenSeconds ?? 24 * 3600,
    userTokenLength: read.userTokenLength ?? 6144,
    serial: jobs.length,
  };
}
