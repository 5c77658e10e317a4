import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../emulator/account.ts';
import { clientOf, KEY, record } from './client.ts';
import { AGENCY, ASSUME, TAGS, createTrustCloud } from './trust-cloud.ts';

const OTHER = { accessKey: 'OTHER', secretKey: 'SECRET2' };
const CALLER = '/sts/cn-north-4/v5/caller-identity';
const SECOND = `iam::${ACCOUNT.id}:agency:second`;
const denied = { status: 403, value: { error_code: 'STS5.1001', encoded_authorization_message: expect.any(String) } };

describe('an agency assumed by a key', () => {
  test('returns keys for one hour', () => {
    const { assume, as, clock } = createTrustCloud();
    const { status, value } = assume({ source_identity: 'octocat', tags: [{ key: 'run', value: '1' }] });
    expect(status).toBe(200);
    expect(value).toMatchObject({
      credentials: { expiration: '2026-01-01T01:00:00.000Z' },
      assumed_agency: { urn: expect.stringContaining(':assumed-agency:promoter/run-1') },
      source_identity: 'octocat',
    });
    expect(value).not.toHaveProperty('subject_from_id_token');
    expect(as(value)('GET', TAGS).status).toBe(200);
    clock.advance(3600);
    expect(as(value)('GET', TAGS).status).toBe(401);
  });

  test('requires a valid signature', () => {
    const { assume, call, emulator, clock } = createTrustCloud();
    const unsigned = call('POST', ASSUME, { headers: { Authorization: '' }, body: {} });
    expect(unsigned).toMatchObject({ status: 401, value: { error_code: 'APIGW.0301' } });
    expect(assume({}, clientOf(emulator, clock, { ...KEY, secretKey: 'WRONG' })).status).toBe(401);
  });

  test('is refused to callers that are not trusted by key or URN', () => {
    const rest = { accessKeys: [KEY, { ...OTHER, user: 'deployer' }] };
    const stranger = createTrustCloud({ rest });
    expect(stranger.assume({}, clientOf(stranger.emulator, stranger.clock, OTHER))).toMatchObject(denied);
    const trust = [{ principals: [`iam::${ACCOUNT.id}:user:deploy*`] }];
    const known = createTrustCloud({ rest, agency: { trust } });
    expect(known.assume({}, clientOf(known.emulator, known.clock, OTHER)).status).toBe(200);
    expect(known.assume()).toMatchObject(denied);
  });

  test('may require an external id', () => {
    const { assume } = createTrustCloud({ agency: { trust: [{ principals: ['ACCESS'], externalId: 'invoice-7' }] } });
    expect(assume()).toMatchObject(denied);
    expect(assume({ external_id: 'invoice-8' })).toMatchObject(denied);
    expect(assume({ external_id: 'invoice-7' }).status).toBe(200);
  });

  test.each([
    [{ external_id: 'x' }],
    [{ token_code: '12345' }],
    [{ source_identity: 'x' }],
    [{ tags: [{ key: 'x' }] }],
    [{ id_token: 'abcd' }],
  ])('the invalid parameter %j: 400', (body) => {
    expect(createTrustCloud().assume(body)).toMatchObject({ status: 400, value: { error_code: 'STS5.0002' } });
  });
});

describe('an agency assumed by a session', () => {
  const trust = [{ principals: [KEY.accessKey, AGENCY] }];

  test('lasts at most one hour; more is refused', () => {
    const { assume, as } = createTrustCloud({ agency: { trust, maxSessionSeconds: 43_200 } });
    const first = assume({ duration_seconds: 43_200 });
    expect(first.status).toBe(200);
    const chained = as(first.value);
    expect(assume({ duration_seconds: 3600 }, chained).status).toBe(200);
    expect(assume({}, chained).status).toBe(200);
    expect(assume({ duration_seconds: 3601 }, chained)).toMatchObject({
      status: 400,
      value: { error_code: 'STS5.0013' },
    });
  });

  test('is trusted as the session, not as the caller that opened it', () => {
    const { assume, as } = createTrustCloud();
    expect(assume({}, as(assume().value))).toMatchObject(denied);
  });

  test('may belong to another account', () => {
    const account = 'a'.repeat(32);
    const { assume, as, call } = createTrustCloud({
      rest: {
        accounts: [{ id: account, name: 'target' }],
        agencies: [{ name: 'second', account, trust: [{ principals: [KEY.accessKey] }] }],
      },
    });
    const urn = SECOND.replace(ACCOUNT.id, account);
    expect(assume({ agency_urn: SECOND }).status).toBe(404);
    const { value } = assume({ agency_urn: urn });
    expect(as(value)('GET', CALLER).value).toMatchObject({ account_id: account });
    expect(call('GET', CALLER).value).toMatchObject({ account_id: ACCOUNT.id });
  });
});

describe('the caller identity', () => {
  test('of a permanent key is its user', () => {
    const { call } = createTrustCloud({ rest: { accessKeys: [{ ...KEY, user: 'deployer' }] } });
    expect(call('GET', CALLER)).toMatchObject({
      status: 200,
      value: { account_id: ACCOUNT.id, principal_urn: `iam::${ACCOUNT.id}:user:deployer` },
    });
  });

  test('of a session is the assumed agency, in every region', () => {
    const { withOidc, as } = createTrustCloud();
    const { value } = withOidc();
    const { urn, id } = record(record(value)['assumed_agency']);
    const identity = { account_id: ACCOUNT.id, principal_urn: urn, principal_id: id };
    expect(as(value)('GET', CALLER).value).toEqual(identity);
    expect(as(value)('GET', CALLER.replace('cn-north-4', 'cn-east-3')).value).toEqual(identity);
  });

  test('without credentials: 401', () => {
    const { call } = createTrustCloud();
    expect(call('GET', CALLER, { headers: { Authorization: '' } }).status).toBe(401);
  });
});
