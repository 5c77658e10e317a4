/** The job that the step is part of, as its environment tells. */
import type { Host } from './host.ts';

/** The runner offers ID tokens only to jobs with `permissions: id-token: write`, and to no pull request from a fork. */
export function idTokenOf(host: Host): ((audience: string) => Promise<string>) | undefined {
  const isOffered = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'].every(
    (name) => host.env(name) !== '',
  );
  return isOffered ? (audience) => host.idToken(audience) : undefined;
}

/** By this name the audit log of the cloud leads to the run: `github-RUN-ATTEMPT`. */
export function sessionNameOf(host: Host): string {
  const parts = ['github', host.env('GITHUB_RUN_ID'), host.env('GITHUB_RUN_ATTEMPT')];
  return parts.filter((part) => /^[A-Za-z0-9]{1,40}$/.test(part)).join('-');
}
