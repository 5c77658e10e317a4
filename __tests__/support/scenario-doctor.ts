/** The `doctor` step of scenarios, and what it finds. */
import type { Transcript } from '../../tools/runner/run-action.ts';
import { EAST, NORTH, PROJECTS, seedOf } from './scenario-cloud.ts';
import { EMPTY_TEAM, tagged, team } from './scenario-sync.ts';
import type { Seed } from '../../emulator/seed.ts';

/** The `with:` of a step that checks the promotion of `team/app/api` from `cn-north-4` to `cn-east-3`. */
export function doctorStep(
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  const place = { namespace: 'team', repository: 'app/api', 'target-regions': EAST };
  return { operation: 'doctor', 'poll-interval': undefined, ...place, ...more };
}

type RegionSeed = Seed['regions'][string];

/** A cloud in which everything works, except for what is given. */
export function healthySeed(
  { north = {}, east = {} }: { readonly north?: Partial<RegionSeed>; readonly east?: Partial<RegionSeed> } = {},
  rest: Omit<Seed, 'regions'> = {},
): Seed {
  return seedOf(
    { [NORTH]: { ...team(tagged('v1', 'v2')), syncRegions: [EAST], ...north }, [EAST]: { ...EMPTY_TEAM, ...east } },
    rest,
  );
}

const MARKS = { ok: '✓', failed: '✗', unknown: '?' } as const;

/** `✓ cn-east-3 project`, in the order of the report. */
export function marksOf({ report }: Pick<Transcript, 'report'>): readonly string[] {
  return (report.checks ?? []).map(({ result, place, name }) => `${MARKS[result]} ${place} ${name}`);
}

/** {@link marksOf} those that are not ✓, without what is never tried. */
export function troublesOf(run: Pick<Transcript, 'report'>): readonly string[] {
  return marksOf(run).filter((mark) => !mark.startsWith('✓') && !mark.endsWith(' writes'));
}

/** What a check says, with the way out; of several with this name the first that is not ✓, or else the first. */
export function saidOf({ report }: Pick<Transcript, 'report'>, place: string, name: string): string {
  const found = (report.checks ?? []).filter((check) => check.place === place && check.name === name);
  const check = found.find(({ result }) => result !== 'ok') ?? found[0];
  return check === undefined ? 'no such check' : [check.message, check.remedy].filter(Boolean).join(' ');
}

/** Ids of the projects, so that IAM gets no request. */
export const GIVEN_PROJECTS = {
  'project-id': PROJECTS[NORTH],
  'target-project-ids': `${EAST}=${PROJECTS[EAST]}`,
} as const;
