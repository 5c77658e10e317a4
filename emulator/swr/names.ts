/** Organization names. SWR, "Manually Synchronizing Images", path parameter `namespace`. */
export const NAMESPACE_PATTERN = /^(?=.{1,64}$)[a-z](?:[a-z0-9]|(?:[.-]|_{1,2})(?=[a-z0-9]))*$/;

/** Repository names, `/` included. Same page, path parameter `repository`. */
export const REPOSITORY_PATTERN = /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9]|(?:[./-]|_{1,2})(?=[a-z0-9]))*$/;
