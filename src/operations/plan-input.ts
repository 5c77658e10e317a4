/** The input `plan`, and the inputs that must agree with it. */
import { describeRepository, groupCopies, type RepositoryRef } from '../copy/copy-spec.ts';
import type { InputName } from '../inputs/defaults.ts';
import { readOptionalList } from '../inputs/optional-list.ts';
import type { InputReader } from '../inputs/reader.ts';
import { readRepository } from '../inputs/reference.ts';
import { ORGANIZATION, REGION } from '../inputs/rules.ts';
import { parsePlan, type PlanFile } from '../plan/plan-file.ts';

/** Stands for a plan that could not be read. It is never used, because there are errors. */
const PLACEHOLDER: RepositoryRef = { region: 'cn-north-4', namespace: 'team', repository: 'app' };

/** A plan that was given. */
export interface GivenPlan {
  readonly plan: PlanFile;
  /** Where all its copies come from. */
  readonly source: RepositoryRef;
  /** Those of the source and of the targets. */
  readonly regions: readonly string[];
}

/** Reads the plan; errors stay in the reader. */
export function readPlan(reader: InputReader): GivenPlan {
  const none: GivenPlan = {
    plan: {
      version: 1,
      operation: 'sync-tags',
      github: { repository: '', run: '' },
      proof: 'digest',
      stages: {},
      environmentPrefix: '',
      names: [],
      copies: [],
    },
    source: PLACEHOLDER,
    regions: [],
  };
  const text = reader.content('plan');
  if (text === '') return none;
  const plan = parsePlan(text);
  if (typeof plan === 'string') {
    reader.addError('plan', `must ${plan}`);
    return none;
  }
  const { region, namespace, repository } = plan.copies[0]?.source ?? PLACEHOLDER;
  const regions = new Set([region, ...plan.copies.map(({ target }) => target.region)]);
  return { plan, source: { region, namespace, repository }, regions: [...regions] };
}

/** Adds an error for every input that is given and says something else than the plan. */
export function checkAgreement(reader: InputReader, { plan, source }: GivenPlan): void {
  const agree = (name: InputName, given: readonly string[], planned: readonly string[], rule: string): void => {
    const isSame = given.length === planned.length && given.every((value) => planned.includes(value));
    if (given.length > 0 && !isSame && plan.copies.length > 0)
      reader.addError(name, `must agree with the plan (${rule}), or not be given`, given.join(', '));
  };
  const given = readRepository(reader);
  for (const name of ['region', 'namespace', 'repository'] as const)
    agree(name, one(given[name]), [source[name]], source[name]);
  const targets = groupCopies(plan.copies).map(({ target }) => target);
  const regions = [...new Set(targets.map(({ region }) => region))];
  const namespaces = [...new Set(targets.map(({ namespace }) => namespace))];
  agree('target-regions', readOptionalList(reader, 'target-regions', REGION), regions, regions.join(', '));
  agree('target-namespace', one(reader.text('target-namespace', ORGANIZATION)), namespaces, namespaces.join(', '));
}

/** `promote of team/app/api from cn-north-4 to cn-east-3, cn-south-1` */
export function describePlan({ plan: { operation, copies }, source }: GivenPlan): string {
  const regions = new Set(copies.map(({ target }) => target.region));
  const targets = operation === 'retag' ? '' : ` to ${[...regions].join(', ')}`;
  return `${operation} of ${describeRepository(source)} from ${source.region}${targets}`;
}

/** Empty for an input that is not given. */
function one(value: string): readonly string[] {
  return value === '' ? [] : [value];
}
