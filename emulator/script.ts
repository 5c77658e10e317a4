import { PARTIES, SERVICES, type Address, type Service } from './address.ts';
import { faultReader, type Fault } from './fault.ts';
import type { ApiRequest } from './message.ts';
import { dictionary, either, flag, integer, list, number, object, oneOf, optional, text, type Read } from './reader.ts';

const ruleReader = object({
  /** Every given condition must hold; `path`, `query` and `body` are parts of the decoded path, raw query and raw body. */
  match: object({
    service: optional(oneOf(...PARTIES)),
    region: optional(text()),
    method: optional(text()),
    path: optional(text()),
    query: optional(text()),
    body: optional(text()),
  }),
  /** So many fitting requests pass first. */
  skip: optional(integer()),
  /** So many are hit then; 1 if not given. */
  times: optional(either(oneOf('always'), integer(1))),
  /** Whether the cloud does what was asked before the fault is played. */
  takesEffect: optional(flag),
  fault: faultReader,
});

const scriptReader = object({
  rules: optional(list(ruleReader)),
  clockSkewSeconds: optional(number(Number.NEGATIVE_INFINITY)),
  rateLimits: optional(dictionary(integer(1), oneOf(...SERVICES))),
});

/** A script. The README shows it by example. */
export type Script = Read<typeof scriptReader>;

/** A script with, for each rule, how many requests fitted and how many were hit. */
export interface ScriptReport extends Omit<Script, 'rules'> {
  readonly rules: readonly (Read<typeof ruleReader> & { readonly seen: number; readonly hits: number })[];
}

/** A fault that is due for a request. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly takesEffect: boolean;
}

/** A script in play. */
export interface Playbook {
  readonly settings: Omit<Script, 'rules'>;
  report(): ScriptReport;
  /** The fault for this request, counting it. The first rule that is neither skipping nor used up wins. */
  plan(request: ApiRequest, address: Address): PlannedFault | undefined;
}

/** Checks a script of unknown origin. Throws an Error whose text names the place of a mistake. */
export function readScript(value: unknown): Script {
  return scriptReader(value, 'script');
}

/** Starts a script afresh, checking it again: a typed one can still be wrong. */
export function playbookOf(script: Script): Playbook {
  const { rules = [], ...rest } = readScript(script);
  const counted = rules.map((rule) => ({ rule, seen: 0, hits: 0 }));
  return {
    settings: rest,
    report: () => ({ ...rest, rules: counted.map(({ rule, seen, hits }) => ({ ...rule, seen, hits })) }),
    plan: (request, address) => {
      for (const entry of counted) {
        const { match, skip = 0, times = 1, takesEffect = false, fault } = entry.rule;
        if (!fits(match, request, address)) continue;
        entry.seen += 1;
        if (entry.seen <= skip || (times !== 'always' && entry.hits >= times)) continue;
        entry.hits += 1;
        return { fault, takesEffect };
      }
      return undefined;
    },
  };
}

function fits(match: Read<typeof ruleReader>['match'], request: ApiRequest, address: Address): boolean {
  return (
    (match.service ?? address.service) === address.service &&
    (match.region ?? address.region) === address.region &&
    (match.method ?? request.method).toUpperCase() === request.method.toUpperCase() &&
    address.path.includes(match.path ?? '') &&
    address.wireQuery.includes(match.query ?? '') &&
    Buffer.from(request.body ?? '').includes(match.body ?? '')
  );
}

/** Counts requests by service and second; says the limit when it is exceeded. */
export function rateMeter(): (
  limits: Readonly<Partial<Record<Service, number>>>,
  service: string,
  now: number,
) => number | undefined {
  const seen = new Map<string, { readonly second: number; count: number }>();
  return (limits, service, now) => {
    const limit = new Map<string, number | undefined>(Object.entries(limits)).get(service);
    if (limit === undefined) return undefined;
    const second = Math.floor(now / 1000);
    const before = seen.get(service);
    const window = before?.second === second ? before : { second, count: 0 };
    window.count += 1;
    seen.set(service, window);
    return window.count > limit ? limit : undefined;
  };
}
