/** What the inputs of a run ask for: which tags may come to show what. Read from the documented inputs, plans and reports. */
import * as v from 'valibot';
import { readReport } from '../../runner/report.ts';
import type { RecordedRun } from '../recording.ts';
import { HOME } from '../scenario/names.ts';

/** One tag that a run is about. */
export interface Wanted {
  /** The operation of its row. */
  readonly operation: string;
  readonly region: string;
  readonly tag: string;
  /** The tag of the source that it comes from. */
  readonly source: string;
  /** What it must come to show, and nothing else; undefined for whatever the source shows. */
  readonly digest: string | undefined;
  /** What it must show before, `none` for nothing; undefined for whatever it shows. */
  readonly present: string | undefined;
  /** `forward`: only by a higher version. */
  readonly policy: 'refuse' | 'replace' | 'forward';
  readonly backup: boolean;
}

/** What a run is asked to do. */
export interface Intent {
  readonly wanted: readonly Wanted[];
  /** Rows of later stages for each copy. */
  readonly stages: number;
  /** Whether it must not change anything. */
  readonly isReadOnly: boolean;
  /** The operation whose rows are its result; others are a means. */
  readonly performs: string;
}

const place = { region: v.string(), tag: v.string() };
const PlanSchema = v.looseObject({
  operation: v.string(),
  stages: v.record(v.string(), v.unknown()),
  names: v.array(v.looseObject({ tag: v.string(), present: v.string() })),
  copies: v.array(
    v.looseObject({
      source: v.looseObject({ ...place, digest: v.string() }),
      target: v.looseObject({ ...place, present: v.string() }),
      policy: v.picklist(['refuse', 'replace', 'forward']),
      backup: v.boolean(),
    }),
  ),
});

/** Undefined for operations that are not about tags. */
export function intentOf({ inputs }: Pick<RecordedRun, 'inputs'>): Intent | undefined {
  const { operation = '' } = inputs;
  const isDryRun = inputs['dry-run'] === 'true';
  switch (operation) {
    case 'sync-tags':
    case 'promote': {
      const copies = named(inputs, listOf(inputs['target-regions']), 'sync-tags');
      return {
        wanted: [...namesOf(copies), ...copies],
        stages: stagesOf(inputs),
        isReadOnly: isDryRun,
        performs: operation,
      };
    }
    case 'retag':
      return { wanted: named(inputs, [HOME], 'retag'), stages: 0, isReadOnly: isDryRun, performs: operation };
    case 'apply':
      return { ...planned(inputs['plan']), isReadOnly: isDryRun };
    case 'verify-tags': {
      const wanted =
        inputs['plan'] === undefined
          ? named(inputs, listOf(inputs['target-regions']), operation)
          : planned(inputs['plan']).copies.map((copy) => ({ ...copy, operation }));
      return { wanted, stages: 0, isReadOnly: true, performs: operation };
    }
    case 'rollback':
      return { wanted: restores(inputs['report']), stages: 0, isReadOnly: isDryRun, performs: operation };
    case 'doctor':
      return { wanted: [], stages: 0, isReadOnly: true, performs: operation };
    default:
      return undefined;
  }
}

function listOf(text = ''): readonly string[] {
  return text.split(/[,\n]/).filter((entry) => entry !== '');
}

function named(inputs: RecordedRun['inputs'], regions: readonly string[], operation: string): readonly Wanted[] {
  const moving = listOf(inputs['moving-tags']);
  return regions.flatMap((region) =>
    listOf(inputs['tags']).map((entry) => {
      const [, source = '', digest, tag = source] = /^([^@\s]+)(?:@(\S+))?(?: => (\S+))?$/.exec(entry) ?? [];
      const policy = moving.includes(tag) ? 'forward' : inputs['override'] === 'true' ? 'replace' : 'refuse';
      return {
        operation,
        region,
        tag,
        source,
        digest,
        present: undefined,
        policy,
        backup: inputs['backup'] === 'true',
      };
    }),
  );
}

/** The new names that copies need in the source. */
function namesOf(copies: readonly Wanted[]): readonly Wanted[] {
  const renamed = copies.filter(({ source, tag }) => source !== tag);
  return [...new Map(renamed.map((copy) => [copy.tag, copy])).values()].map((copy) => ({
    ...copy,
    operation: 'retag',
    region: HOME,
  }));
}

function planned(text = ''): Omit<Intent, 'isReadOnly'> & { readonly copies: readonly Wanted[] } {
  const plan = v.parse(PlanSchema, JSON.parse(text));
  const operation = plan.operation === 'retag' ? 'retag' : 'sync-tags';
  const copies = plan.copies.map(({ source, target: { region, tag, present }, policy, backup }): Wanted => {
    return { operation, region, tag, source: source.tag, digest: source.digest, present, policy, backup };
  });
  const presentOf = new Map(plan.names.map(({ tag, present }) => [tag, present]));
  const names =
    operation === 'retag' ? [] : namesOf(copies).map((name) => ({ ...name, present: presentOf.get(name.tag) }));
  return { wanted: [...names, ...copies], copies, stages: Object.keys(plan.stages).length, performs: plan.operation };
}

function restores(text = ''): readonly Wanted[] {
  return readReport(text).results.flatMap(({ region, tag = '', previousDigest, backup }): readonly Wanted[] =>
    backup === undefined
      ? []
      : [
          {
            operation: 'rollback',
            region,
            tag,
            source: backup,
            digest: previousDigest,
            present: undefined,
            policy: 'replace',
            backup: false,
          },
        ],
  );
}

function stagesOf(inputs: RecordedRun['inputs']): number {
  if (inputs['operation'] !== 'promote') return 0;
  return (inputs['modelarts'] === 'skip' ? 0 : 1) + (inputs['hss'] === 'true' ? 1 : 0);
}
