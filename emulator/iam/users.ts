import { ACCOUNT } from '../cloud.ts';
import type { Account } from '../sts/seed.ts';
import { complaint, flag, list, object, optional, text, type Read } from '../reader.ts';

const userSeed = object({
  name: text(),
  password: text(),
  /** The name of the user's account. */
  domain: optional(text()),
  /** Ids of the projects that the user may enter; all if left out. */
  projects: optional(list(text())),
  /** A password alone does not do. */
  mfa: optional(flag),
  iamList: optional(flag),
});

/** The field of a seed with the IAM users. */
export const userFields = { users: optional(list(userSeed)) } as const;

/** An IAM user with a password. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly domain: Account;
  readonly projects: readonly string[] | undefined;
  readonly mfa: boolean;
  readonly iamList: boolean;
}

/** Wrong passwords in a row of one user. Epoch milliseconds of the server. */
export interface WrongPasswords {
  readonly count: number;
  readonly lastAt: number;
  readonly lockedUntil: number | undefined;
}

/** The users of a seed. Throws an Error if one is of no account. */
export function usersOf(seeds: readonly Read<typeof userSeed>[], accounts: readonly Account[]): readonly User[] {
  return seeds.map((seed, index) => {
    const domain = accounts.find((account) => account.name === (seed.domain ?? ACCOUNT.name));
    if (domain === undefined) {
      throw complaint(`seed.users[${index}].domain`, 'the name of one of seed.accounts', seed.domain);
    }
    const { name, password, projects, mfa = false, iamList = true } = seed;
    return { name, password, domain, projects, mfa, iamList };
  });
}
