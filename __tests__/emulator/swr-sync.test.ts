import { describe, expect, test } from '@jest/globals';
import { BODY, OLD, createSyncCloud, REPOSITORY, jobStatuses, V1, withTarget } from './sync-cloud.ts';
import { records } from './client.ts';

describe('a synchronization', () => {
  test('answers []; the job waits, runs and succeeds, and then the target has the tag', () => {
    const subject = createSyncCloud({ syncSeconds: 8 });
    const { status, value } = subject.sync();
    expect([status, value]).toEqual([200, []]);
    const seen = [0, 1, 1, 5].map((seconds) => {
      subject.clock.advance(seconds);
      return [jobStatuses(subject)[0], subject.target()['v1']];
    });
    expect(seen).toEqual([
      ['waiting', undefined],
      ['waiting', undefined],
      ['running', undefined],
      ['running', undefined],
    ]);
    subject.clock.advance(1);
    expect(jobStatuses(subject)).toEqual(['success']);
    expect(subject.target()).toEqual({ v1: V1 });
  });

  test('depends on the time only: a clock that jumps gives the same result', () => {
    const subject = createSyncCloud();
    subject.sync();
    subject.clock.advance(86_400);
    expect(jobStatuses(subject)).toEqual(['success']);
    expect(subject.target()).toEqual({ v1: V1 });
  });

  test('copies the digest that the tag has when the job ends', () => {
    const subject = createSyncCloud();
    subject.sync();
    subject.clock.advance(1);
    const place = { region: 'cn-north-4', organization: 'team', repository: 'app/api', tag: 'v1' };
    const moved = subject.emulator.push(place);
    subject.clock.advance(1);
    expect(subject.target()).toEqual({ v1: moved });
    expect(moved).not.toBe(V1);
  });

  test('fails if the source is deleted meanwhile', () => {
    const subject = createSyncCloud();
    subject.sync();
    subject.call('DELETE', `${REPOSITORY}/tags/v1`);
    subject.clock.advance(5);
    expect(jobStatuses(subject)).toEqual(['failed']);
    expect(subject.target()).toEqual({});
  });

  test.each([
    ['another digest, no override', OLD, false, 'existed', OLD],
    ['another digest, override', OLD, true, 'success', V1],
    ['the same digest, no override', V1, false, 'existed', V1],
    ['the same digest, override', V1, true, 'success', V1],
  ])('the target has %s', (_, before, override, state, after) => {
    const subject = createSyncCloud({}, withTarget(before));
    subject.sync({ override });
    subject.clock.advance(2);
    expect(jobStatuses(subject)).toEqual([state]);
    expect(subject.target()).toEqual({ v1: after });
  });

  test('override is false by default', () => {
    const subject = createSyncCloud({}, withTarget(OLD));
    subject.sync();
    subject.clock.advance(2);
    expect(subject.target()).toEqual({ v1: OLD });
    expect(records(subject.jobs().value)[0]).toMatchObject({ override: false });
  });

  test('jobs end in the order of their end times', () => {
    const outcomes = [
      { outcome: 'wrong-digest' as const, seconds: 4, times: 1 },
      { seconds: 2, times: 1 },
    ];
    const subject = createSyncCloud({ syncOutcomes: outcomes });
    subject.sync({ override: true });
    subject.sync({ override: true });
    subject.clock.advance(100);
    expect(Object.keys(subject.target())).toEqual(['v1']);
    expect(subject.target()['v1']).not.toBe(V1);
  });

  test('unknown tags and organizations are accepted and ignored', () => {
    const subject = createSyncCloud();
    expect(subject.sync({ imageTag: ['v9', 'v1', 'v1'] })).toMatchObject({ status: 200, value: [] });
    expect(subject.sync({ remoteNamespace: 'nobody' })).toMatchObject({ status: 200, value: [] });
    subject.clock.advance(10);
    expect(records(subject.jobs().value).map((job) => job['tag'])).toEqual(['v1']);
    expect(Object.keys(subject.emulator.state().regions['cn-east-3']?.organizations ?? {})).toEqual(['team']);
  });

  test.each(['errors', 'array', 'object'] as const)('an unknown region: 500, in the shape "%s"', (swrErrorShape) => {
    const { status, value } = createSyncCloud({ swrErrorShape }).sync({ remoteRegionId: 'mars-north-1' });
    expect(status).toBe(500);
    expect(JSON.stringify(value)).toContain('"errorCode":"SVCSTG.SWR.5001101"');
    expect(Array.isArray(value)).toBe(swrErrorShape === 'array');
  });

  test("the source's own region is refused unless the seed allows it", () => {
    const body = { remoteRegionId: 'cn-north-4', remoteNamespace: 'other' };
    const organizations = { team: { 'app/api': { v1: V1 } }, other: {} };
    expect(createSyncCloud({ organizations }).sync(body).status).toBe(400);
    const allowed = createSyncCloud({ organizations, sameRegionSync: true });
    expect(allowed.sync(body).status).toBe(200);
    allowed.clock.advance(2);
    expect(allowed.emulator.state().regions['cn-north-4']?.organizations['other']).toEqual({ 'app/api': { v1: V1 } });
  });

  test.each([
    ['imageTag as a string', { imageTag: 'v1' }],
    ['imageTag with a number', { imageTag: [1] }],
    ['no tag', { imageTag: [] }],
    ['override as a string', { override: 'true' }],
    ['an unknown field', { image_tag: ['v1'] }],
    ['no region', { remoteRegionId: undefined }],
  ])('%s: 400', (_, body) => {
    const subject = createSyncCloud();
    expect(subject.sync(body)).toMatchObject({ status: 400, value: { errors: [{ errorCode: 'SVCSTG.SWR.4000014' }] } });
    expect(jobStatuses(subject)).toEqual([]);
  });

  test('a body that is not an object, or not declared as JSON: 400', () => {
    const { call, emulator } = createSyncCloud();
    expect(call('POST', `${REPOSITORY}/sync_images`, { body: 'text' }).status).toBe(400);
    const headers = { 'content-type': 'text/plain' };
    expect(call('POST', `${REPOSITORY}/sync_images`, { body: BODY, headers }).status).toBe(400);
    expect(emulator.state().regions['cn-north-4']?.jobs).toEqual([]);
  });

  test('a missing source: 404', () => {
    const path = REPOSITORY.replace('app$api', 'other');
    expect(createSyncCloud().call('POST', `${path}/sync_images`, { body: BODY }).status).toBe(404);
  });
});
