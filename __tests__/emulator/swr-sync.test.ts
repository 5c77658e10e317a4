import { describe, expect, test } from '@jest/globals';
import { BODY, OLD, pair, REPOSITORY, states, V1, withTarget } from './sync-world.ts';
import { records } from './client.ts';

describe('a synchronization', () => {
  test('answers [] at once, waits, runs, succeeds, and then the bytes are there', () => {
    const subject = pair({ syncSeconds: 8 });
    const { status, value } = subject.sync();
    expect([status, value]).toEqual([200, []]);
    const seen = [0, 1, 1, 5].map((seconds) => {
      subject.clock.advance(seconds);
      return [states(subject)[0], subject.target()['v1']];
    });
    expect(seen).toEqual([
      ['waiting', undefined],
      ['waiting', undefined],
      ['running', undefined],
      ['running', undefined],
    ]);
    subject.clock.advance(1);
    expect(states(subject)).toEqual(['success']);
    expect(subject.target()).toEqual({ v1: V1 });
  });

  test('depends on the time alone: a clock that jumps gives the same end', () => {
    const subject = pair();
    subject.sync();
    subject.clock.advance(86_400);
    expect(states(subject)).toEqual(['success']);
    expect(subject.target()).toEqual({ v1: V1 });
  });

  test('copies what the tag is at the end, not at the beginning', () => {
    const subject = pair();
    subject.sync();
    subject.clock.advance(1);
    const place = { region: 'cn-north-4', organization: 'team', repository: 'app/api', tag: 'v1' };
    const moved = subject.emulator.push(place);
    subject.clock.advance(1);
    expect(subject.target()).toEqual({ v1: moved });
    expect(moved).not.toBe(V1);
  });

  test('fails if the source goes away meanwhile', () => {
    const subject = pair();
    subject.sync();
    subject.call('DELETE', `${REPOSITORY}/tags/v1`);
    subject.clock.advance(5);
    expect(states(subject)).toEqual(['failed']);
    expect(subject.target()).toEqual({});
  });

  test.each([
    ['another digest, no override', OLD, false, 'existed', OLD],
    ['another digest, override', OLD, true, 'success', V1],
    ['the same digest, no override', V1, false, 'existed', V1],
    ['the same digest, override', V1, true, 'success', V1],
  ])('%s', (_, before, override, state, after) => {
    const subject = pair({}, withTarget(before));
    subject.sync({ override });
    subject.clock.advance(2);
    expect(states(subject)).toEqual([state]);
    expect(subject.target()).toEqual({ v1: after });
  });

  test('override is false if not given', () => {
    const subject = pair({}, withTarget(OLD));
    subject.sync();
    subject.clock.advance(2);
    expect(subject.target()).toEqual({ v1: OLD });
    expect(records(subject.jobs().value)[0]).toMatchObject({ override: false });
  });

  test('jobs that end at different times end in that order', () => {
    const outcomes = [
      { outcome: 'wrong-digest' as const, seconds: 4, times: 1 },
      { seconds: 2, times: 1 },
    ];
    const subject = pair({ syncOutcomes: outcomes });
    subject.sync({ override: true });
    subject.sync({ override: true });
    subject.clock.advance(100);
    expect(Object.keys(subject.target())).toEqual(['v1']);
    expect(subject.target()['v1']).not.toBe(V1);
  });

  test('unknown tags and unknown organizations are taken without a word, and nothing comes of them', () => {
    const subject = pair();
    expect(subject.sync({ imageTag: ['v9', 'v1', 'v1'] })).toMatchObject({ status: 200, value: [] });
    expect(subject.sync({ remoteNamespace: 'nobody' })).toMatchObject({ status: 200, value: [] });
    subject.clock.advance(10);
    expect(records(subject.jobs().value).map((job) => job['tag'])).toEqual(['v1']);
    expect(Object.keys(subject.emulator.state().regions['cn-east-3']?.organizations ?? {})).toEqual(['team']);
  });

  test.each(['errors', 'array', 'object'] as const)(
    'an unknown region is a 500, in the shape "%s"',
    (swrErrorShape) => {
      const { status, value } = pair({ swrErrorShape }).sync({ remoteRegionId: 'mars-north-1' });
      expect(status).toBe(500);
      expect(JSON.stringify(value)).toContain('"errorCode":"SVCSTG.SWR.5001101"');
      expect(Array.isArray(value)).toBe(swrErrorShape === 'array');
    },
  );

  test('the own region is refused unless the seed allows it', () => {
    const body = { remoteRegionId: 'cn-north-4', remoteNamespace: 'other' };
    const organizations = { team: { 'app/api': { v1: V1 } }, other: {} };
    expect(pair({ organizations }).sync(body).status).toBe(400);
    const allowed = pair({ organizations, sameRegionSync: true });
    expect(allowed.sync(body).status).toBe(200);
    allowed.clock.advance(2);
    expect(allowed.emulator.state().regions['cn-north-4']?.organizations['other']).toEqual({ 'app/api': { v1: V1 } });
  });

  test.each([
    ['imageTag as a text', { imageTag: 'v1' }],
    ['imageTag with a number', { imageTag: [1] }],
    ['no tag', { imageTag: [] }],
    ['override as a text', { override: 'true' }],
    ['an unknown field', { image_tag: ['v1'] }],
    ['no region', { remoteRegionId: undefined }],
  ])('%s: 400', (_, body) => {
    const subject = pair();
    expect(subject.sync(body)).toMatchObject({ status: 400, value: { errors: [{ errorCode: 'SVCSTG.SWR.4000014' }] } });
    expect(states(subject)).toEqual([]);
  });

  test('a body that is no object, or does not call itself JSON', () => {
    const { call, emulator } = pair();
    expect(call('POST', `${REPOSITORY}/sync_images`, { body: 'text' }).status).toBe(400);
    const headers = { 'content-type': 'text/plain' };
    expect(call('POST', `${REPOSITORY}/sync_images`, { body: BODY, headers }).status).toBe(400);
    expect(emulator.state().regions['cn-north-4']?.jobs).toEqual([]);
  });

  test('a missing source is a 404', () => {
    const path = REPOSITORY.replace('app$api', 'other');
    expect(pair().call('POST', `${path}/sync_images`, { body: BODY }).status).toBe(404);
  });
});
