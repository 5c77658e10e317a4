/** Organization, repository and tags, in the source and in a target. */
import { createPageReader } from '../../cloud/pages.ts';
import type { Swr } from '../../cloud/swr.ts';
import type { TagPage } from '../../cloud/swr-tags.ts';
import { createTagListReader } from '../../copy/by-sync/tag-list.ts';
import { checkPlace } from '../../copy/by-sync/whole-list.ts';
import { describeRepository, type RepositoryRef } from '../../copy/copy-spec.ts';
import type { TagSnapshot } from '../../copy/digest-reader.ts';
import type { Finding } from '../../engine/check.ts';
import { ask } from './ask.ts';
import type { Examination } from './examination.ts';
import { failed, ok, unknown, wrong } from './findings.ts';
import type { RegionWay } from './region.ts';

/** What is looked for in a region. Names are empty where the inputs give none. */
export interface Wanted {
  readonly place: RepositoryRef;
  readonly tags: readonly string[];
  /** Whether copies come from here, or arrive here. */
  readonly role: 'source' | 'target';
  /** Whether the tags must be there. */
  readonly areTagsNeeded: boolean;
  /** Makes the finding about the tags that are there. */
  readonly judgeTags: (found: TagSnapshot) => Finding | Promise<Finding>;
}

/** Any page shows whether there is a repository. */
const PAGE_SIZES = [100, 20] as const;

/** What was read of a repository; undefined where it could not be read. */
export interface RepositoryFacts {
  /** The wanted tags that are there. */
  readonly tags: Promise<TagSnapshot | undefined>;
  /** How many tags it has, where the list says so. */
  readonly total: Promise<number | undefined>;
}

/** Adds the checks, and reads. */
export function examineRepository(examination: Examination, way: RegionWay, wanted: Wanted): RepositoryFacts {
  const { place, tags, role } = wanted;
  const { region, namespace, repository } = place;
  const { cloud } = examination.context.services;
  if (namespace === '') return { tags: Promise.resolve(undefined), total: Promise.resolve(undefined) };
  const organization = examination.add(region, 'organization', false);
  const list = repository === '' ? undefined : examination.add(region, 'repository', true);
  const tagList = tags.length === 0 ? undefined : examination.add(region, 'tags', wanted.areTagsNeeded);
  const common = { witness: way.witness, blocker: way.blockerOf('swr-api') };
  const pages =
    list &&
    ask({
      ...common,
      check: list,
      read: async () => readFirstPage(await cloud.swr(region), place),
      judge: (page) => judgeRepository(place, page, role),
    });
  const organizationRead = ask({
    ...common,
    check: organization,
    read: async () => (await cloud.swr(region)).organization(namespace),
    judge: async (found) => judgeOrganization(place, found?.auth, found !== undefined, (await pages)?.value, role),
    // Optional: without it, a missing organization is a warning of the copy.
    judgeFailure: (failure) => ({ ...failed(failure), isNeeded: false }),
  });
  const readTags = async (): Promise<TagSnapshot | undefined> => {
    await organizationRead;
    const page = (await pages)?.value;
    if (tagList === undefined) return undefined;
    if (role === 'target' && page?.absent?.what === 'repository') {
      tagList.settle(await wanted.judgeTags(NO_TAGS));
      return NO_TAGS;
    }
    const absence =
      page === undefined ? 'its repository could not be read' : page.absent && `the ${page.absent.what} is not there`;
    const found = await ask({
      ...common,
      check: tagList,
      blocker: Promise.resolve(absence),
      read: () => createTagListReader(cloud, examination.context.clock).read(place, tags),
      judge: wanted.judgeTags,
    });
    return found?.value;
  };
  const count = async (): Promise<number | undefined> => (await pages)?.value.total;
  return { tags: readTags(), total: count() };
}

const NO_TAGS: TagSnapshot = { digests: new Map(), locations: new Map() };

async function readFirstPage(swr: Swr, place: RepositoryRef): Promise<TagPage> {
  const page = await createPageReader(PAGE_SIZES, (request) => swr.tagPage(place, request))(0);
  checkPlace(place, page.tags);
  return page;
}

function judgeRepository(place: RepositoryRef, { absent, total }: TagPage, role: Wanted['role']): Finding {
  const name = describeRepository(place);
  if (absent === undefined) return ok(`The tags of ${name} can be read${total === undefined ? '' : `: ${total}`}.`);
  const message = `${name} is not there (${absent.reason}).`;
  if (role === 'source')
    return wrong('tag-missing', message, 'Push the image first, or correct region, namespace and repository.');
  if (absent.what === 'repository') return ok(`${message} The first copy makes it.`);
  return unknown(message);
}

const AUTH: ReadonlyMap<number | undefined, string> = new Map([
  [7, 'manage'],
  [3, 'edit'],
  [1, 'read'],
]);

function judgeOrganization(
  { namespace }: RepositoryRef,
  auth: number | undefined,
  exists: boolean,
  page: TagPage | undefined,
  role: Wanted['role'],
): Finding {
  if (exists) {
    const may = AUTH.get(auth);
    const message = `${namespace} is there${may === undefined ? '' : `, with the permission to ${may} its images`}.`;
    if (auth !== 1 || role === 'source') return ok(message);
    return unknown(message, 'A copy needs the permission to edit them, or swr:repo:upload by a policy.');
  }
  if (page !== undefined && page.absent === undefined)
    return unknown(`SWR says that ${namespace} does not exist, and lists tags in it.`);
  const remedy =
    role === 'source'
      ? 'Correct region and namespace.'
      : 'Create it there: a copy does not, and SWR accepts it all the same.';
  return { ...wrong('organization-missing', `${namespace} does not exist.`, remedy), isNeeded: true };
}
