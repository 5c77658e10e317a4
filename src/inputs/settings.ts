/** The inputs that every operation has: region, projects, endpoint, time limits and options. */
import type { EndpointTemplate } from '../cloud/endpoints.ts';
import { readEndpoint } from './endpoint.ts';
import type { InputReader } from './reader.ts';
import { judgeValue, type Rule } from './rule.ts';
import { PROJECT, REGION } from './rules.ts';

/** The values of the input `fail-on`. */
export const FAIL_ON = ['any', 'all', 'never'] as const;
/** Which failures make the step fail: `any`, only if `all` items failed, or `never`. */
export type FailOn = (typeof FAIL_ON)[number];

/** Where and how hard a run works. */
export interface Settings {
  /** The source region, or the region that the operation works in. */
  readonly region: string;
  /** Project id by region, as far as given; the others are looked up. */
  readonly projects: ReadonlyMap<string, string>;
  readonly endpoint: EndpointTemplate;
  readonly timeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly maxAttempts: number;
  readonly concurrency: number;
  readonly failOn: FailOn;
}

/**
 * Reads them; errors stay in the reader.
 * @param targetProjects of the target regions, from operations that may have any, as far as they are given
 * @param otherwise the region that other inputs name, in place of an empty `region`
 * @param severalRegions whether this run works in several
 */
export function readSettings(
  inputs: InputReader,
  targetProjects?: ReadonlyMap<string, string>,
  otherwise = '',
  severalRegions = targetProjects !== undefined,
): Settings {
  const named = inputs.text('region') || otherwise;
  const region = named || fromVariable(inputs, 'region', REGION);
  if (region === '') inputs.addError('region', 'is required', '');
  else if (named !== '') inputs.checkValue('region', named, REGION);
  const given = inputs.text('project-id', PROJECT);
  const projects = new Map(targetProjects);
  const other = projects.get(region);
  if (given !== '' && other !== undefined && other !== given)
    inputs.addError('project-id', `must be the project that target-project-ids names for ${region} (${other})`, given);
  // Every region has projects of its own.
  const isOfVariable = given === '' && other === undefined && region === inputs.fallbacks.region;
  const project = isOfVariable ? fromVariable(inputs, 'project-id', PROJECT) : given;
  if (project !== '') projects.set(region, project);
  return {
    region,
    projects,
    endpoint: readEndpoint(inputs, severalRegions),
    // A job on a self-hosted runner may take five days; timers of Node reach further.
    timeoutMs: inputs.duration('timeout', { min: '0s', max: '120h' }),
    requestTimeoutMs: inputs.duration('request-timeout', { min: '1s', max: '10m' }),
    maxAttempts: inputs.count('max-attempts', { min: 1, max: 100 }),
    concurrency: inputs.count('concurrency', { min: 1, max: 64 }),
    failOn: inputs.choice('fail-on', FAIL_ON),
  };
}

const VARIABLES = { region: 'HUAWEI_CLOUD_REGION', 'project-id': 'HUAWEI_CLOUD_PROJECT_ID' } as const;

/** What huaweicloud/auth-action leaves to later steps. */
export function readFallbacks(env: (name: string) => string): InputReader['fallbacks'] {
  return { region: env(VARIABLES.region), 'project-id': env(VARIABLES['project-id']) };
}

/** The value that the environment has for an input that is not given; empty for none. An error names the variable. */
function fromVariable(inputs: InputReader, name: keyof typeof VARIABLES, rule: Rule): string {
  const value = inputs.fallbacks[name];
  const { error } = value === '' ? {} : judgeValue(value, rule, false);
  if (error !== undefined) inputs.addError(name, `is not given, and the variable ${VARIABLES[name]} ${error}`, value);
  // For the warning about a value that is not known.
  else if (value !== '') inputs.checkValue(name, value, rule);
  return value;
}

/** How a run proceeds; not every operation reads all of it. */
export interface RunOptions {
  readonly wait: boolean;
  readonly pollIntervalMs: number;
  readonly dryRun: boolean;
}

/** Reads them; errors stay in the reader. */
export function readRunOptions(inputs: InputReader): RunOptions {
  return { wait: inputs.flag('wait'), pollIntervalMs: readPollInterval(inputs), dryRun: inputs.flag('dry-run') };
}

/** Milliseconds. */
export function readPollInterval(inputs: InputReader): number {
  return inputs.duration('poll-interval', { min: '1s', max: '1h' });
}
