/** Who we are in each region, and what it takes to find that out. */
import type { Authorizer } from '../http/authorizer.ts';
import type { Deadline } from '../deadline.ts';
import type { Clock } from '../clock.ts';
import type { Caller } from '../cloud/caller.ts';
import type { Service } from '../cloud/endpoints.ts';

export interface Identity {
  /** Proves who we are to the services of a region. */
  authorizerOf(region: string): Authorizer;
  /** The project that the proof for a region is bound to, where it is; may be asked before anything else is. */
  boundProject?(region: string): Promise<string>;
}

export interface SignInParts {
  /** The region that the step is about; what serves all regions is asked of the IAM there. */
  readonly home: string;
  /** Project ids by region, as far as they are given. */
  readonly projects: ReadonlyMap<string, string>;
  callerOf(service: Service, region: string, authorizer: Authorizer): Caller;
  /** {@link callerOf} for the IAM whose keys serve all regions, where it is known. */
  readonly globalIam: ((authorizer: Authorizer) => Caller) | undefined;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly maxAttempts: number;
  readonly requestTimeoutMs: number;
  readonly say: (line: string) => void;
  readonly mask: (secret: string) => void;
  /** Gets an ID token of GitHub; undefined where the job may not have one. */
  readonly idToken: ((audience: string) => Promise<string>) | undefined;
  /** JSON of the policy that narrows the keys of an agency down to the plan. */
  readonly policy: string;
  /** Names this run in the audit log of the cloud. */
  readonly sessionName: string;
}
