import type { Service } from './address.ts';
import type { GitHubDeployments } from './github/deployments.ts';
import type { HssSettings } from './hss/seed.ts';
import type { HssTask } from './hss/tasks.ts';
import type { User, WrongPasswords } from './iam/users.ts';
import type { GithubSettings } from './github/seed.ts';
import type { Image } from './modelarts/images.ts';
import type { ModelArtsSettings } from './modelarts/seed.ts';
import type { Trust } from './sts/seed.ts';
import type { Session } from './sts/session.ts';
import type { SyncJob } from './swr/jobs.ts';
import type { SwrSettings } from './swr/seed.ts';

/** A tag of a repository. */
export interface Tag {
  readonly digest: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A repository of an organization; its name may hold `/`. */
export interface Repository {
  readonly createdAt: number;
  readonly tags: Map<string, Tag>;
}

/** A region: what is stored in it, and how it behaves. */
export interface Region {
  readonly id: string;
  /** STS is absent by itself where the vendor has none. */
  readonly absentServices: readonly Service[];
  readonly organizations: Map<string, Map<string, Repository>>;
  readonly swr: SwrSettings;
  readonly images: Map<string, Image>;
  readonly modelarts: ModelArtsSettings;
  readonly hssTasks: HssTask[];
  readonly hss: HssSettings;
}

/** A project. It belongs to the region whose id it has as name, or as the first part of its name (`{region}_…`). */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** A signing key; with a security token it is a temporary one. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string | undefined;
  /** Server time, epoch milliseconds. */
  readonly expiresAt: number | undefined;
  readonly iamList: boolean;
  /** The IAM user whose key it is, if that is known. */
  readonly user?: string;
  /** The session that it was issued for. */
  readonly session?: Session;
}

/** An IAM token, bound to one project; `project` is empty if it serves none. */
export interface Token {
  readonly token: string;
  readonly project: string;
  readonly expiresAt: number | undefined;
  readonly iamList: boolean;
  readonly exchange: boolean;
  /** Who got it by a password. */
  readonly user?: string;
  /** The region whose IAM gave it: it serves no other. */
  readonly issuedIn?: string;
}

/** Failed validations in a row of one access key. */
export interface Failures {
  readonly count: number;
  readonly lockedUntil: number | undefined;
}

/** The whole truth. Plain data only, so that `structuredClone` copies it. All times are the server's. */
export interface Cloud {
  /** Server time at which this cloud began. */
  readonly startedAt: number;
  readonly clockSkewSeconds: number;
  readonly accessKeys: Map<string, AccessKey>;
  readonly failures: Map<string, Failures>;
  readonly tokens: Map<string, Token>;
  readonly projects: readonly Project[];
  readonly trust: Trust;
  readonly users: readonly User[];
  /** By `{domain}/{user}`. */
  readonly wrongPasswords: Map<string, WrongPasswords>;
  /** GitHub as an issuer of ID tokens; undefined where it is none. */
  readonly issuer: GithubSettings | undefined;
  readonly regions: Map<string, Region>;
  readonly jobs: SyncJob[];
  readonly github: GitHubDeployments;
  readonly rateLimits: Readonly<Partial<Record<Service, number>>>;
  /** Issued keys live at most so long, whatever was asked for. */
  readonly issuedKeySeconds: number;
  readonly userTokenSeconds: number;
  /** In characters. */
  readonly userTokenLength: number;
  /** Source of every generated id. */
  serial: number;
}

/** The one account that everything belongs to. */
export const ACCOUNT = { id: '0d0a1b2c3d4e5f60718293a4b5c6d7e8', name: 'emulated-account' } as const;

/** The next number for a generated id. */
export function nextSerial(cloud: Cloud): number {
  cloud.serial += 1;
  return cloud.serial;
}

/** The region that a project belongs to, among those of the cloud. */
export function regionOfProject(cloud: Cloud, projectId: string): string | undefined {
  const name = cloud.projects.find((project) => project.id === projectId)?.name;
  return [...cloud.regions.keys()].find((id) => name === id || name?.startsWith(`${id}_`) === true);
}
