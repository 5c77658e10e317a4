/** What each error code means and what to do about it: the rows of docs/troubleshooting.md. */
import { ERROR_CODES, type ErrorCode } from '../../src/error-codes.ts';

/** Sentences in Markdown: what happened, and what to do next. Links are relative to docs/. */
const EXPLANATIONS: Readonly<Record<ErrorCode, readonly [meaning: string, remedy: string]>> = {
  'input-invalid': [
    'Inputs are missing or malformed. No request was sent.',
    'Correct every input that the message names. If a value is shown as empty, see [An input is empty](#an-input-is-empty-although-the-workflow-sets-it).',
  ],
  'proxy-invalid': [
    'The proxy variable of the runner is not the URL of an http or https proxy.',
    'Set it to `http://HOST:PORT`, or list the hosts to reach directly in `no_proxy`.',
  ],
  'credential-refused': [
    'The service did not accept the credentials.',
    'Check the access key and its secret, and `security-token` for a temporary key. Do not retry in a loop: five failures lock the key.',
  ],
  'credential-expired': [
    'The credentials have expired. They may have been accepted before.',
    'Use credentials that live longer than `timeout`, or sign in with OIDC, which renews them.',
  ],
  'credential-locked': [
    'The access key or the user is locked after repeated failures.',
    'Wait five minutes (access key) or fifteen minutes (user), then correct the secret.',
  ],
  'clock-skewed': [
    'The signature was refused because the clock of the runner is wrong.',
    'Correct the clock of the runner.',
  ],
  'agency-missing': ['The agency does not exist.', 'Correct `agency-urn` or `assume-agency-urn`.'],
  'agency-refused': [
    'STS did not let the access key assume the agency.',
    'Check the trust policy of the agency, `external-id`, and whether the user has the permission `sts:agencies:assume`.',
  ],
  'session-duration-too-long': [
    'The agency allows no session of this duration.',
    'Lower `session-duration`, or raise the maximum session duration of the agency.',
  ],
  'session-policy-refused': [
    'STS did not accept the policy that limits the keys to what the step needs.',
    'Set `session-policy: false`, and report it as a bug of the action.',
  ],
  'oidc-audience': [
    "The identity provider or the trust policy does not accept the audience of GitHub's ID token.",
    'Add the audience to the client ids of the provider and to `oidc:aud` in the trust policy, or set the input `audience`.',
  ],
  'oidc-issuer': [
    "The identity provider does not belong to the issuer of GitHub's ID token.",
    'Give the provider the URL of the issuer that the log names.',
  ],
  'oidc-provider-missing': ['The identity provider does not exist.', 'Correct `provider-urn`.'],
  'oidc-refused': [
    "STS did not accept GitHub's ID token and gave no reason.",
    'Check `agency-urn`, `provider-urn`, `audience`, and the trust policy of the agency.',
  ],
  'oidc-token-expired': [
    "STS says that GitHub's ID token has expired or is not valid yet.",
    'Run the step again. If it repeats, check the clock of a self-hosted runner or server.',
  ],
  'oidc-trust-policy': [
    "The trust policy of the agency does not allow the subject of GitHub's ID token.",
    'Compare the trust policy with the subject and audience in the log; upper and lower case count.',
  ],
  'id-token-not-offered': [
    'The runner offers the job no ID token.',
    'Give the job `permissions:` with `id-token: write`. Pull requests from forks never get a token.',
  ],
  'id-token-refused': [
    'GitHub refused to issue an ID token.',
    'Check the permission `id-token: write` of the job, and the input `audience`.',
  ],
  'token-not-exchanged': [
    'IAM did not exchange `auth-token` for temporary keys, so other regions cannot be read.',
    'Give `access-key` and `secret-key`, or sign in with OIDC.',
  ],
  'password-refused': [
    'IAM did not accept the password of the IAM user.',
    'Check `iam-user`, `iam-password` and `iam-domain`.',
  ],
  'permission-denied': [
    'The credentials lack a permission.',
    'Grant the permission that the message names, in the region that it names: see [Permissions](signing-in.md#permissions).',
  ],
  'project-missing': [
    'IAM knows no project of the region, or several.',
    'Activate the region for the account, or give `project-id` or `target-project-ids`.',
  ],
  'project-mismatch': [
    'The project does not belong to the region.',
    'Correct `project-id`, or the line of the region in `target-project-ids`.',
  ],
  'user-token-refused': [
    'IAM issued no token of the user for the region.',
    'Activate the region for the account, and give the user permissions in it.',
  ],
  'organization-missing': [
    'SWR in the target region has no such organization: its list of tags and its details of the organization say so.',
    'Create it in SWR, then run the step again.',
  ],
  'region-unsupported': [
    'SWR cannot synchronize to the region.',
    'Use one of the [documented regions](operations.md#sync-tags).',
  ],
  'redirect-refused': [
    'The endpoint answered with a redirect. Signed requests never follow one.',
    'Correct the input `endpoint`.',
  ],
  'service-refused': [
    'The service refused the request for a reason of its own.',
    'Read its code and message. For a 404 without a code of the service, check the input `endpoint`, and whether the region offers the service. If that does not help, give the request id to the support of Huawei Cloud.',
  ],
  'job-failed': [
    "SWR's synchronization job ended as `failed`, `timeout` or `cancel`.",
    'Run the step again. If it happens again, ask the support of Huawei Cloud about the job.',
  ],
  'scan-task-failed': [
    'The synchronization task of HSS failed, or imported no image, or could not import the promoted tag.',
    'Check the agency of HSS and its access to SWR, then run the step again.',
  ],
  'image-taken': [
    'ModelArts says that the tag is registered already, but does not list it.',
    'Check `workspace-id`, and whether the tag is registered under another address of SWR.',
  ],
  'backup-failed': [
    'What the tag has could not be kept under another name, so the tag was not replaced.',
    'Read the reason in the message: the quota of tags, a missing permission, or a backup of that name with another digest.',
  ],
  unreachable: [
    'No connection could be opened, so the request was not sent.',
    'Check the region, the input `endpoint`, DNS, and the network of the runner.',
  ],
  'connection-lost': [
    'The connection broke before the reply was complete. The request may have taken effect.',
    'Run the step again. It finds what has been done.',
  ],
  'request-timeout': [
    'No complete reply arrived within `request-timeout`.',
    'Run the step again, or raise `request-timeout`.',
  ],
  'tls-failed': [
    'The TLS connection failed, which is tried again, or the certificate was not accepted, which is not.',
    'For a private certificate authority, set `NODE_EXTRA_CA_CERTS` for the job. Otherwise look for a proxy or a firewall that interrupts TLS.',
  ],
  'proxy-failed': [
    'The proxy opened no connection to the service, so the request was not sent.',
    'Check the proxy variables of the runner, and `no_proxy`.',
  ],
  throttled: [
    'The service throttled until `timeout`, or asked for a longer pause.',
    'Lower `concurrency`, raise `timeout`, or run the step later.',
  ],
  'service-error': [
    'The service answered with a server error in every attempt, or a gateway did until `timeout`.',
    'Run the step again.',
  ],
  'reply-invalid': [
    'The reply is not what the API documents, for example an HTML page with status 200, or it is about something else than was asked for, or the list is not complete.',
    'Check the input `endpoint`, and proxies on the way.',
  ],
  'reply-too-large': [
    'The reply is larger than the action accepts.',
    'Check the input `endpoint`, and proxies on the way.',
  ],
  'service-missing': [
    'The region does not offer the service.',
    'For STS, name regions that have it with `sts-regions`.',
  ],
  'id-token-unavailable': ['GitHub gave no ID token after all attempts.', 'Run the job again.'],
  'effect-unknown': [
    'The reply to a request was lost, and no effect of the request was found.',
    'Run the step again. If the request has taken effect meanwhile, it is not repeated.',
  ],
  'digest-unreadable': [
    'The tag is listed without a readable digest, with two, under two names, or as deleted.',
    'Read the message. Push the tag again, or delete it in the target.',
  ],
  'evidence-foreign': [
    'A list of tags is about another region, organization or repository than was asked.',
    'Check `endpoint`, and whether a private DNS zone or a gateway leads several regions to one.',
  ],
  'tag-missing': [
    'The source repository has no such tag.',
    'Push the tag first, or correct `tags`, `region`, `namespace` and `repository`.',
  ],
  'backup-missing': [
    'The backup that the report names is gone, or shows another digest.',
    'Retention rules of SWR can delete backups. Promote the old version again instead.',
  ],
  'tag-moved': [
    'The source or the target is not what the pin, the plan or the report says. Nothing was sent.',
    'Find out who moved the tag, then make the plan or the pin again.',
  ],
  'image-missing': ['ModelArts said twice that it has no such image.', 'Check `image-ids`, `region` and the project.'],
  'image-not-registered': [
    'No ModelArts image is registered under the promoted tag.',
    'Set `modelarts` to `register`, or correct `workspace-id`.',
  ],
  'target-differs': [
    'The target has the tag with another digest. Nothing was sent.',
    'Promote under a new tag, or set `override` to `true` to replace the old one, which cannot be undone.',
  ],
  'digest-mismatch': [
    'SWR says that the copy is done, but the target shows another digest, or no such tag.',
    'Check whether the source tag was moved, then run the step again.',
  ],
  'image-failed': [
    'ModelArts reports a final status other than `ACTIVE`.',
    'Read the message of ModelArts, correct the image and push it again. Waiting longer does not help.',
  ],
  'dependency-failed': ['Not attempted, because an earlier stage failed.', 'Look at the row of that stage.'],
  'target-drifted': [
    'The target of `verify-tags` does not show the digest that it should.',
    'Promote the tag again, or find out who moved it.',
  ],
  timeout: [
    'The awaited state did not come within `timeout`.',
    'Run the step again to continue, or raise `timeout`: see [The target never shows the tag](#the-target-never-shows-the-tag).',
  ],
  cancelled: ['The job was cancelled.', 'Run the step again to continue.'],
  'internal-error': ['A fault of this action.', 'Report it with the log of the step, which contains no secrets.'],
};

/** Cells: code, failure kind, meaning, remedy; in the order of the code, so grouped by kind. */
export function errorCodeRows(): readonly (readonly string[])[] {
  return Object.keys(ERROR_CODES)
    .filter(isErrorCode)
    .map((code) => [`\`${code}\``, `\`${ERROR_CODES[code]}\``, ...EXPLANATIONS[code]]);
}

function isErrorCode(name: string): name is ErrorCode {
  return name in ERROR_CODES;
}
