/**
 * Every error code with its kind. Codes are stable: they are in `results` and in the report file, and
 * docs/troubleshooting.md explains each of them.
 */

/**
 * - `input`: the workflow file is wrong
 * - `auth`: the credentials were not accepted
 * - `refused`: the service understood the request and said no
 * - `unavailable`: no useful answer after all attempts
 * - `gate`: the services work, but the tag or image is not as required
 * - `drift`: `verify-tags` found a target that does not show what it should
 * - `timeout`: useful answers, but not the awaited state within the time limit
 * - `cancelled`: the job was cancelled
 * - `bug`: a fault of this action
 */
export type FailureKind =
  'input' | 'auth' | 'refused' | 'unavailable' | 'gate' | 'drift' | 'timeout' | 'cancelled' | 'bug';

/** Every code with the failure kind that it stands for. */
export const ERROR_CODES = {
  'input-invalid': 'input',
  'proxy-invalid': 'input',
  'credential-refused': 'auth',
  'credential-expired': 'auth',
  'credential-locked': 'auth',
  'clock-skewed': 'auth',
  'agency-missing': 'auth',
  'agency-refused': 'auth',
  'session-duration-too-long': 'auth',
  'session-policy-refused': 'auth',
  'oidc-audience': 'auth',
  'oidc-issuer': 'auth',
  'oidc-provider-missing': 'auth',
  'oidc-refused': 'auth',
  'oidc-token-expired': 'auth',
  'oidc-trust-policy': 'auth',
  'id-token-not-offered': 'auth',
  'id-token-refused': 'auth',
  'token-not-exchanged': 'auth',
  'password-refused': 'auth',
  'permission-denied': 'refused',
  'project-missing': 'refused',
  'project-mismatch': 'refused',
  'user-token-refused': 'refused',
  'organization-missing': 'refused',
  'region-unsupported': 'refused',
  'redirect-refused': 'refused',
  'service-refused': 'refused',
  'job-failed': 'refused',
  'scan-task-failed': 'refused',
  'image-taken': 'refused',
  'backup-failed': 'refused',
  unreachable: 'unavailable',
  'connection-lost': 'unavailable',
  'request-timeout': 'unavailable',
  'tls-failed': 'unavailable',
  'proxy-failed': 'unavailable',
  throttled: 'unavailable',
  'service-error': 'unavailable',
  'reply-invalid': 'unavailable',
  'reply-too-large': 'unavailable',
  'service-missing': 'unavailable',
  'id-token-unavailable': 'unavailable',
  'effect-unknown': 'unavailable',
  'digest-unreadable': 'unavailable',
  'evidence-foreign': 'unavailable',
  'tag-missing': 'gate',
  'backup-missing': 'gate',
  'tag-moved': 'gate',
  'image-missing': 'gate',
  'image-not-registered': 'gate',
  'target-differs': 'gate',
  'digest-mismatch': 'gate',
  'image-failed': 'gate',
  'dependency-failed': 'gate',
  'target-drifted': 'drift',
  timeout: 'timeout',
  cancelled: 'cancelled',
  'internal-error': 'bug',
} as const satisfies Record<string, FailureKind>;

/** A code of this list. */
export type ErrorCode = keyof typeof ERROR_CODES;
