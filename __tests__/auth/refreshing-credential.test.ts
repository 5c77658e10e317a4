import { describe, expect, test } from '@jest/globals';
import type { Authorizer } from '../../src/http/authorizer.ts';
import { createRefreshingAuthorizer } from '../../src/auth/refreshing-credential.ts';
import { sleep } from '../../src/clock.ts';
import type { FailureKind } from '../../src/errors.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { failureFrom } from '../support/outcome-of.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';

const REMEDY = 'Give other keys.';
const NEVER = new AbortController().signal;

/** The keys `K1`, `K2`, …; `fails` says which of the issues fail, and how, and `delays` how long each takes, in turn. */
function setUp(
  lifetimeMs: number,
  fails: (issue: number) => FailureKind | undefined = () => undefined,
  delays: readonly number[] = [],
) {
  const clock = createManualClock();
  const said: string[] = [];
  let issues = 0;
  const authorizer = createRefreshingAuthorizer(
    {
      async issue() {
        issues += 1;
        const [own, kind] = [issues, fails(issues)];
        await sleep(clock, delays[own - 1] ?? 1000, NEVER);
        if (kind !== undefined) throw failureOfKind(kind, 'No key.');
        return { accessKey: `K${own}`, secretKey: 'secret', securityToken: `T${own}`, lifetimeMs };
      },
      remedy: REMEDY,
    },
    { clock, log: (line) => said.push(line) },
  );
  /** The key that signs a request `ms` after the start. */
  async function keyAt(ms: number): Promise<string> {
    return clock.run(
      sleep(clock, ms - (clock.now() - start), NEVER).then(async () => {
        await authorizer.prepare?.();
        return keyOf(authorizer);
      }),
    );
  }
  const start = clock.now();
  const prepare = (): Promise<void> => clock.run(authorizer.prepare?.() ?? Promise.reject(new Error('no prepare')));
  return { prepare, authorizer, clock, said, keyAt, issues: () => issues };
}

function keyOf(authorizer: Authorizer): string {
  const request = { method: 'GET', url: new URL('https://a.example/'), body: '', headers: {} };
  const { authorization = '', 'x-security-token': token = '' } = authorizer.authorize(request);
  return `${/Access=(\w+)/.exec(authorization)?.[1]} ${token}`;
}

const MINUTE = 60_000;

describe('createRefreshingAuthorizer', () => {
  test('issues keys when the first request needs them, once for all requests', async () => {
    const { authorizer, clock, issues } = setUp(15 * MINUTE);
    expect(issues()).toBe(0);
    await clock.run(Promise.all(Array.from({ length: 10 }, async () => authorizer.prepare?.())));
    expect([keyOf(authorizer), issues()]).toEqual(['K1 T1', 1]);
  });

  test('refreshes keys that expire in less than 5 min, and no others', async () => {
    const { keyAt, said, issues } = setUp(15 * MINUTE);
    expect([await keyAt(0), await keyAt(9 * MINUTE), issues()]).toEqual(['K1 T1', 'K1 T1', 1]);
    expect([await keyAt(11 * MINUTE), issues(), said]).toEqual(['K2 T2', 2, ['Renewed the temporary keys.']]);
    expect([await keyAt(12 * MINUTE), await keyAt(22 * MINUTE)]).toEqual(['K2 T2', 'K3 T3']);
  });

  test('uses keys that live for 1 min for 40 s', async () => {
    const { keyAt } = setUp(MINUTE);
    expect([await keyAt(0), await keyAt(40_000), await keyAt(42_000)]).toEqual(['K1 T1', 'K1 T1', 'K2 T2']);
  });
});

describe('when the source fails', () => {
  test('a refusal of the first keys is final', async () => {
    const { prepare, issues } = setUp(MINUTE, (issue) => (issue === 1 ? 'auth' : undefined));
    const failures = [await failureFrom(prepare()), await failureFrom(prepare())];
    expect([failures.map(({ kind }) => kind), issues()]).toEqual([['auth', 'auth'], 1]);
  });

  test.each<FailureKind>(['unavailable', 'refused'])('a first failure of the kind %s is not final', async (kind) => {
    const { prepare, issues } = setUp(MINUTE, (issue) => (issue === 1 ? kind : undefined));
    expect((await failureFrom(prepare())).kind).toBe(kind);
    await prepare();
    expect(issues()).toBe(2);
  });

  test('a refused refresh is logged at once with the time left and the remedy, and fails requests when the old keys have expired', async () => {
    const { keyAt, said, issues } = setUp(15 * MINUTE, (issue) => (issue > 1 ? 'auth' : undefined));
    expect([await keyAt(0), await keyAt(11 * MINUTE)]).toEqual(['K1 T1', 'K1 T1']);
    expect(said).toEqual(['The temporary keys end in 240 s and could not be renewed. No key. Give other keys.']);
    // A refused refresh is not repeated: five wrong passwords lock a user.
    expect([await keyAt(12 * MINUTE), await keyAt(14 * MINUTE), issues()]).toEqual(['K1 T1', 'K1 T1', 2]);
    const failure = await failureFrom(keyAt(16 * MINUTE));
    expect([failure.kind, failure.message, failure.hint]).toEqual([
      'auth',
      'The temporary keys have ended and could not be renewed. No key.',
      REMEDY,
    ]);
    await failureFrom(keyAt(17 * MINUTE));
    expect(issues()).toBe(2);
  });

  test('a refresh that was unavailable is tried again while the old keys are valid', async () => {
    const { keyAt, issues } = setUp(15 * MINUTE, (issue) => (issue === 2 ? 'unavailable' : undefined));
    expect([await keyAt(0), await keyAt(11 * MINUTE), await keyAt(14 * MINUTE)]).toEqual(['K1 T1', 'K1 T1', 'K3 T3']);
    expect(issues()).toBe(3);
  });

  test('requests wait at most 10 s for a refresh while the old keys are valid', async () => {
    const { keyAt, clock, authorizer, said, issues } = setUp(15 * MINUTE, () => undefined, [1000, 200_000]);
    await keyAt(0);
    const start = clock.now();
    expect([await keyAt(11 * MINUTE), clock.now() - start]).toEqual(['K1 T1', 11 * MINUTE - 1000 + 10_000]);
    const asked = clock.now();
    await clock.run(authorizer.prepare?.() ?? Promise.resolve());
    expect([clock.now() - asked, keyOf(authorizer), issues()]).toEqual([0, 'K1 T1', 2]);
    // With less than 1 min left, requests wait for as long as the refresh takes.
    expect([await keyAt(14.2 * MINUTE), issues(), said]).toEqual(['K2 T2', 2, ['Renewed the temporary keys.']]);
  });

  test('a refresh that fails while no request waits is started again by the next request', async () => {
    const { keyAt, issues } = setUp(15 * MINUTE, (issue) => (issue === 2 ? 'bug' : undefined), [1000, 30_000]);
    expect([await keyAt(0), await keyAt(11 * MINUTE), await keyAt(13 * MINUTE), issues()]).toEqual([
      'K1 T1',
      'K1 T1',
      'K3 T3',
      3,
    ]);
  });

  test.each<FailureKind>(['cancelled', 'bug'])(
    'a refresh that fails with %s fails the request, although the old keys are valid',
    async (kind) => {
      const { keyAt } = setUp(15 * MINUTE, (issue) => (issue > 1 ? kind : undefined));
      await keyAt(0);
      expect((await failureFrom(keyAt(11 * MINUTE))).kind).toBe(kind);
    },
  );
});
