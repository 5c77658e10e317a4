/**
 * The calls of `src/cloud`, with what they send and which fields of the replies they read: every function is called once
 * against an emulator in memory.
 */
import { Failure } from '../../src/errors.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { Caller, ServiceCall } from '../../src/cloud/caller.ts';
import { type Service, urlOf } from '../../src/cloud/endpoints.ts';
import { createHss, type Hss, IMAGE_LISTS } from '../../src/cloud/hss.ts';
import { createIam, type Iam } from '../../src/cloud/iam.ts';
import { createModelArts, type ModelArts } from '../../src/cloud/modelarts.ts';
import { createSts, type Sts } from '../../src/cloud/sts.ts';
import { createSwr, type Swr } from '../../src/cloud/swr.ts';
import { CLOUD_RULES } from '../../src/cloud/reply-rules.ts';
import {
  AGENCY,
  AUDIENCE,
  IMAGE,
  NAMES,
  PROJECT,
  PROVIDER,
  REGION,
  REQUEST_TOKEN,
  TOKENS,
  USER,
  SEED,
} from './seed.ts';
import { recordReads } from './record-reads.ts';

/** A call that `src/cloud` makes. */
export interface UsedCall {
  readonly service: Service;
  /** Method, and path with `{}` for what varies. */
  readonly route: string;
  /** Names of the parameters. */
  readonly query: readonly string[];
  /** Names of the fields, those of nested objects as `outer.inner`. */
  readonly body: readonly string[];
  /** Names of the fields of the reply, and of its headers in lower case. */
  readonly reads: readonly string[];
}

/** Calls every function of a service. */
type Callers<T> = { readonly [Name in keyof T]: (service: T) => Promise<unknown> };

const credentialFailure = (): Failure => new Failure('credential-refused', 'not accepted');
const PLACE = { namespace: 'team', repository: 'app/api' };
const PAGE = { offset: 0, limit: 100 };

// A function that is new in src/cloud and missing here is a compile error.
const SWR: Callers<Swr> = {
  tagPage: (swr) => Promise.all([swr.tagPage(PLACE, PAGE), swr.tagPage(PLACE, PAGE, 'v1')]),
  showTag: (swr) => swr.showTag(PLACE, 'v1.0'),
  organization: (swr) => swr.organization(PLACE.namespace),
  syncRegions: (swr) => swr.syncRegions(),
  quotas: (swr) => Promise.all([swr.quotas(PROJECT), swr.quotas(PROJECT, PLACE)]),
  syncJobPage: (swr) => swr.syncJobPage(PLACE, PAGE),
  syncImages: (swr) =>
    swr.syncImages({ ...PLACE, tags: ['v1'], targetRegion: REGION, targetNamespace: 'team', override: false }),
  createTag: (swr) => swr.createTag(PLACE, { from: 'v1', to: 'v1.4.0', override: true }),
};
const MODELARTS: Callers<Omit<ModelArts, 'projectId' | 'isRegistry' | 'showDatedImage'>> = {
  listImages: (modelArts) =>
    modelArts.listImages({ name: 'api', namespace: 'team', workspace: '0' }, { offset: 0, limit: 200 }),
  registerImage: (modelArts) =>
    modelArts.registerImage({
      swrPath: `swr.${REGION}.myhuaweicloud.com/team/app/api:v1`,
      arch: 'X86_64',
      flavors: ['CPU'],
      services: ['SSH'],
      visibility: 'PRIVATE',
      description: 'released',
      workspace: '0',
    }),
  showImage: (modelArts) => modelArts.showImage(IMAGE),
  syncImage: (modelArts) => modelArts.syncImage(IMAGE),
  deleteImage: (modelArts) => modelArts.deleteImage(IMAGE, false),
};
const HSS: Callers<Hss> = {
  synchronize: (hss) => hss.synchronize('private_image'),
  startSyncTask: (hss) => hss.startSyncTask(),
  syncTasks: (hss) => hss.syncTasks(PAGE),
  imagePage: (hss) =>
    Promise.all(
      IMAGE_LISTS.map((list) =>
        hss.imagePage(list, { imageType: 'private_image', namespace: 'team', name: 'app/api', tag: 'v1' }, PAGE),
      ),
    ),
};
const IAM: Callers<Iam> = {
  projectsNamed: (iam) => iam.projectsNamed(REGION),
  tokenOf: (iam) =>
    Promise.all([
      iam.tokenOf(USER, { name: REGION }, credentialFailure),
      // Where the project is known, its id is sent.
      iam.tokenOf(USER, { id: PROJECT }, credentialFailure),
    ]),
  exchangeToken: (iam) => iam.exchangeToken(3600),
};

function createStsCallers(idToken: string): Callers<Sts> {
  const policy = JSON.stringify({ Version: '5.0', Statement: [{ Effect: 'Allow', Action: ['swr:repo:*'] }] });
  const request = { agencyUrn: AGENCY, sessionName: 'github-1001-1', seconds: 900, policy, maxAttempts: undefined };
  return {
    assumeWithOidc: (sts) => sts.assumeWithOidc({ ...request, providerUrn: PROVIDER, idToken }, credentialFailure),
    assume: (sts) => sts.assume({ ...request, externalId: 'ours' }),
  };
}

/** @throws Error where a place in `src/cloud` that sends a request was not reached, or a call was never accepted. */
export async function findUsedCalls(): Promise<readonly UsedCall[]> {
  const emulator = createEmulator({ seed: SEED, now: () => 0 });
  const calls: UsedCall[] = [];
  const places = new Set<string>();
  const accepted = new Set<string>();

  const caller = (service: Service, token: string = TOKENS.usual): Caller => {
    const send = <T>(call: ServiceCall<T>) => {
      const url = urlOf(`http://cloud.invalid/${service}/${REGION}`, call);
      const body = call.body === undefined ? '' : JSON.stringify(call.body);
      const headers = { 'content-type': 'application/json', 'x-auth-token': token, ...call.headers };
      const reply = emulator.handle({ method: call.method, url: url.pathname + url.search, headers, body });
      const reads = new Set<string>();
      calls.push({ service, ...describeCall(call), reads: [] });
      if (reply.status >= 400)
        return { ok: false, error: CLOUD_RULES.readError(reply), afterUncertainTry: false } as const;
      accepted.add(describeCall(call).route);
      const value = call.read(reply.body === '' ? undefined : recordReads<unknown>(JSON.parse(reply.body), reads), {
        status: reply.status,
        headers: new Proxy(reply.headers, {
          get: (target, name) => (reads.add(String(name)), Reflect.get(target, name)),
        }),
      });
      calls[calls.length - 1] = { service, ...describeCall(call), reads: [...reads].toSorted() };
      return { ok: true, value, afterUncertainTry: false } as const;
    };
    return (call) => {
      places.add(placeOf(new Error('caller')));
      return Promise.resolve(send(call));
    };
  };

  await callAll(SWR, createSwr(caller('swr-api'), REGION));
  await callAll(
    MODELARTS,
    createModelArts(caller('modelarts'), PROJECT, { region: REGION, endpoint: { kind: 'public' } }),
  );
  await callAll(HSS, createHss(caller('hss'), PROJECT, { region: REGION, enterpriseProject: '0' }));
  await callAll(IAM, createIam(caller('iam')));
  // Where the list of projects is not permitted, another one is read.
  await callAll(IAM, createIam(caller('iam', TOKENS.withoutList)));
  await callAll(createStsCallers(requestIdToken(emulator)), createSts(caller('sts'), REGION));

  const refused = calls.find(({ route }) => !accepted.has(route));
  if (refused !== undefined) throw new Error(`the emulator did not accept ${refused.route} of src/cloud`);
  const missing = countSendingPlaces() - places.size;
  if (missing !== 0) throw new Error(`tools/conformance/used-calls.ts does not reach ${missing} calls in src/cloud`);
  return calls;
}

async function callAll<T>(callers: Callers<T>, service: T): Promise<void> {
  for (const name in callers) await callers[name](service);
}

function describeCall(call: ServiceCall<unknown>): Pick<UsedCall, 'route' | 'query' | 'body'> {
  const path = call.path.map((segment) => (NAMES.has(segment) ? '{}' : segment)).join('/');
  return { route: `${call.method} /${path}`, query: namesOf(call.query), body: namesOf(call.body) };
}

/** Names of the fields, those of nested objects as `outer.inner`. */
function namesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const nested = namesOf(inner);
    return nested.length === 0 ? [name] : nested.map((deeper) => `${name}.${deeper}`);
  });
}

/** @returns an ID token of the emulated GitHub. */
function requestIdToken(emulator: Emulator): string {
  const url = `/_/github/oidc/token?api-version=2.0&audience=${AUDIENCE}`;
  const reply = emulator.handle({ method: 'GET', url, headers: { authorization: `bearer ${REQUEST_TOKEN}` } });
  const { value }: { readonly value: string } = JSON.parse(reply.body);
  return value;
}

/** @returns file and position from which a call was made, directly or by `valueOf` of `caller.ts`. */
function placeOf(error: Error): string {
  return /src\/cloud\/(?!caller\.ts)[\w-]+\.ts:\d+:\d+/.exec(error.stack ?? '')?.[0] ?? '';
}

/** @returns how many places of `src/cloud` send a request. */
function countSendingPlaces(): number {
  const folder = resolve(import.meta.dirname, '../../src/cloud');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  return sources.join('\n').match(/\b(call\(|valueOf\(call, )\{/g)?.length ?? 0;
}
