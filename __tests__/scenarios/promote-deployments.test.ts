/** The GitHub deployments that `promote` makes on an emulated GitHub. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { TOKEN, variablesOf, SHA } from '../support/emulated-github.ts';
import { withProcessClock } from '../support/process-clock.ts';
import { EAST, inCloud, NORTH, resultOf, type ScenarioResult, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';
import type { WatchedEmulator } from '../support/watched-emulator.ts';
import type { Script } from '../../emulator/script.ts';

const NAMES = { 'github-token': TOKEN, 'environment-prefix': 'prod-' } as const;

interface Settings {
  readonly github?: Seed['github'];
  readonly script?: Script;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with every line of stdout. */
  readonly onLine?: (line: string, emulator: WatchedEmulator) => Promise<void>;
}

/** Promotes `v1` to `cn-east-3`, where it is missing, and to `cn-south-1`, where it is in conflict. */
function promote({
  github = {},
  script,
  with: given = NAMES,
  env = {},
  onLine,
}: Settings = {}): Promise<ScenarioResult> {
  const regions = {
    [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 },
    [EAST]: EMPTY_TEAM,
    [SOUTH]: team({ v1: digestOf('other bytes') }),
  };
  const seed = seedOf(regions, { github: { repository: 'owner/app', token: TOKEN, ...github } });
  return inCloud(script === undefined ? { seed } : { seed, script }, async ({ emulator, run }) => {
    const transcript = await run({
      with: promoteStep('v1', [EAST, SOUTH], given),
      env: { ...variablesOf(`${emulator.url}/_/github/api`), ...env },
      onLine: (line) => void onLine?.(line, emulator),
    });
    return resultOf(emulator, transcript);
  });
}

const stateOf = ({ state }: ScenarioResult) =>
  state.deployments
    .map(({ environment, statuses }) => `${environment}: ${statuses.map((status) => status.state).join(', ')}`)
    .toSorted();

test.concurrent(
  'promote: each region gets a deployment, which goes into progress and ends as success or failure',
  async () => {
    const result = await promote();
    expect(conclusionOf(result.run)).toMatchObject({ status: 'partial', ready: [EAST] });
    expect(stateOf(result)).toEqual([`prod-${EAST}: in_progress, success`, `prod-${SOUTH}: in_progress, failure`]);
    const east = result.state.deployments.find(({ environment }) => environment === `prod-${EAST}`);
    expect(east).toMatchObject({
      ref: SHA,
      payload: { namespace: 'team', repository: 'app/api', region: EAST, tags: { v1: digestOf('v1') } },
    });
    expect(east?.statuses.at(-1)).toMatchObject({
      logUrl: 'https://git.example.test/owner/app/actions/runs/77/attempts/2',
    });
    expect(result.run.masks).toContain(TOKEN);
    expect(result.run.warnings).toEqual([]);
  },
);

test.concurrent('promote: a deployment that GitHub refuses is a warning and changes no verdict', async () => {
  const [result, regular] = await Promise.all([promote({ github: { deployments: 'forbidden' } }), promote()]);
  expect(conclusionOf(result.run)).toEqual(conclusionOf(regular.run));
  expect(result.run.warnings).toHaveLength(2);
  for (const warning of result.run.warnings) expect(warning).toContain('deployments: write');
  expect(result.state.deployments).toEqual([]);
});

test.concurrent('promote: verdicts do not wait for a GitHub that does not reply', async () => {
  const silence = { match: { service: 'github' }, times: 'always', fault: { kind: 'silence' } } as const;
  const result = await withProcessClock(({ env, advance }) =>
    promote({
      script: { rules: [silence] },
      env,
      async onLine(line, emulator) {
        if (!line.includes(`v1 → ${EAST}: copied`)) return;
        await emulator.requestSeen(({ service }) => service === 'github', 2);
        advance(10);
      },
    }),
  );
  expect(conclusionOf(result.run)).toMatchObject({ status: 'partial', ready: [EAST] });
  expect(result.run.warnings).toHaveLength(2);
  const verdicts = result.run.lines.findIndex((line) => line.includes(`v1 → ${EAST}: copied`));
  const warned = result.run.lines.findIndex((line) => line.startsWith('::warning'));
  expect(verdicts).toBeGreaterThan(0);
  expect(verdicts).toBeLessThan(warned);
});

test.concurrent('promote: a dry run, or a run without environment-prefix, sends nothing to GitHub', async () => {
  const results = await Promise.all([promote({ with: { ...NAMES, 'dry-run': 'true' } }), promote({ with: {} })]);
  for (const { requests } of results) expect(callsOf(requests).filter((call) => call.includes(' github '))).toEqual([]);
});

test.concurrent.each([
  [{ 'github-token': TOKEN }, '`environment-prefix` is required with github-token'],
  [{ 'environment-prefix': 'prod-' }, '`github-token` is required with environment-prefix'],
])('promote: only one of github-token and environment-prefix is an input error: %j', async (given, complaint) => {
  const { run, requests } = await promote({ with: given });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'input' });
  expect(run.errors[0]).toContain(complaint);
  expect(requests).toEqual([]);
});
