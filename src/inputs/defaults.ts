/**
 * Every input with its default. The runner drops the default of action.yml where a workflow writes `with: x: ''`, so the
 * defaults are applied here again. A test compares both lists.
 */
export const INPUTS = {
  operation: '',
  region: '',
  'project-id': '',
  'access-key': '',
  'secret-key': '',
  'security-token': '',
  'auth-token': '',
  'agency-urn': '',
  'provider-urn': '',
  audience: 'sts.myhuaweicloud.com',
  'session-duration': '1h',
  'session-policy': 'true',
  'assume-agency-urn': '',
  'external-id': '',
  'sts-regions': '',
  'iam-user': '',
  'iam-password': '',
  'iam-domain': '',
  endpoint: 'https://{service}.{region}.myhuaweicloud.com',
  wait: 'true',
  timeout: '30m',
  'poll-interval': '10s',
  'request-timeout': '30s',
  'max-attempts': '5',
  concurrency: '8',
  'fail-on': 'any',
  'dry-run': 'false',
  namespace: '',
  repository: '',
  tags: '',
  'target-regions': '',
  'target-namespace': '',
  'target-project-ids': '',
  override: 'false',
  'moving-tags': '',
  backup: 'false',
  plan: '',
  report: '',
  'image-ids': '',
  force: 'false',
  'image-type': 'private_image',
  'enterprise-project-id': '',
  modelarts: 'skip',
  hss: 'false',
  'image-arch': 'X86_64',
  'image-flavors': 'CPU, GPU',
  'image-services': 'NOTEBOOK, SSH',
  'image-visibility': 'PRIVATE',
  'image-description': '',
  'workspace-id': '0',
  'github-token': '',
  'environment-prefix': '',
} as const;

/** The name of an input of action.yml. */
export type InputName = keyof typeof INPUTS;

/** All names, in the order of action.yml. */
export const INPUT_NAMES: readonly InputName[] = Object.keys(INPUTS).filter(isInputName);

function isInputName(name: string): name is InputName {
  return name in INPUTS;
}
