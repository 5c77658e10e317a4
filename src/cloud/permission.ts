/** What an operation must be allowed to do, in the cloud's words: for narrowed keys, and for the documents. */

export interface Permission {
  /** Actions of identity policies: `service:resource type:operation`. */
  readonly actions: readonly string[];
  /** Where they are needed. */
  readonly regions: readonly string[];
  /** `organization/repository`, for actions of SWR. */
  readonly repository?: string;
}

/** SWR, "Actions Supported by Identity Policy-based Authorization". */
export const READ_TAGS = ['swr:repo:listRepoTags'] as const;
export const COPY_TAGS = [
  'swr:repo:createManualSyncRepoJob',
  'swr:repo:getSyncRepoJobInfo',
  'swr:repo:download',
  'swr:repo:upload',
] as const;
/** Needed by the synchronization as well; its resource is no repository. */
export const LOG_IN = ['swr::createLoginSecret'] as const;
export const DELETE_TAGS = ['swr:repo:deleteRepoTag'] as const;

/** ModelArts, "Permissions and Supported Actions", images. */
export const READ_IMAGES = ['modelarts:image:get', 'modelarts:image:list'] as const;
export const REFRESH_IMAGES = ['modelarts:image:sync'] as const;
export const REGISTER_IMAGES = ['modelarts:image:register'] as const;
/** Documented as what a registration depends on, besides {@link READ_TAGS}. */
export const REGISTER_TAGS = ['swr:repo:getRepo', 'swr:repo:getRepoDomain', 'swr:repo:createRepoDomain'] as const;
/** Another of these; it lists repositories, so it cannot be narrowed down to one. */
export const LIST_REPOSITORIES = ['swr:repo:listRepos'] as const;
export const DELETE_IMAGES = ['modelarts:image:delete'] as const;

/** HSS documents no action for its list of images, so that all of them are asked for. */
export const HSS_IMAGES = ['hss:*:*'] as const;
