/** What the baselines are written with: plain calls of the API with a token, over the same transport as the action. */
import * as v from 'valibot';
import { sleep } from '../../../src/clock.ts';
import { ORGANIZATION, REPOSITORY, SOURCE, type Simulation } from '../simulation/simulation.ts';

/** Another way to promote: copies every tag to every target, and ends when all targets have the source's digests. */
export interface Baseline {
  /** Its name in the table. */
  readonly name: string;
  run(cloud: PlainCloud): Promise<void>;
}

/** The calls that a baseline makes. */
export interface PlainCloud {
  readonly tags: readonly string[];
  readonly targets: readonly string[];
  /** Submits the copies of these tags to one region, in one request. */
  trigger(region: string, tags: readonly string[]): Promise<void>;
  /** Digests by tag of the repository in one region, from all pages. */
  list(region: string): Promise<ReadonlyMap<string, string>>;
  /** The digest of one tag; undefined if the region does not have it. */
  show(region: string, tag: string): Promise<string | undefined>;
  pause(seconds: number): Promise<void>;
}

/** The region of the source. */
export { SOURCE } from '../simulation/simulation.ts';

const TagSchema = v.object({ Tag: v.optional(v.string(), ''), digest: v.string() });
const PageSchema = v.optional(v.array(TagSchema), []);

/** The calls, made in a simulated cloud. */
export function plainCloud(simulation: Simulation): PlainCloud {
  const { clock, transport } = simulation;
  const never = new AbortController().signal;
  const folder = `v2/manage/namespaces/${ORGANIZATION}/repos/${REPOSITORY.replaceAll('/', '$')}`;
  const ask = async (method: string, region: string, path: string, body = ''): Promise<unknown> => {
    const url = new URL(`http://127.0.0.1:1/swr-api/${region}/${folder}/${path}`);
    const headers = { 'content-type': 'application/json', 'x-auth-token': simulation.tokenOf(region) };
    const reply = await transport.send({ method, url, headers, body, newConnection: false }, never);
    if (reply.status === 404) return undefined;
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body);
  };
  return {
    tags: simulation.options.tags,
    targets: simulation.options.targets,
    async trigger(region, tags) {
      const wanted = { imageTag: tags, remoteRegionId: region, remoteNamespace: ORGANIZATION, override: false };
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
/** The most tags in one request. */
const BATCH = 50;

/** Submits the copies of all tags in batches, one region after the other. */
export async function triggerAll({ tags, targets, trigger }: PlainCloud): Promise<void> {
  for (const region of targets) {
    for (let start = 0; start < tags.length; start += BATCH) await trigger(region, tags.slice(start, start + BATCH));
  }
}

/** Lists every incomplete region at once, again and again, with the given pauses (seconds) in between. */
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
