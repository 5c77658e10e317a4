import { describe, expect, test } from '@jest/globals';
import { createDeadline } from '../../src/deadline.ts';
import { claimsOf, getIdToken, type IdTokenOptions } from '../../src/github/id-token.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { failureFrom } from '../support/outcome-of.ts';

type Give = (attempt: number) => Promise<string>;

/** The toolkit's own words for a failure. */
function fault(status: number | undefined, message: string): Error {
  return new Error(`Error message: Failed to get ID Token. \n 
        Error Code : ${status}\n 
        Error Message: ${message}`);
}

function setUp(give: Give | undefined, timeoutMs = 600_000) {
  const clock = createManualClock();
  const said: string[] = [];
  const asked: string[] = [];
  const idToken = (audience: string): Promise<string> => {
    asked.push(audience);
    return give === undefined ? Promise.reject(new Error('not offered')) : give(asked.length);
  };
  const parts: IdTokenOptions = {
    clock,
    deadline: createDeadline(clock, timeoutMs, 30_000),
    signal: new AbortController().signal,
    random: () => 0.5,
    maxAttempts: 3,
    requestTimeoutMs: 30_000,
    say: (line) => said.push(line),
    idToken: give === undefined ? undefined : idToken,
  };
  return { token: clock.run(getIdToken('here', parts)), said, asked };
}

describe('the ID token', () => {
  test('is asked for with the audience', async () => {
    const { token, asked } = setUp(() => Promise.resolve('a.b.c'));
    expect([await token, asked]).toEqual(['a.b.c', ['here']]);
  });

  test('is asked for again when the endpoint breaks or hangs', async () => {
    const { token, said, asked } = setUp((attempt) => {
      if (attempt === 1) return Promise.reject(fault(500, 'Internal'));
      return attempt === 2 ? new Promise(() => undefined) : Promise.resolve('a.b.c');
    });
    expect(await token).toBe('a.b.c');
    expect(asked).toHaveLength(3);
    expect(said).toEqual([
      'GitHub gave no ID token: HTTP 500 Internal. Trying again in 0.1 s (try 2 of 3).',
      'GitHub gave no ID token: no answer within 30 s. Trying again in 0.3 s (try 3 of 3).',
    ]);
  });

  test('is given up after all tries', async () => {
    const { token, asked } = setUp(() => Promise.reject(fault(undefined, 'read ECONNRESET')));
    expect(await failureFrom(token)).toMatchObject({
      kind: 'unavailable',
      message: "GitHub gave no ID token for the audience 'here': read ECONNRESET (after 3 tries).",
    });
    expect(asked).toHaveLength(3);
  });

  test.each([400, 401, 403, 422])('that is refused (HTTP %d) is not asked for again', async (status) => {
    const { token, asked } = setUp(() => Promise.reject(fault(status, 'No')));
    expect(await failureFrom(token)).toMatchObject({ kind: 'auth', hint: expect.stringContaining('id-token: write') });
    expect(asked).toHaveLength(1);
  });

  test.each<[number | undefined, string]>([
    [408, 'Request Timeout'],
    [429, 'Too Many Requests'],
    [500, 'activity 8a6e-403-401 failed after 404 ms'],
    [undefined, 'connect ECONNREFUSED 10.0.0.1:403'],
  ])('that was not given for now (%s %s) is, and is no question of permissions', async (status, message) => {
    const { token, asked } = setUp(() => Promise.reject(fault(status, message)));
    expect((await failureFrom(token)).kind).toBe('unavailable');
    expect(asked).toHaveLength(3);
  });

  test('a page that comes instead is not quoted as a whole', async () => {
    const { token } = setUp(() => Promise.reject(fault(502, `<html>${'x'.repeat(10_000)}`)));
    expect((await failureFrom(token)).message.length).toBeLessThan(500);
  });

  test('that the runner does not offer names the permission, and the fork', async () => {
    const failure = await failureFrom(setUp(undefined).token);
    expect(failure).toMatchObject({ kind: 'auth' });
    expect(failure.hint).toContain('id-token: write');
    expect(failure.hint).toContain('forks');
  });
});

const tokenOf = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

describe('its claims', () => {
  test('are read for messages', () => {
    expect(claimsOf(tokenOf({ sub: 's', aud: ['a', 'b'], iss: 'i' }))).toEqual({
      subject: 's',
      audience: 'a, b',
      issuer: 'i',
    });
  });

  test.each(['', 'no token', 'a.b.c', tokenOf(null), tokenOf('text'), tokenOf({ sub: 1 })])(
    'of %j are empty',
    (token) => {
      expect(claimsOf(token)).toEqual({ subject: '', audience: '', issuer: '' });
    },
  );
});
