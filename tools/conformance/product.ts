/**
 * What the product asks of the cloud and what it reads in the replies, found out by letting it ask: every function of
 * `src/cloud` is called once against an emulator in memory.
 */
import { Failure } from '../../src/errors.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { Caller, ServiceCall } from '../../src/cloud/caller.ts';
import { type Service, urlOf } from '../../src/cloud/endpoints.ts';
import { createHss, type Hss } from '../../src/cloud/hss.ts';
import { createIam, type Iam } from '../../src/cloud/iam.ts';
import { createModelArts, type ModelArts } from '../../src/cloud/modelarts.ts';
import { createSts, type Sts } from '../../src/cloud/sts.ts';
import { createSwr, type Swr } from '../../src/cloud/swr.ts';
import { readServiceError } from '../../src/cloud/service-error.ts';
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
  WORLD,
} from './product-world.ts';
import { watched } from './watched.ts';

/** A call that the product makes. */
export interface Question {
  readonly service: Service;
  /** Method, and path with `{}` for what varies. */
  readonly route: string;
  /** Names in the query and in the body. */
  readonly query: readonly string[];
  readonly body: readonly string[];
  /** Fields of the reply, and its headers in lower case. */
  readonly reads: readonly string[];
}

type Visits<T> = { readonly [Name in keyof T]: (service: T) => Promise<unknown> };

const credentialFailure = (): Failure => new Failure('credential-refused', 'not accepted');
const PLACE = { namespace: 'team', repository: 'app/api' };
const PAGE = { offset: 0, limit: 100 };

// A function that is new in src/cloud is missing here, which the compiler sees.
const SWR: Visits<Swr> = {
  tagPage: (swr) => swr.tagPage(PLACE, PAGE),
  syncJobPage: (swr) => swr.syncJobPage(PLACE, PAGE),
  syncImages: (swr) =>
    swr.syncImages({ ...PLACE, tags: ['v1'], targetRegion: REGION, targetNamespace: 'team', override: false }),
};
const MODELARTS: Visits<ModelArts> = {
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
const HSS: Visits<Hss> = {
  synchronize: (hss) => hss.synchronize('private_image'),
  startSyncTask: (hss) => hss.startSyncTask(),
  syncTasks: (hss) => hss.syncTasks(),
};
const IAM: Visits<Iam> = {
  projectsNamed: (iam) => iam.projectsNamed(REGION),
  tokenOf: (iam) =>
    Promise.all([
      iam.tokenOf(USER, { name: REGION }, credentialFailure),
      // Where the project is known, its id is sent.
      iam.tokenOf(USER, { id: PROJECT }, credentialFailure),
    ]),
  exchangeToken: (iam) => iam.exchangeToken(3600),
};

function stsVisits(idToken: string): Visits<Sts> {
  const policy = JSON.stringify({ Version: '5.0', Statement: [{ Effect: 'Allow', Action: ['swr:repo:*'] }] });
  const request = { agencyUrn: AGENCY, sessionName: 'github-1001-1', seconds: 900, policy, maxAttempts: undefined };
  return {
    assumeWithOidc: (sts) => sts.assumeWithOidc({ ...request, providerUrn: PROVIDER, idToken }, credentialFailure),
    assume: (sts) => sts.assume({ ...request, externalId: 'ours' }),
  };
}

/** Everything that the product asks. Throws if a place in `src/cloud` that sends something was not come by. */
export async function questionsOfTheProduct(): Promise<readonly Question[]> {
  const emulator = createEmulator({ seed: WORLD, now: () => 0 });
  const questions: Question[] = [];
  const places = new Set<string>();
  const answered = new Set<string>();

  const caller = (service: Service, token: string = TOKENS.usual): Caller => {
    const send = <T>(call: ServiceCall<T>) => {
      const url = urlOf(`http://cloud.invalid/${service}/${REGION}`, call);
      const body = call.body === undefined ? '' : JSON.stringify(call.body);
      const headers = { 'content-type': 'application/json', 'x-auth-token': token, ...call.headers };
      const reply = emulator.handle({ method: call.method, url: url.pathname + url.search, headers, body });
      const reads = new Set<string>();
      questions.push({ service, ...asked(call), reads: [] });
      if (reply.status >= 400) return { ok: false, error: readServiceError(reply), afterUncertainTry: false } as const;
      answered.add(asked(call).route);
      const value = call.read(reply.body === '' ? undefined : watched<unknown>(JSON.parse(reply.body), reads), {
        status: reply.status,
        headers: new Proxy(reply.headers, {
          get: (target, name) => (reads.add(String(name)), Reflect.get(target, name)),
        }),
      });
      questions[questions.length - 1] = { service, ...asked(call), reads: [...reads].toSorted() };
      return { ok: true, value, afterUncertainTry: false } as const;
    };
    return (call) => {
      places.add(placeOf(new Error('who calls')));
      return Promise.resolve(send(call));
    };
  };

  await visit(SWR, createSwr(caller('swr-api'), REGION));
  await visit(MODELARTS, createModelArts(caller('modelarts'), PROJECT, REGION));
  await visit(HSS, createHss(caller('hss'), PROJECT, { region: REGION, enterpriseProject: '0' }));
  await visit(IAM, createIam(caller('iam')));
  // Where the list of projects is not permitted, another one is read.
  await visit(IAM, createIam(caller('iam', TOKENS.withoutList)));
  await visit(stsVisits(idTokenOf(emulator)), createSts(caller('sts'), REGION));

  const unread = questions.find(({ route }) => !answered.has(route));
  if (unread !== undefined) throw new Error(`the emulator did not answer ${unread.route} of src/cloud`);
  const missing = sendingPlaces() - places.size;
  if (missing !== 0) throw new Error(`tools/conformance/product.ts does not come by ${missing} calls in src/cloud`);
  return questions;
}

async function visit<T>(visits: Visits<T>, service: T): Promise<void> {
  for (const name in visits) await visits[name](service);
}

function asked(call: ServiceCall<unknown>): Pick<Question, 'route' | 'query' | 'body'> {
  const path = call.path.map((segment) => (NAMES.has(segment) ? '{}' : segment)).join('/');
  return { route: `${call.method} /${path}`, query: namesOf(call.query), body: namesOf(call.body) };
}

/** Names of the fields, those of objects within as `outer.inner`. */
function namesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const within = namesOf(inner);
    return within.length === 0 ? [name] : within.map((deeper) => `${name}.${deeper}`);
  });
}

/** An ID token of the emulated GitHub. */
function idTokenOf(emulator: Emulator): string {
  const url = `/_/github/oidc/token?api-version=2.0&audience=${AUDIENCE}`;
  const reply = emulator.handle({ method: 'GET', url, headers: { authorization: `bearer ${REQUEST_TOKEN}` } });
  const { value }: { readonly value: string } = JSON.parse(reply.body);
  return value;
}

/** File and position from which a call was made. */
function placeOf(error: Error): string {
  return /src\/cloud\/[\w-]+\.ts:\d+:\d+/.exec(error.stack ?? '')?.[0] ?? '';
}

/** How many places of `src/cloud` send something. */
function sendingPlaces(): number {
  const folder = resolve(import.meta.dirname, '../../src/cloud');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  return sources.join('\n').match(/\bcall\(\{/g)?.length ?? 0;
}
