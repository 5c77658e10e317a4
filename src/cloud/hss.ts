/** HSS, host security: its list of images. One function for each API call. */
import { ReplyFormatError } from '../http/call.ts';
import { type Caller, type PlainCall, valueOf } from './caller.ts';
import { type Dated, dateOf } from './dated.ts';
import { type HssImagePage, type HssTaskPage, MANUAL_SYNC, readImagePage, readTaskPage } from './hss-lists.ts';
import { pageLimits, type PageRequest, refusedPage } from './pages.ts';
import { isNoSuchApi } from './reply-rules.ts';

/** Re-exported for the users of {@link Hss}. */
export type { Dated } from './dated.ts';
export type { FailedImage, HssImageName, HssImagePage, HssTaskPage, ListedImage, SyncTask } from './hss-lists.ts';

/** HSS's own words for the images of one's own and for those that others share. */
export type ImageType = 'private_image' | 'shared_image';

/** The two lists of images that regions have: the older one, and the one that replaces it. */
export const IMAGE_LISTS = ['swr-repository', 'registries/images'] as const;

/** Which images are listed. Whether HSS compares exactly is not documented. */
export interface HssImageFilter {
  readonly imageType: ImageType;
  /** The organization. */
  readonly namespace: string;
  readonly name: string;
  /** At most 64 characters; undefined for all tags. */
  readonly tag?: string | undefined;
}

/**
 * HSS in one region. Rejects with a {@link Failure}. Undefined where the region does not have the route, which one reply
 * alone does not prove: a gateway that is being updated says so as well.
 */
export interface Hss {
  /** Starts a synchronization by the older route. */
  synchronize(type: ImageType): Promise<Dated<true> | undefined>;
  /** Starts a synchronization by the newer route, of all registries that HSS knows. Rejects where there is no such route. */
  startSyncTask(): Promise<Dated<true>>;
  /** A page of 10 to 200 manual synchronization tasks; for {@link createPageReader}. */
  syncTasks(page: PageRequest): Promise<(HssTaskPage & Pick<Dated<unknown>, 'dateMs'>) | undefined>;
  /** A page of 10 to 200 images; for {@link createPageReader}. */
  imagePage(
    list: (typeof IMAGE_LISTS)[number],
    filter: HssImageFilter,
    page: PageRequest,
  ): Promise<HssImagePage | undefined>;
}

const NEEDS_PERMISSION =
  'HSS needs the permission to operate its images, and an agency of its own with SWROperatePolicy to read the registry.';

/** `projectId` is part of every path; `region` is sent, and named in messages. */
export function createHss(
  call: Caller,
  projectId: string,
  options: { readonly region: string; readonly enterpriseProject: string },
): Hss {
  const { region } = options;
  const path = (...rest: string[]): readonly string[] => ['v5', projectId, 'image', ...rest];
  const headers = { region };
  const scope: Readonly<Record<string, string>> =
    options.enterpriseProject === '' ? {} : { enterprise_project_id: options.enterpriseProject };

  /** Starts a synchronization. Not repeatable: HSS would start another task. */
  const start = (
    request: Pick<PlainCall<Dated<true>>, 'doing' | 'path' | 'body' | 'isAbsent'>,
  ): Promise<Dated<true> | undefined> =>
    valueOf(call, {
      ...request,
      method: 'POST',
      query: scope,
      headers,
      repeatable: false,
      read(body, reply) {
        // An error within the body has been found before; otherwise nothing in it is needed.
        if (body !== undefined && typeof body !== 'object')
          throw new ReplyFormatError('', `must be Object, not ${typeof body}`);
        return { value: true, dateMs: dateOf(reply) };
      },
      hint: NEEDS_PERMISSION,
    });

  const readPage = async <T>(
    page: PageRequest,
    { query, hint, ...request }: Pick<PlainCall<T>, 'doing' | 'path' | 'query' | 'read' | 'hint'>,
  ): Promise<T | undefined> => {
    const answer = await call({
      ...request,
      method: 'GET',
      query: { ...scope, ...query, limit: String(page.limit), offset: String(page.offset) },
      headers,
      repeatable: true,
      ...pageLimits(page),
    });
    if (answer.ok) return answer.value;
    if (isNoSuchApi(answer.error)) return undefined;
    throw refusedPage(request.doing, answer.error, hint);
  };

  return {
    /** HSS, "Synchronizing the Image List from SWR". */
    synchronize: (type) =>
      start({
        doing: `synchronize the image list of HSS in ${region}`,
        path: path('synchronize'),
        body: { image_type: type },
        isAbsent: isNoSuchApi,
      }),

    /** HSS, "Creating an Image Synchronization Task". */
    async startSyncTask() {
      const started = await start({
        doing: `start an image synchronization task of HSS in ${region}`,
        path: path('image-sync', 'tasks'),
        body: { sync_all_registries: true },
      });
      return started ?? { value: true, dateMs: undefined };
    },

    /** HSS, "Querying the Image Task List". */
    syncTasks: (page) =>
      readPage(page, {
        doing: `list the image synchronization tasks of HSS in ${region}`,
        path: path('tasks'),
        query: { type: 'image_sync', task_type: MANUAL_SYNC },
        read: (body, reply) => ({ ...readTaskPage(body), dateMs: dateOf(reply) }),
        hint: 'Following the synchronization needs the permission to read images in HSS.',
      }),

    /** HSS, "Querying the SWR Image Repository List" and "Querying Registry Images". */
    imagePage: (list, { imageType, namespace, name, tag }, page) =>
      readPage(page, {
        doing: `list the images of ${namespace}/${name} in HSS of ${region}`,
        path: path(...list.split('/')),
        query: {
          image_type: imageType,
          namespace,
          image_name: name,
          ...(tag === undefined ? {} : { image_version: tag }),
        },
        read: readImagePage,
        hint: 'The proof of a promotion needs the permission to read images in HSS.',
      }),
  };
}
