/** The permissions that operations need, in the cloud's words; for session policies and for the documents. */

/** Actions that are needed in some regions. */
export interface Permission {
  /** Actions of identity policies: `service:resource type:operation`. */
  readonly actions: readonly string[];
  readonly regions: readonly string[];
  /** `organization/repository`, for actions of SWR that can be limited to one. */
  readonly repository?: string;
}

/** Reading tags. Source of all actions of SWR: SWR, "Actions Supported by Identity Policy-based Authorization". */
export const READ_TAGS = ['swr:repo:listRepoTags'] as const;
/**
 * Reading an organization, which is optional: with it, a missing one is reported before anything is sent. No action is documented
 * for the details of a tag and for the list of regions.
 */
export const READ_ORGANIZATION = ['swr:namespace:getNamespace'] as const;
/** Writing tags, as a copy does in its target. */
export const UPLOAD_TAGS = ['swr:repo:upload'] as const;
/** Listing the jobs that copy tags. */
export const READ_JOBS = ['swr:repo:getSyncRepoJobInfo'] as const;
/** Reading quotas. Source: SWR, "Querying Quotas". */
export const READ_QUOTAS = ['swr::listQuotas'] as const;
/** Copying tags to another region, and listing the jobs that do it. */
export const COPY_TAGS = [
  'swr:repo:createManualSyncRepoJob',
  ...READ_JOBS,
  'swr:repo:download',
  ...UPLOAD_TAGS,
] as const;
/** Copying tags needs this as well; it cannot be limited to a repository. */
export const LOG_IN = ['swr::createLoginSecret'] as const;
/** Giving an image a further tag. */
export const TAG_IMAGES = ['swr:repo:createRepoTag'] as const;
/** Deleting a tag, as the forced deletion of an image does. */
export const DELETE_TAGS = ['swr:repo:deleteRepoTag'] as const;

/** Reading images. Source of all actions of ModelArts: ModelArts, "Permissions and Supported Actions". */
export const READ_IMAGES = ['modelarts:image:get', 'modelarts:image:list'] as const;
/** Correcting the recorded status of images. */
export const REFRESH_IMAGES = ['modelarts:image:sync'] as const;
/** Registering images. */
export const REGISTER_IMAGES = ['modelarts:image:register'] as const;
/** What registering an image needs in SWR, besides {@link READ_TAGS}. */
export const REGISTER_TAGS = ['swr:repo:getRepo', 'swr:repo:getRepoDomain', 'swr:repo:createRepoDomain'] as const;
/** What registering an image needs in SWR and cannot be limited to a repository. */
export const LIST_REPOSITORIES = ['swr:repo:listRepos'] as const;
/** Deleting images. */
export const DELETE_IMAGES = ['modelarts:image:delete'] as const;

/** Reading the images and tasks of HSS, which documents no action for them. */
export const READ_SCANS = ['hss:*:list*', 'hss:*:get*'] as const;
/** HSS documents no action for its list of images, so all actions are included. */
export const HSS_IMAGES = ['hss:*:*'] as const;
