import { ACCOUNT, type Account } from '../account.ts';
import { flag, list, object, optional, text, validationError, type Read } from '../reader.ts';

const userSeed = object({
  name: text(),
  password: text(),
  /** The name of the user's account. */
  domain: optional(text()),
  /** Ids of the projects that the user has access to; all of them if left out. */
  projects: optional(list(text())),
  /** Whether the user must also pass MFA, so that a password alone is refused. */
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
  /** Undefined: all projects. */
  readonly projects: readonly string[] | undefined;
  readonly mfa: boolean;
  /** Whether the user may list projects. */
  readonly iamList: boolean;
}

/** The wrong passwords in a row of one user. Times are epoch milliseconds of the server. */
export interface WrongPasswords {
  readonly count: number;
  readonly lastAt: number;
  readonly lockedUntil: number | undefined;
}

/** Creates the users of a seed. Throws an Error with the path in the seed if a user's account does not exist. */
export function createUsers(seeds: readonly Read<typeof userSeed>[], accounts: readonly Account[]): readonly User[] {
  return seeds.map((seed, index) => {
    const domain = accounts.find((account) => account.name === (seed.domain ?? ACCOUNT.name));
    if (domain === undefined) {
      throw validationError(`seed.users[${index}].domain`, 'the name of one of seed.accounts', seed.domain);
    }
    const { name, password, projects, mfa = false, iamList = true } = seed;
    return { name, password, domain, projects, mfa, iamList };
  });
}
