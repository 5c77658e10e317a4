/** The `promote` step of scenarios with HSS, its requests, and replies in place of those of HSS. */
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, NORTH, PROJECTS, runInVirtualTime, seedOf } from './scenario-cloud.ts';
import { rowsOf } from './scenario-facts.ts';
import { promoteStep } from './scenario-promote.ts';
import { EMPTY_TEAM, tagged, team } from './scenario-sync.ts';

/** `hss` of a region's seed. */
export type HssSeed = NonNullable<Seed['regions'][string]['hss']>;

const ROOT = `hss ${EAST} /v5/${PROJECTS[EAST]}/image`;
/** The requests, in the form of `callsOf`. */
export const [OLD, NEW] = [`POST ${ROOT}/synchronize`, `POST ${ROOT}/image-sync/tasks`];
export const [TASKS, OLDER, NEWER] = [
  `GET ${ROOT}/tasks`,
  `GET ${ROOT}/swr-repository`,
  `GET ${ROOT}/registries/images`,
];

/** A tag that is longer than the filters of HSS take. */
export const LONG = 'x'.repeat(100);

interface Given {
  readonly hss?: HssSeed;
  readonly tags?: string;
  readonly more?: Readonly<Record<string, string | undefined>>;
  readonly script?: Script;
  readonly start?: typeof runInVirtualTime;
}

/** Promotes tags of `team/app/api` to one region, and synchronizes its HSS. */
export async function promoteToHss({ hss = {}, tags = 'v1,v2', more = {}, script, start = runInVirtualTime }: Given) {
  const source = { ...team(tagged('v1', 'v2', LONG, 'a', 'b', 'c', 'd')), syncSeconds: 0 };
  const result = await start({
    seed: seedOf({ [NORTH]: source, [EAST]: { ...EMPTY_TEAM, hss: { taskSeconds: 0, ...hss } } }),
    ...(script === undefined ? {} : { script }),
    with: promoteStep(tags, [EAST], { hss: 'true', timeout: '3m', ...more }),
  });
  const rows = rowsOf(result.run).filter(({ operation }) => operation === 'sync-hss');
  return { ...result, rows, verdicts: rows.map(({ subject, verdict }) => `${subject} ${verdict}`) };
}

/** A reply of another party than HSS in place of the first `times` replies to a path. */
export const replied = (path: string, status: number, body: string, times: number | 'always' = 'always'): Script => ({
  rules: [{ match: { service: 'hss', path }, times, fault: { kind: 'status', status, body } }],
});

/** The body of a list of HSS. */
export const listOf = (...entries: readonly object[]): string =>
  JSON.stringify({ total_num: entries.length, data_list: entries });

/** `team/app/api:v1` in such a list, without a digest. */
export const entry = (more: object = {}): object => ({
  namespace: 'team',
  image_name: 'app/api',
  image_version: 'v1',
  ...more,
});
