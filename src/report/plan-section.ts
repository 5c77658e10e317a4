/** The plan in the job summary: what an approver approves, or what was approved. */
import { TAG_OPERATIONS } from './conclusion.ts';
import { describeVerdict } from './messages.ts';
import type { Result } from './results.ts';
import type { RunReport } from './run-report.ts';

/** Lines of Markdown. */
export interface PlanSection {
  readonly head: readonly string[];
  /** Of a block of code: one entry a change, of one to three lines. Regions with the same change are together. */
  readonly changes: readonly string[];
  readonly foot: readonly string[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const PAGE = /^https?:\/\/[\w./:-]+$/;

/** Empty where the run neither made nor was given a plan. */
export function planSection({ plan, dryRun, results }: RunReport): PlanSection {
  if (plan === undefined) return { head: [], changes: [], foot: [] };
  const { github, operation: planned } = plan.content;
  const origin = plan.isMade || !PAGE.test(github.run) ? '' : `, made by ${github.run}`;
  const head = [`**Plan** (\`${planned}\`${stagesOf(plan.content.stages)}), SHA-256 \`${plan.hash}\`${origin}`, ''];
  const changes = dryRun ? changesOf(results, plan.isMade) : [];
  return changes.length === 0 ? { head, changes, foot: [] } : { head: [...head, '```diff'], changes, foot: ['```'] };
}

function stagesOf({ modelarts, hss }: NonNullable<RunReport['plan']>['content']['stages']): string {
  const verb = modelarts?.registration === undefined ? 'refresh' : 'register';
  const stages = [...(modelarts === undefined ? [] : [`${verb} in ModelArts`]), ...(hss === undefined ? [] : ['HSS'])];
  return stages.length === 0 ? '' : `, then ${stages.join(', then ')}`;
}

/** As `diff` has them: `+` is new, `-` was there before, and what begins with `!` is replaced. */
function changesOf(results: readonly Result[], isMade: boolean): readonly string[] {
  const rows = results.filter(({ operation }) => TAG_OPERATIONS.has(operation));
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([row.tag, row.sourceTag, describeVerdict(row), row.previousDigest, row.digest, row.sourceDigest]),
  );
  return [...groups.values()].flatMap((members) => {
    const [row] = members;
    return row === undefined ? [] : [changeOf(row, members.map(({ region }) => region).join(', '), isMade)];
  });
}

function changeOf(row: Result, regions: string, isMade: boolean): string {
  const { tag = '', sourceTag, verdict, ok, digest, previousDigest, sourceDigest } = row;
  const isReplaced = verdict === 'planned' && previousDigest !== undefined;
  const sign = verdict === 'planned' ? (isReplaced ? '!' : '+') : ' ';
  const name = sourceTag === undefined ? tag : `${sourceTag} => ${tag}`;
  // A plan that was given has it, and it is not done.
  const left = ok ? '' : isMade ? ', not in the plan' : ', not to be done';
  const head = `${ok ? sign : '-'} ${name} ${describeVerdict(row)}${left}: ${regions}`;
  const before = previousDigest === undefined || previousDigest === digest ? [] : [previousDigest];
  const after = digest === undefined ? [] : [digest];
  const instead = sourceDigest === undefined ? [] : [sourceDigest];
  const wanted = instead.length > 0 ? ' wanted' : ' in the source';
  const lines = [
    ...before.map((text) => `${isReplaced ? '-' : ' '}     ${known(text)}${ok ? '' : ' in the target'}`),
    ...after.map((text) => `${verdict === 'planned' ? '+' : ' '}     ${known(text)}${ok ? '' : wanted}`),
    ...instead.map((text) => `      ${known(text)} in the source`),
  ];
  // Nothing in it can end the block of code.
  return [head, ...lines].join('\n').replaceAll('`', "'");
}

function known(digest: string): string {
  return DIGEST.test(digest) ? digest : 'an unreadable digest';
}
