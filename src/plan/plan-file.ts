/**
 * The plan of a dry run as JSON, which `apply` and `verify-tags` read. docs/plan.schema.json describes the format. It holds
 * what an approver approves, and no credentials, endpoints or time limits.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { NONE } from '../copy/copy-spec.ts';
import type { Rule } from '../inputs/rule.ts';
import {
  ENTERPRISE_PROJECT,
  ENVIRONMENT_PREFIX,
  IMAGE_DESCRIPTION,
  IMAGE_FLAVOR,
  IMAGE_SERVICE,
  ORGANIZATION,
  REGION,
  REPOSITORY,
  TAG,
  WORKSPACE,
} from '../inputs/rules.ts';
import { faultOf } from './plan-faults.ts';

/** The operations whose dry run gives a plan. */
export const PLANNED_OPERATIONS = ['sync-tags', 'promote', 'retag'] as const;

/** The version of the format that is written, and the only one that is read. */
const VERSION = 1;

const matching = (rule: Rule) => v.pipe(v.string(), v.regex(rule.pattern, `must be ${rule.description}`));
const DIGEST: Rule = { pattern: /^sha256:[0-9a-f]{64}$/, description: 'sha256: and 64 lowercase hexadecimal digits' };

/** Plans have it in lower case. */
const PROJECT_OF_PLAN: Rule = { ...ENTERPRISE_PROJECT, pattern: new RegExp(ENTERPRISE_PROJECT.pattern.source) };

const GITHUB_REPOSITORY: Rule = {
  pattern: /^(?:[\w.-]{1,100}\/[\w.-]{1,200})?$/,
  description: 'OWNER/NAME, or empty',
};
const RUN: Rule = { pattern: /^(?:https?:\/\/[\w./:-]{1,500})?$/, description: 'the address of a run, or empty' };

const place = {
  region: matching(REGION),
  namespace: matching(ORGANIZATION),
  repository: matching(REPOSITORY),
  tag: matching(TAG),
};

const CopySchema = v.strictObject({
  source: v.strictObject({ ...place, digest: matching(DIGEST) }),
  target: v.strictObject({ ...place, present: v.union([v.literal(NONE), matching(DIGEST)]) }),
  policy: v.picklist(['refuse', 'replace', 'forward']),
  backup: v.boolean(),
});

/** A new name that a copy needs in the source repository, and what it shows there. */
const NameSchema = v.strictObject({ tag: matching(TAG), present: v.union([v.literal(NONE), matching(DIGEST)]) });

const StagesSchema = v.strictObject({
  modelarts: v.exactOptional(
    v.strictObject({
      workspace: matching(WORKSPACE),
      registration: v.exactOptional(
        v.strictObject({
          arch: v.picklist(['X86_64', 'AARCH64']),
          flavors: v.array(matching(IMAGE_FLAVOR)),
          services: v.array(matching(IMAGE_SERVICE)),
          visibility: v.picklist(['PRIVATE', 'PUBLIC']),
          description: matching(IMAGE_DESCRIPTION),
          workspace: matching(WORKSPACE),
        }),
      ),
    }),
  ),
  hss: v.exactOptional(
    v.strictObject({
      imageType: v.picklist(['private_image', 'shared_image']),
      enterpriseProject: v.union([v.literal(''), matching(PROJECT_OF_PLAN)]),
    }),
  ),
});

const PlanSchema = v.strictObject({
  version: v.literal(VERSION),
  operation: v.picklist(PLANNED_OPERATIONS),
  /** Where the plan was made. */
  github: v.strictObject({ repository: matching(GITHUB_REPOSITORY), run: matching(RUN) }),
  proof: v.literal('digest'),
  stages: StagesSchema,
  environmentPrefix: v.union([v.literal(''), matching(ENVIRONMENT_PREFIX)]),
  names: v.array(NameSchema),
  copies: v.pipe(v.array(CopySchema), v.minLength(1, 'must not be empty: there is nothing to apply')),
});

/** A plan with the digests of its sources and targets. */
export type PlanFile = v.InferOutput<typeof PlanSchema>;

/** Where a plan is made or used, as the plan says it. */
export function originOf({
  owner,
  repository,
  runPage,
}: {
  readonly owner: string;
  readonly repository: string;
  readonly runPage: string;
}): PlanFile['github'] {
  const name = `${owner}/${repository}`;
  return {
    repository: GITHUB_REPOSITORY.pattern.test(name) ? name : '',
    run: RUN.pattern.test(runPage) ? runPage : '',
  };
}

/** A copy of a plan. */
export type PlannedCopy = PlanFile['copies'][number];

/**
 * A plan with its fields in the order of the format, so that its text, and with it its hash, does not depend on how it was
 * made. @throws Error for what {@link parsePlan} would not read
 */
export function completePlan(plan: object): PlanFile {
  const complete = v.safeParse(PlanSchema, { ...plan, version: VERSION });
  if (!complete.success) throw new Error(`the plan is not as documented at ${v.getDotPath(complete.issues[0])}`);
  return complete.output;
}

/** The text of a plan: JSON without white space, so that it fits into an output. */
export function serializePlan(plan: PlanFile): string {
  return JSON.stringify(plan);
}

/** What a reviewer compares: the SHA-256 of the text of a plan, as 64 hexadecimal digits. */
export function planHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Reads the text of a plan. White space around it does not matter.
 * @returns the plan, or what is wrong with the text: completes "`plan` must …"
 */
export function parsePlan(text: string): PlanFile | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'be the whole JSON text of a plan; this one is cut, or is something else';
  }
  const version = v.safeParse(v.looseObject({ version: v.number() }), value);
  if (version.success && version.output.version !== VERSION)
    return `be a plan of version ${VERSION}, not ${version.output.version}: make it again with this version of the action`;
  const plan = v.safeParse(PlanSchema, value, { abortEarly: true });
  if (!plan.success) {
    const [issue] = plan.issues;
    const path = v.getDotPath(issue) ?? 'the plan';
    return `be a plan as docs/plan.schema.json describes it; ${path}: ${describeIssue(issue)}`;
  }
  return faultOf(plan.output) ?? plan.output;
}

/** The texts of valibot quote the value, which somebody else wrote. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith('must ')) return issue.message;
  return issue.received === 'undefined' ? 'is missing' : 'is not as documented';
}
