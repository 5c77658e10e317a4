/** The checks that are about no region: proxy, clock, and who signs in. */
import type { Endpoint, EndpointFacts, SignIn } from '../../access.ts';
import type { Probe } from '../../cloud/probe.ts';
import { durationWords } from '../../duration.ts';
import type { Finding, OpenCheck } from '../../engine/check.ts';
import { type Failure, failureOf } from '../../errors.ts';
import type { Blocker, Witness } from './ask.ts';
import type { Examination } from './examination.ts';
import { failed, ok, unknown, wrong } from './findings.ts';

/** The place of the checks that are about no region. */
export const RUNNER = 'runner';

/** Proxy and clock: the first endpoint that is reached decides. */
export interface RunnerChecks {
  reached(facts: EndpointFacts, probe: Probe): void;
  unreached(facts: EndpointFacts, failure: Failure): void;
  /** Settles what no endpoint has decided. */
  conclude(): void;
}

/** A wrong clock that is further off than this makes signatures fail sooner or later. */
const CLOCK_WRONG_MS = 240_000;
/** A difference that networks and rounding explain. */
const CLOCK_RIGHT_MS = 5000;

/** Adds the checks of proxy and clock. */
export function addRunnerChecks(examination: Examination, endpoints: readonly Endpoint[]): RunnerChecks {
  const { access } = examination.context.services;
  const proxy = examination.add(RUNNER, 'proxy', false);
  const clock = examination.add(RUNNER, 'clock', false);
  const facts = endpoints.map((endpoint) => access.describeEndpoint(endpoint).proxy);
  const proxied = facts.filter((each) => each !== undefined);
  const names = [...new Set(proxied.map(({ host, variable }) => `${host} (${variable})`))].join(', ');
  const share = `${names} leads to ${proxied.length} of ${facts.length} endpoints`;
  if (proxied.length === 0) proxy.settle(ok('None: no variable of the runner names one for these endpoints.'));
  let proxyFailure: Failure | undefined;
  return {
    reached({ host, proxy: through }, { behindMs }) {
      if (through !== undefined) proxy.settle(ok(`${share}, and opens tunnels.`));
      if (behindMs !== undefined) clock.settle(judgeClock(behindMs, host));
    },
    unreached({ proxy: through }, failure) {
      if (through !== undefined && failure.code === 'proxy-failed') proxyFailure ??= failure;
    },
    conclude() {
      proxy.settle(proxyFailure === undefined ? unknown(`${share}; none was reached.`) : failed(proxyFailure));
      clock.settle(unknown('No reply gave the time of the cloud.'));
    },
  };
}

function judgeClock(behindMs: number, host: string): Finding {
  const offMs = Math.abs(behindMs);
  if (offMs < CLOCK_RIGHT_MS) return ok(`It agrees with that of ${host}.`);
  const message = `It is ${durationWords(offMs)} ${behindMs > 0 ? 'behind' : 'ahead of'} that of ${host}.`;
  if (offMs < CLOCK_WRONG_MS) return ok(message);
  const remedy =
    'Signatures are made with the time of the cloud instead. Correct the clock of the runner all the same.';
  return wrong('clock-skewed', message, remedy);
}

/** A credential, and whether it can be used. */
export interface SignInCheck extends Witness {
  /** Why there is no credential. */
  readonly blocker: Blocker;
  /** Settles the check if no service has decided it. */
  conclude(): void;
}

/** Adds the check of a credential, and gets it where it has to be requested. */
export function addSignIn(examination: Examination, signIn: SignIn): SignInCheck {
  const check = examination.add(RUNNER, 'sign-in', true);
  let isAccepted: boolean | undefined;
  return {
    blocker: prepare(signIn, check),
    get isAccepted() {
      return isAccepted;
    },
    accept() {
      isAccepted = true;
      check.settle(ok(`${capitalized(signIn.description)}, accepted. ${describeEnd(signIn.leftMs(), examination)}`));
    },
    refuse(failure) {
      isAccepted = false;
      check.settle(failed(failure));
    },
    conclude: () =>
      check.settle({
        result: 'unknown',
        code: 'dependency-failed',
        message: `${capitalized(signIn.description)}: no service was reached that could accept it.`,
      }),
  };
}

async function prepare(signIn: SignIn, check: Pick<OpenCheck, 'settle'>): Blocker {
  try {
    await signIn.prepare();
    return undefined;
  } catch (error) {
    check.settle(failed(failureOf(error)));
    return 'there are no credentials';
  }
}

function describeEnd(leftMs: number | undefined, { context }: Examination): string {
  if (leftMs === undefined) return 'The action does not know when it ends: it must live longer than a step takes.';
  if (leftMs === Infinity) return 'It does not expire.';
  const end = new Date(context.clock.date().getTime() + leftMs).toISOString().slice(0, 16).replace('T', ' ');
  return `It ends in ${durationWords(leftMs)}, at ${end} UTC; steps renew it before.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
