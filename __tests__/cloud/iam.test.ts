import { describe, expect, test } from '@jest/globals';
import { createIam } from '../../src/cloud/iam.ts';
import { overWire } from '../support/cloud-over-wire.ts';
import { type Behaviour, lostConnection, type ScriptedReply } from '../support/fake-transport.ts';
import { failureFrom } from '../support/outcome-of.ts';

function iam(...replies: readonly (Behaviour | ScriptedReply)[]) {
  const wire = overWire('iam', ...replies);
  return { ...wire, service: createIam(wire.call) };
}

describe('projects by name', () => {
  test('exactly that name: sub-projects begin with it', async () => {
    const projects = [
      { id: 'p1', name: 'cn-north-4', domain_id: 'd', enabled: true },
      { id: 'p2', name: 'cn-north-4_team' },
      { id: 'p3', name: 'CN-NORTH-4' },
    ];
    const { run, service, requests } = iam({ status: 200, body: { projects, links: {} } });
    expect([await run(service.projectsNamed('cn-north-4')), requests()]).toEqual([
      ['p1'],
      ['GET /v3/projects?name=cn-north-4'],
    ]);
  });

  test('where the list is not permitted, the list of projects accessible to the user is read', async () => {
    const mine = {
      projects: [
        { id: 'p1', name: 'cn-north-4' },
        { id: 'p9', name: 'cn-east-3' },
      ],
    };
    const { run, service, requests } = iam({ status: 403 }, { status: 200, body: mine });
    expect([await run(service.projectsNamed('cn-north-4')), requests()]).toEqual([
      ['p1'],
      ['GET /v3/projects?name=cn-north-4', 'GET /v3/auth/projects'],
    ]);
  });

  test('neither permitted, or another refusal', async () => {
    const neither = iam({ status: 403, body: { error: { code: 403, message: 'Forbidden' } } });
    expect(await failureFrom(neither.run(neither.service.projectsNamed('cn-north-4')))).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^Could not look up the project of cn-north-4: HTTP 403/),
      hint: 'Give the id with project-id or target-project-ids to do without IAM.',
    });
    const other = iam({ status: 404 });
    await failureFrom(other.run(other.service.projectsNamed('cn-north-4')));
    expect(other.requests()).toEqual(['GET /v3/projects?name=cn-north-4']);
  });

  test.each(['../../v3/users', 'a/b', 'a?b', '', 'x'.repeat(65)])(
    'an id that would climb out of its path is none: %j',
    async (id) => {
      const { run, service } = iam({ status: 200, body: { projects: [{ id, name: 'cn-north-4' }] } });
      expect(await failureFrom(run(service.projectsNamed('cn-north-4')))).toMatchObject({ kind: 'unavailable' });
    },
  );

  test.each<[unknown]>([[{}], [{ projects: null }], [[]], [{ projects: [{ id: 'p1' }] }]])(
    'of another shape: %j',
    async (body) => {
      const { run, service } = iam({ status: 200, body });
      expect((await failureFrom(run(service.projectsNamed('cn-north-4')))).kind).toBe('unavailable');
    },
  );
});

describe('temporary keys for a token', () => {
  const credential = { access: 'a', secret: 's', securitytoken: 't', expires_at: '2026-01-01T00:00:00.000000Z' };

  test('are requested with a lifetime', async () => {
    const { run, service, requests } = iam({ status: 201, body: { credential } });
    expect(await run(service.exchangeToken(3000))).toMatchObject({
      ok: true,
      value: { accessKey: 'a', secretKey: 's', securityToken: 't', lifetimeMs: 3_000_000 },
    });
    expect(requests()).toEqual([
      'POST /v3.0/OS-CREDENTIAL/securitytokens {"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":3000}}}}',
    ]);
  });

  test('may be requested twice, and may lack an end', async () => {
    const { run, service } = iam(
      { gives: lostConnection },
      { status: 201, body: { credential: { ...credential, expires_at: undefined } } },
    );
    expect(await run(service.exchangeToken(3000))).toMatchObject({
      ok: true,
      value: { accessKey: 'a', secretKey: 's', securityToken: 't', lifetimeMs: 3_000_000 },
    });
  });

  test('a refusal is returned as it is', async () => {
    const { run, service } = iam({ status: 403, body: { error: { code: 403, message: 'no' } } });
    expect(await run(service.exchangeToken(900))).toMatchObject({
      ok: false,
      error: { status: 403, code: '403', message: 'no', requestId: '' },
    });
  });

  test.each(['access', 'secret', 'securitytoken'])(
    'without %s they are none, and the others are not told',
    async (name) => {
      const { run, service } = iam({
        status: 201,
        body: { credential: { ...credential, secret: 'SecretKey', [name]: null } },
      });
      const failure = await failureFrom(run(service.exchangeToken(900)));
      expect([
        failure.kind,
        failure.message.includes(`credential.${name}`),
        failure.message.includes('SecretKey'),
      ]).toEqual(['unavailable', true, false]);
    },
  );
});
