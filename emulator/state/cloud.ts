import type { Service } from '../address.ts';
import type { Session, Trust } from './agencies.ts';
import type { GitHubDeployments, IssuerSettings } from './github.ts';
import type { HssSettings } from './hss.ts';
import type { HssTask } from './hss-tasks.ts';
import type { Image, ModelArtsSettings } from './images.ts';
import type { Organizations } from './repositories.ts';
import type { SwrSettings } from './swr-settings.ts';
import type { SyncJob } from './sync-jobs.ts';
import type { User, WrongPasswords } from './users.ts';

/** A region: what is stored in it, and how its services behave. */
export interface Region {
  readonly id: string;
  /** The services that the region does not have. */
  readonly absentServices: readonly Service[];
  readonly organizations: Organizations;
  readonly swr: SwrSettings;
  /** By image id. */
  readonly images: Map<string, Image>;
  readonly modelarts: ModelArtsSettings;
  readonly hssTasks: HssTask[];
  readonly hss: HssSettings;
}

/** A project. It belongs to the region whose id is its name or the first part of its name (`{region}_…`). */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** A signing key; a temporary one has a security token. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string | undefined;
  /** Epoch milliseconds of the server. */
  readonly expiresAt: number | undefined;
  /** Whether the key may list projects. */
  readonly iamList: boolean;
  /** The IAM user to whom the key belongs, if the seed names one. */
  readonly user?: string;
  /** The session for which the key was issued. */
  readonly session?: Session;
}

/** An IAM token. */
export interface Token {
  readonly token: string;
  /** The id of the project that it is valid for; empty for a token of the account. */
  readonly project: string;
  /** Epoch milliseconds of the server. */
  readonly expiresAt: number | undefined;
  /** Whether the token may list projects. */
  readonly iamList: boolean;
  /** Whether the token may be exchanged for a temporary key. */
  readonly exchange: boolean;
  /** The user who signed in with a password. */
  readonly user?: string;
  /** The region whose IAM issued it, the only region that accepts it. Left out for tokens of the seed. */
  readonly issuedIn?: string;
}

/** The failed authentications in a row of one access key. */
export interface AuthenticationFailures {
  readonly count: number;
  /** Epoch milliseconds of the server. */
  readonly lockedUntil: number | undefined;
}

/** The whole state. Plain data, so that `structuredClone` copies it. All times are the server's, in epoch milliseconds. */
export interface Cloud {
  /** When the cloud was created. */
  readonly startedAt: number;
  /** How far the server's clock is ahead of the given clock. */
  readonly clockSkewSeconds: number;
  /** By access key id. */
  readonly accessKeys: Map<string, AccessKey>;
  /** By access key id, which need not exist. */
  readonly failures: Map<string, AuthenticationFailures>;
  /** By the text of the token. */
  readonly tokens: Map<string, Token>;
  readonly projects: readonly Project[];
  readonly trust: Trust;
  readonly users: readonly User[];
  /** By `{domain}/{user}`. */
  readonly wrongPasswords: Map<string, WrongPasswords>;
  /** GitHub as an issuer of ID tokens; undefined if the seed has none. */
  readonly issuer: IssuerSettings | undefined;
  /** By region id. */
  readonly regions: Map<string, Region>;
  /** The synchronization jobs of all regions. */
  readonly jobs: SyncJob[];
  readonly github: GitHubDeployments;
  /** Requests per second and service; no limit for a service that is left out. */
  readonly rateLimits: Readonly<Partial<Record<Service, number>>>;
  /** The longest lifetime of issued keys, whatever a request asks for. */
  readonly issuedKeySeconds: number;
  /** Lifetime of tokens that are issued for a password. */
  readonly userTokenSeconds: number;
  /** Length of such tokens in characters. */
  readonly userTokenLength: number;
  /** The last number that `nextSerial` returned. */
  serial: number;
}

/** Takes the next number; all generated ids are derived from such numbers. */
export function nextSerial(cloud: Cloud): number {
  cloud.serial += 1;
  return cloud.serial;
}

/** The id of the region that a project belongs to; undefined if the cloud has no such project or region. */
export function regionOfProject(cloud: Cloud, projectId: string): string | undefined {
  const name = cloud.projects.find((project) => project.id === projectId)?.name;
  return [...cloud.regions.keys()].find((id) => name === id || name?.startsWith(`${id}_`) === true);
}
