import { GITHUB, SERVICES, type Address, type Service } from './address.ts';
import { faultReader, type Fault } from './fault.ts';
import type { ApiRequest } from './message.ts';
import { dictionary, either, flag, integer, list, number, object, oneOf, optional, text, type Read } from './reader.ts';

const ruleReader = object({
  /**
   * A request matches if it meets all given conditions. `path`, `query` and `body` are substrings of the decoded path, of the query
   * as sent, and of the body as sent.
   */
  match: object({
    service: optional(oneOf(...SERVICES, GITHUB)),
    region: optional(text()),
    method: optional(text()),
    path: optional(text()),
    query: optional(text()),
    body: optional(text()),
  }),
  /** How many matching requests get their regular reply first. */
  skip: optional(integer()),
  /** How many matching requests then get the fault; 1 if left out. */
  times: optional(either(oneOf('always'), integer(1))),
  /** Whether the request is carried out although the client gets the fault. */
  takesEffect: optional(flag),
  fault: faultReader,
});

const scriptReader = object({
  rules: optional(list(ruleReader)),
  clockSkewSeconds: optional(number(Number.NEGATIVE_INFINITY)),
  rateLimits: optional(dictionary(integer(1), oneOf(...SERVICES))),
});

/** A script: rules that replace replies by faults. emulator/README.md has an example with all fields. */
export type Script = Read<typeof scriptReader>;

/** A script with, for each rule, how many requests matched (`seen`) and how many got the fault (`hits`). */
export interface ScriptReport extends Omit<Script, 'rules'> {
  readonly rules: readonly (Read<typeof ruleReader> & { readonly seen: number; readonly hits: number })[];
}

/** A fault that a request gets. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly takesEffect: boolean;
}

/** A script with the counters of its rules. */
export interface RunningScript {
  /** The script without its rules. */
  readonly settings: Omit<Script, 'rules'>;
  report(): ScriptReport;
  /** Counts a request and returns its fault: that of the first matching rule that neither skips it nor is used up. */
  nextFault(request: ApiRequest, address: Address): PlannedFault | undefined;
}

/** Checks a script of unknown origin. Throws an Error whose message names the path of the wrong value. */
export function readScript(value: unknown): Script {
  return scriptReader(value, 'script');
}

/** Starts a script with all counters at zero. Checks its values, which its type does not. */
export function startScript(script: Script): RunningScript {
  const { rules = [], ...rest } = readScript(script);
  const counted = rules.map((rule) => ({ rule, seen: 0, hits: 0 }));
  return {
    settings: rest,
    report: () => ({ ...rest, rules: counted.map(({ rule, seen, hits }) => ({ ...rule, seen, hits })) }),
    nextFault: (request, address) => {
      for (const entry of counted) {
        const { match, skip = 0, times = 1, takesEffect = false, fault } = entry.rule;
        if (!matches(match, request, address)) continue;
        entry.seen += 1;
        if (entry.seen <= skip || (times !== 'always' && entry.hits >= times)) continue;
        entry.hits += 1;
        return { fault, takesEffect };
      }
      return undefined;
    },
  };
}

function matches(match: Read<typeof ruleReader>['match'], request: ApiRequest, address: Address): boolean {
  return (
    (match.service ?? address.service) === address.service &&
    (match.region ?? address.region) === address.region &&
    (match.method ?? request.method).toUpperCase() === request.method.toUpperCase() &&
    address.path.includes(match.path ?? '') &&
    address.wireQuery.includes(match.query ?? '') &&
    Buffer.from(request.body ?? '').includes(match.body ?? '')
  );
}

/**
 * Creates a function that counts requests by service and second (`now` in epoch milliseconds), and returns the limit of the service
 * if a request exceeds it, else undefined.
 */
export function createRateLimiter(): (
  limits: Readonly<Partial<Record<Service, number>>>,
  service: string,
  now: number,
) => number | undefined {
  const counts = new Map<string, { readonly second: number; count: number }>();
  return (limits, service, now) => {
    const limit = new Map<string, number | undefined>(Object.entries(limits)).get(service);
    if (limit === undefined) return undefined;
    const second = Math.floor(now / 1000);
    const before = counts.get(service);
    const window = before?.second === second ? before : { second, count: 0 };
    window.count += 1;
    counts.set(service, window);
    return window.count > limit ? limit : undefined;
  };
}
