/** What a baseline is written with: plain calls of the API, with a token, over the wire that the action uses as well. */
import * as v from 'valibot';
import { sleep } from '../../../src/clock.ts';
import { REPOSITORY, SOURCE, TEAM, type World } from '../world/world.ts';

/** A program that promotes every tag of the world to every target, and ends when it has seen all of them there. */
export interface Baseline {
  /** Its strategy. */
  readonly name: string;
  run(cloud: PlainCloud): Promise<void>;
}

export interface PlainCloud {
  readonly tags: readonly string[];
  readonly targets: readonly string[];
  trigger(region: string, tags: readonly string[]): Promise<void>;
  /** Digest by tag, from as many pages as there are. */
  list(region: string): Promise<ReadonlyMap<string, string>>;
  /** The digest of one tag; undefined where it is not there. */
  show(region: string, tag: string): Promise<string | undefined>;
  pause(seconds: number): Promise<void>;
}

/** The region of the source. */
export { SOURCE } from '../world/world.ts';

const TagSchema = v.object({ Tag: v.optional(v.string(), ''), digest: v.string() });
const PageSchema = v.optional(v.array(TagSchema), []);

export function plainCloud(world: World): PlainCloud {
  const { clock, wire } = world;
  const never = new AbortController().signal;
  const folder = `v2/manage/namespaces/${TEAM}/repos/${REPOSITORY.replaceAll('/', '$')}`;
  const ask = async (method: string, region: string, path: string, body = ''): Promise<unknown> => {
    const url = new URL(`http://127.0.0.1:1/swr-api/${region}/${folder}/${path}`);
    const headers = { 'content-type': 'application/json', 'x-auth-token': world.tokenOf(region) };
    const reply = await wire.send({ method, url, headers, body, newConnection: false }, never);
    if (reply.status === 404) return undefined;
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body);
  };
  return {
    tags: world.parts.tags,
    targets: world.parts.targets,
    async trigger(region, tags) {
      const wanted = { imageTag: tags, remoteRegionId: region, remoteNamespace: TEAM, override: false };
      await ask('POST', SOURCE, 'sync_images', JSON.stringify(wanted));
    },
    async list(region) {
      const digests = new Map<string, string>();
      for (let offset = 0; ; offset += PAGE) {
        const page = v.parse(PageSchema, await ask('GET', region, `tags?limit=${PAGE}&offset=${offset}`));
        for (const { Tag, digest } of page) digests.set(Tag, digest);
        if (page.length < PAGE) return digests;
      }
    },
    async show(region, tag) {
      return v.parse(v.optional(TagSchema), await ask('GET', region, `tags/${tag}`))?.digest;
    },
    pause: (seconds) => sleep(clock, seconds * 1000, never),
  };
}

const PAGE = 1000;
/** As many tags as the console sends at once. */
const BATCH = 50;

/** Asks for all tags in batches, a region after the other. */
export async function triggerAll({ tags, targets, trigger }: PlainCloud): Promise<void> {
  for (const region of targets) {
    for (let start = 0; start < tags.length; start += BATCH) await trigger(region, tags.slice(start, start + BATCH));
  }
}

/** Lists every region that is not complete yet, in turns, with these pauses between them. */
export async function awaitAll(
  { tags, targets, list, pause }: PlainCloud,
  pauses: Iterator<number, number>,
): Promise<void> {
  const source = await list(SOURCE);
  let open = [...targets];
  for (;;) {
    const shown = await Promise.all(open.map(list));
    open = open.filter((_, index) => !tags.every((tag) => shown[index]?.get(tag) === source.get(tag)));
    if (open.length === 0) return;
    await pause(pauses.next().value);
  }
}
