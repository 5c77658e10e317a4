/** The port of the ways of signing in; each has a file in `providers/`. */
import type { Authorizer } from '../http/authorizer.ts';
import type { ClientOptions } from '../http/client.ts';
import type { Caller } from '../cloud/caller.ts';
import type { Service } from '../cloud/endpoints.ts';

/** Gives the credentials for each region. Nothing is requested until the first request to a region needs it. */
export interface CredentialProvider {
  /** Authorizes the requests to the services of a region. */
  authorizerFor(region: string): Authorizer;
  /** The id of the project that the credential for a region is bound to. Absent where credentials are not bound to one. */
  boundProject?(region: string): Promise<string>;
  /**
   * The moment of {@link Clock.now} at which the credential for a region ends; undefined before it was issued. Absent for
   * credentials that are used as they were given.
   */
  expiresAt?(region: string): number | undefined;
}

/** What providers work with. */
export interface CredentialProviderOptions extends Pick<
  ClientOptions,
  'clock' | 'deadline' | 'signal' | 'random' | 'maxAttempts'
> {
  /** The region of the input `region`. */
  readonly homeRegion: string;
  /** Project ids by region, for the regions where the inputs give one. */
  readonly projects: ReadonlyMap<string, string>;
  /** Calls to a service of a region, authorized by `authorizer`. */
  callerFor(service: Service, region: string, authorizer: Authorizer): Caller;
  /** Calls to the global IAM, whose keys work in every region; undefined where the endpoint has none. */
  readonly globalIam: ((authorizer: Authorizer) => Caller) | undefined;
  readonly log: (line: string) => void;
  readonly mask: (secret: string) => void;
  /** Requests a new ID token of GitHub for an audience. */
  readonly idToken: (audience: string) => Promise<string>;
  /** JSON of the session policy that limits the keys of an agency to the plan; see `session-policy.ts`. */
  readonly policy: string;
  /** Name of the session in the audit log of the cloud. */
  readonly sessionName: string;
}
