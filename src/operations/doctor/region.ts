/** The way into one region: its endpoints and its project. */
import type { Endpoint } from '../../access.ts';
import type { Service } from '../../cloud/endpoints.ts';
import type { Finding } from '../../engine/check.ts';
import { failureOf } from '../../errors.ts';
import { ask, type Blocker, NOT_ACCEPTED, type Witness } from './ask.ts';
import type { Examination } from './examination.ts';
import { failed, ok, unknown } from './findings.ts';
import { RUNNER, type RunnerChecks, type SignInCheck } from './runner.ts';

/** Adds the check of an endpoint, and reaches for it. @returns why it cannot be asked */
export async function reach(
  examination: Examination,
  runner: RunnerChecks,
  endpoint: Endpoint,
  { place = RUNNER, isNeeded }: { readonly place?: string; readonly isNeeded: boolean },
): Blocker {
  const { access } = examination.context.services;
  const check = examination.add(place, 'network', isNeeded);
  const facts = access.describeEndpoint(endpoint);
  const { address, isSecure, proxy } = facts;
  try {
    const probe = await access.probe(endpoint);
    runner.reached(facts, probe);
    const way = `${isSecure ? ', by TLS' : ''}${proxy === undefined ? '' : `, through ${proxy.host}`}`;
    const { foreignReply, tookMs } = probe;
    check.settle(
      foreignReply === undefined
        ? ok(`${address} answers${way}, in ${Math.round(tookMs)} ms.`)
        : unknown(
            `${address} answers${way}, and not like the cloud: ${foreignReply}.`,
            'Does a proxy, or another server, answer in its place?',
          ),
    );
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    runner.unreached(facts, failure);
    check.settle(failed(failure));
    return `${address} was not reached`;
  }
}

/** What the checks of a region build on. */
export interface RegionWay {
  readonly region: string;
  readonly witness: Witness;
  /** Why a service of the region cannot be asked. */
  blockerOf(service: Service): Blocker;
  /** The id of the project; undefined where it is not known. */
  readonly projectId: Promise<string | undefined>;
}

/** What leads into a region. */
export interface RegionParts {
  readonly region: string;
  /** The services to reach, and whether the inputs need each. */
  readonly services: ReadonlyMap<Service, boolean>;
  readonly signIn: SignInCheck;
  readonly runner: RunnerChecks;
  /** Why IAM cannot be asked for projects. */
  readonly iamBlocker: Blocker;
}

/** Adds the checks of its endpoints and of its project. */
export function openRegion(examination: Examination, parts: RegionParts): RegionWay {
  const { region, services, signIn, runner, iamBlocker } = parts;
  const { access } = examination.context.services;
  const reached = new Map(
    [...services].map(([service, isNeeded]) => [
      service,
      reach(examination, runner, { service, region }, { place: region, isNeeded }),
    ]),
  );
  const check = examination.add(region, 'project', true);
  const describeProject = (id: string, origin: string): Finding => {
    examination.addId(id);
    return ok(`${id}, ${origin}.`);
  };
  const findProject = async (): Promise<string | undefined> => {
    const given = access.givenProject(region);
    if (given !== undefined) {
      check.settle(describeProject(given, 'given by an input'));
      return given;
    }
    const found = await ask({
      check,
      witness: signIn,
      blocker: anyOf(signIn.blocker, iamBlocker),
      read: () => access.findProject(region),
      judge: ({ id, isBound }) => describeProject(id, isBound ? 'to which the token belongs' : 'looked up in IAM'),
    });
    return found?.value.id;
  };
  const projectId = findProject();
  const noProject = projectId.then((id) => {
    if (id !== undefined) return undefined;
    return signIn.isAccepted === false ? NOT_ACCEPTED : 'its project is not known';
  });
  return {
    region,
    witness: signIn,
    projectId,
    blockerOf: (service) => anyOf(signIn.blocker, reached.get(service), noProject),
  };
}

/** The first of several reasons. */
async function anyOf(...blockers: readonly (Blocker | undefined)[]): Blocker {
  for (const blocker of blockers) {
    const reason = await blocker;
    if (reason !== undefined) return reason;
  }
  return undefined;
}
