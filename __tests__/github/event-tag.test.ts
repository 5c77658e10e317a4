import { describe, expect, test } from '@jest/globals';
import { readEventTag, type WorkflowEvent } from '../../src/github/event-tag.ts';

const release = (action: unknown, more: object = {}): WorkflowEvent => ({
  eventName: 'release',
  payload: { action, release: { tag_name: 'v1', draft: false, ...more } },
  ref: 'refs/tags/v1',
});

describe('a release', () => {
  test.each(['published', 'released', 'prereleased', 'created', 'edited'])('that is %s names its tag', (action) => {
    expect(readEventTag(release(action))).toEqual({ tag: 'v1', event: `the event release (${action})` });
  });

  test.each(['deleted', 'unpublished', 'archived', '', null, 7])('with the action %j promotes nothing', (action) => {
    expect(readEventTag(release(action)).tag).toBeUndefined();
  });

  test('a deleted one is named, and so is a draft', () => {
    expect(readEventTag(release('deleted')).event).toBe('the event release (deleted)');
    expect(readEventTag(release('edited', { draft: true }))).toEqual({
      tag: undefined,
      event: 'the event release (edited, draft)',
    });
  });

  test.each([undefined, null, '', 7])('without an action (%j) promotes nothing, and says so', (action) => {
    expect(readEventTag(release(action))).toEqual({ tag: undefined, event: 'the event release (without an action)' });
  });

  test.each([null, [], 'text', 7])('whose event file holds %j promotes nothing', (payload) => {
    const event = { eventName: 'release', payload: Object(payload), ref: 'refs/tags/v1' };
    expect(readEventTag(event)).toEqual({ tag: undefined, event: 'the event release (without an action)' });
  });

  test.each([{}, { release: null }, { release: {} }, { release: { tag_name: '' } }, { release: { tag_name: 1 } }])(
    'without a tag, %j, promotes nothing',
    (payload) => {
      expect(readEventTag({ eventName: 'release', payload, ref: 'refs/tags/v1' }).tag).toBeUndefined();
    },
  );
});

describe('other events', () => {
  test.each<[string, object]>([
    ['push', {}],
    ['create', { ref: 'v1', ref_type: 'tag' }],
  ])('%s of a tag names it', (eventName, payload) => {
    expect(readEventTag({ eventName, payload, ref: 'refs/tags/v1' })).toEqual({
      tag: 'v1',
      event: `the event ${eventName} of a tag`,
    });
  });

  test.each<[string, object, string]>([
    ['push', {}, 'refs/heads/v1'],
    ['push', { deleted: true }, 'refs/tags/v1'],
    ['push', {}, 'refs/tags/'],
    ['create', { ref: 'v1', ref_type: 'branch' }, 'refs/heads/v1'],
    ['delete', { ref: 'v1', ref_type: 'tag' }, 'refs/tags/v1'],
    ['workflow_dispatch', {}, 'refs/tags/v1'],
    ['workflow_run', { workflow_run: { head_branch: 'v1' } }, 'refs/tags/v1'],
    ['schedule', {}, 'refs/heads/main'],
    ['deployment_status', {}, 'refs/tags/v1'],
    ['repository_dispatch', { release: { tag_name: 'v1' }, action: 'published' }, 'refs/tags/v1'],
  ])('%s with %j on %s promotes nothing', (eventName, payload, ref) => {
    expect(readEventTag({ eventName, payload, ref })).toEqual({ tag: undefined, event: `the event ${eventName}` });
  });

  test('outside of a workflow there is no tag', () => {
    expect(readEventTag({ payload: {} }).tag).toBeUndefined();
  });
});
