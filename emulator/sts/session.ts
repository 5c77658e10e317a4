import type { Policy } from '../policy/document.ts';

/** What an assumed agency left behind: whom the issued key stands for, and what it may do. */
export interface Session {
  readonly agencyUrn: string;
  readonly agencyId: string;
  readonly account: string;
  readonly name: string;
  readonly sourceIdentity: string | undefined;
  /** Epoch milliseconds of the server. */
  readonly beganAt: number;
  /** The agency's own and those of the opening; each must allow what is done. Empty: everything is allowed. */
  readonly policies: readonly Policy[];
}

/** `sts::{account}:assumed-agency:{agency}/{session}`. STS, "Obtaining a Temporary Security Credential". */
export function sessionUrn(session: Pick<Session, 'account' | 'agencyUrn' | 'name'>): string {
  const agency = session.agencyUrn.slice(session.agencyUrn.lastIndexOf(':') + 1);
  return `sts::${session.account}:assumed-agency:${agency}/${session.name}`;
}
