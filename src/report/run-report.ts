/** Everything that the log, the outputs, the summary and the report file are made from. */
import type { Image } from '../cloud/modelarts.ts';
import type { Check } from '../engine/check.ts';
import type { Item } from '../engine/item.ts';
import { copyFailure, type Failure } from '../errors.ts';
import { escapeInvisible, startOf } from '../escape.ts';
import { planHash, type PlanFile, serializePlan } from '../plan/plan-file.ts';
import { type Redact, type Redactor, redactValues } from '../redaction.ts';
import { oncePerKey } from '../share.ts';
import { conclude, type Conclusion } from './conclusion.ts';
import { type Reference, referencesOf } from './references.ts';
import { type Result, resultOf } from './results.ts';
import type { RunResult } from './run-result.ts';

/** The longest documented text of an image has 3000 characters. Longer ones are cut, so that one image cannot fill an output. */
const TEXT_LIMIT = 4000;

/** A plan as its reader sees it. */
export interface PlanText {
  readonly content: PlanFile;
  /** JSON. */
  readonly text: string;
  /** Whether this run has made it, and was not given it. */
  readonly isMade: boolean;
  /** The SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
}

/** A {@link RunResult} with its conclusion and its rows. */
export interface RunReport extends Omit<RunResult, 'outcomes' | 'images' | 'plan'> {
  readonly plan: PlanText | undefined;
  readonly conclusion: Conclusion;
  /** One row an item, in the order of the plan. */
  readonly results: readonly Result[];
  readonly references: readonly Reference[];
  readonly images: readonly (Image & { readonly region: string })[];
}

/** Derives the conclusion and the rows. The conclusion is drawn first; then every value is redacted, before it is cut or escaped. */
export function createRunReport(
  result: RunResult,
  { redact, redactName }: Pick<Redactor, 'redact' | 'redactName'>,
): RunReport {
  // Most values are those of many rows: a digest, the text of a failure.
  const redactor = { redact: oncePerKey(redact), redactName: oncePerKey(redactName) };
  const given = new Set(result.outcomes.flatMap(({ item }) => [item.region, item.tag]));
  // Other names are tags of images, which the cloud has written.
  const redactTag = (name: string): string => (given.has(name) ? redactor.redactName : redactor.redact)(name);
  const conclusion = redactValues(conclude(result), cut(redactTag), ['status', 'failureKind']);
  const { outcomes, images, checks, plan, ...rest } = redactResult(result, redactor);
  return {
    ...rest,
    plan: plan && planText(plan, result.operation),
    conclusion,
    checks: checks.map(escaped),
    results: outcomes.map((outcome) => resultOf(outcome, images.get(outcome.item)?.[0]?.id)),
    references: referencesOf(outcomes, result.isPublicCloud),
    images: outcomes.flatMap(({ item: { region }, item }) =>
      (images.get(item) ?? []).map((image) => ({ ...image, region })),
    ),
  };
}

function planText(content: PlanFile, operation: string): PlanText {
  const text = serializePlan(content);
  return { content, text, hash: planHash(text), isMade: content.operation === operation };
}

/** Texts of the cloud are escaped and cut, as those of {@link resultOf} are. */
function escaped(check: Check): Check {
  const { message, remedy } = check;
  return { ...check, message: escapeInvisible(message, 2000), remedy: remedy && escapeInvisible(remedy, 2000) };
}

/** A copy without secrets. The action's own words (verdicts, codes) stay as they are. */
function redactResult(result: RunResult, { redact, redactName }: Pick<Redactor, 'redact' | 'redactName'>): RunResult {
  // Items are compared by identity.
  const itemOf = oncePerKey((item: Item) => redactValues(item, redactName, ['operation']));
  return {
    ...result,
    inputs: redactValues(result.inputs, redactName),
    plan: result.plan && redactValues(result.plan, redactName),
    steps: result.steps.map(({ title, items, needs }) => ({
      title: redactName(title),
      items: items.map(itemOf),
      ...(needs === undefined ? {} : { needs: { ...needs, items: needs.items.map(itemOf) } }),
    })),
    outcomes: result.outcomes.map(({ item, verdict, seconds }) => ({
      item: itemOf(item),
      verdict: {
        ...redactValues(verdict, redact, ['kind', 'code', 'failure']),
        digest: verdict.digest && redactName(verdict.digest),
        previousDigest: verdict.previousDigest && redactName(verdict.previousDigest),
        targetDigest: verdict.targetDigest && redactName(verdict.targetDigest),
        sourceDigest: verdict.sourceDigest && redactName(verdict.sourceDigest),
        backup: verdict.backup && redactName(verdict.backup),
      },
      seconds,
    })),
    checks: result.checks.map((check) => ({
      ...redactValues(check, redact, ['name', 'result', 'code']),
      place: redactName(check.place),
    })),
    failure: result.failure && redactFailure(result.failure, redact),
    images: new Map([...result.images].map(([item, images]) => [itemOf(item), redactValues(images, cut(redact))])),
  };
}

/** Redacts before it cuts. */
function cut(redact: Redact): Redact {
  return (text) => startOf(redact(text), TEXT_LIMIT);
}

function redactFailure(failure: Failure, redact: Redact): Failure {
  const { message, hint, details } = failure;
  return copyFailure(failure, {
    message: redact(message),
    hint: hint && redact(hint),
    details: details.map(redact),
  });
}
