/** The shapes of names in the cloud, as its documents give them. */
import type { Rule } from './rule.ts';
import { REGIONS } from './regions.ts';

/** Three parts or more, the last a number of any length: `eu-west-0`, `eu-west-101`, `cn-north-11`, `my-kualalumpur-1`. */
export const REGION: Rule = {
  pattern: /^(?=.{1,64}$)[a-z]{2,}(-[a-z]+)+-\d+$/,
  description: 'a region id such as cn-north-4',
  known: REGIONS,
};

/** SWR, "Manually Synchronizing Images", parameter `namespace`. */
export const ORGANIZATION: Rule = {
  pattern: /^(?=.{1,64}$)[a-z](?:[a-z0-9]|(?:[.-]|__?)(?=[a-z0-9]))*$/,
  description:
    'an organization: 1 to 64 lowercase letters, digits and single . _ - (two underscores may touch), ' +
    'starting with a letter and ending with a letter or digit',
};

/** SWR, "Manually Synchronizing Images", parameter `repository`. */
export const REPOSITORY: Rule = {
  pattern: /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9]|(?:[./-]|__?)(?=[a-z0-9]))*$/,
  description:
    'a repository: 1 to 128 lowercase letters, digits and single . / _ - (two underscores may touch), ' +
    'starting and ending with a letter or digit',
};

/** The tag grammar of the OCI distribution specification. */
export const TAG: Rule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  description: 'an image tag: 1 to 128 letters, digits and _ . -, not starting with . or -',
};

/** ModelArts, "Synchronizing the Image Status", parameter `project_id`. */
export const PROJECT: Rule = {
  pattern: /^[A-Za-z0-9-]{1,64}$/,
  description: 'a project id: 1 to 64 letters, digits and hyphens',
};

/** ModelArts, "Obtaining Details of an Image": the id is a UUID. */
export const IMAGE_ID: Rule = {
  pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  description: 'an image id (a UUID)',
};

/** ModelArts, "Listing Images", parameter `workspace_id`: an id, or `0` for the default one. */
export const WORKSPACE: Rule = {
  pattern: /^(?:0|[a-z0-9]{32})$/,
  description: 'a workspace id of 32 lowercase letters and digits, or 0',
};

/** ModelArts, "Registering an Image", parameter `resource_category`. */
export const IMAGE_FLAVOR: Rule = { pattern: /^(?:CPU|GPU|ASCEND)$/, description: 'CPU, GPU or ASCEND' };

/** ModelArts, "Registering an Image", parameter `services`. */
export const IMAGE_SERVICE: Rule = { pattern: /^(?:NOTEBOOK|SSH)$/, description: 'NOTEBOOK or SSH' };

/** ModelArts, "Registering an Image", parameter `description`. */
export const IMAGE_DESCRIPTION: Rule = { pattern: /^.{0,512}$/su, description: 'at most 512 characters long' };

/** GitHub, "Managing environments for deployment": at most 255 characters, and a region has up to 64 of them. */
export const ENVIRONMENT_PREFIX: Rule = {
  pattern: /^[^\p{C}'"`,;\\]{1,191}$/u,
  description: 'at most 191 characters, without quotes, commas, semicolons, backslashes and control characters',
};

/** HSS: a UUID, `0` for the default one, or `all_granted_eps`. */
export const ENTERPRISE_PROJECT: Rule = {
  pattern: /^(?:0|all_granted_eps|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
  description:
    'the id of an enterprise project (a UUID, not its name), 0 or default for the default one, or all_granted_eps',
};

/** IAM, "Assuming an Agency or Trust Agency", parameter `agency_urn`. */
export const AGENCY_URN: Rule = {
  pattern: /^(?=.{1,1500}$)iam::[A-Za-z0-9_-]+:agency:[\x21-\x7e]+$/,
  description: 'the URN of an agency, such as iam::ACCOUNT-ID:agency:NAME',
};

/** IAM, "Assuming a Trust Agency with an OIDC Identity Provider", parameter `provider_urn`. */
export const PROVIDER_URN: Rule = {
  pattern: /^(?=.{1,1500}$)iam::[A-Za-z0-9_-]+:[A-Za-z-]*[pP]rovider:[\x21-\x7e]+$/,
  description: 'the URN of an OIDC identity provider, such as iam::ACCOUNT-ID:oidcProvider:NAME',
};

/** IAM, "Assuming an Agency or Trust Agency", parameter `external_id`. */
export const EXTERNAL_ID: Rule = { pattern: /^[\x20-\x7e]{2,1224}$/, description: '2 to 1224 characters on one line' };
