/** Makes the plan of a dry run: what its comparison found, for every copy that would be done or is done already. */
import { type CopySpec, describeRepository, inPlace, NONE, type TagRef } from '../copy/copy-spec.ts';
import type { Item, Outcome } from '../engine/item.ts';
import type { Verdict } from '../engine/verdict.ts';
import { completePlan, type PlanFile } from './plan-file.ts';

/** The operation that items of new names belong to, and that of copies; the items of `promote` as well. */
const RETAG = 'retag';
const SYNC_TAGS = 'sync-tags';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What a plan holds besides what the dry run found. */
export interface PlanParts {
  readonly operation: PlanFile['operation'];
  readonly stages: object;
  readonly environmentPrefix: string;
  readonly copies: readonly CopySpec[];
}

/** A plan that does not say yet where it was made. */
export interface PlanDraft extends Omit<PlanParts, 'copies'>, Pick<PlanFile, 'proof' | 'names' | 'copies'> {}

/**
 * Copies that failed in the dry run are not part of the plan.
 * @returns undefined where nothing is left, or where a digest is none that a plan can hold
 */
export function draftPlan(
  { operation: name, stages, environmentPrefix, copies }: PlanParts,
  outcomes: readonly Outcome[],
): PlanDraft | undefined {
  const verdicts = new Map(outcomes.map(({ item, verdict }) => [keyOf(item), verdict]));
  const operation = name === RETAG ? RETAG : SYNC_TAGS;
  const verdictOf = (of: string, { region, namespace, repository, tag }: TagRef): Verdict | undefined =>
    verdicts.get(keyOf({ operation: of, region, namespace, repository, subject: tag }));

  const planned = copies.flatMap((spec): PlanDraft['copies'] => {
    const state = stateOf(verdictOf(operation, spec.target));
    if (state === undefined) return [];
    const { source, target, policy, backup } = spec;
    return [
      {
        source: { ...source, digest: state.digest },
        target: { ...target, present: state.present },
        policy,
        backup,
      },
    ];
  });
  const names = (operation === RETAG ? [] : inPlace(planned)).flatMap(({ target }) => {
    const state = stateOf(verdictOf(RETAG, target));
    return state === undefined ? [] : [{ tag: target.tag, present: state.present }];
  });
  const digests = planned.flatMap(({ source, target }) => [source.digest, target.present]);
  if (planned.length === 0 || !digests.every((digest) => digest === NONE || DIGEST.test(digest))) return undefined;
  return { operation: name, proof: 'digest', stages, environmentPrefix, names, copies: planned };
}

/** The plan of a draft. @param run the page of the run that made it, and its GitHub repository */
export function planOf(draft: PlanDraft, github: PlanFile['github']): PlanFile {
  return completePlan({ ...draft, github });
}

interface TagState {
  readonly digest: string;
  readonly present: string;
}

/** The digests that a comparison found; undefined where it did not end well. */
function stateOf(verdict: Verdict | undefined): TagState | undefined {
  const { kind, digest, previousDigest } = verdict ?? {};
  if (digest === undefined) return undefined;
  if (kind === 'unchanged') return { digest, present: digest };
  return kind === 'planned' || kind === 'kept' ? { digest, present: previousDigest ?? NONE } : undefined;
}

function keyOf({ operation, region, namespace = '', repository = '', subject }: Item): string {
  return JSON.stringify([operation, region, describeRepository({ namespace, repository }), subject]);
}
