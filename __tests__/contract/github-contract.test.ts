/** The judge of requests to GitHub can say no. */
import { describe, expect, test } from '@jest/globals';
import { type Asked, complaintsOf, EDITIONS } from '../support/github-contract.ts';

const CREATE = { method: 'POST', path: '/repos/owner/app/deployments' } as const;
const STATUS = { method: 'POST', path: '/repos/owner/app/deployments/7/statuses' } as const;
const NEW = { ref: 'main', auto_merge: false, required_contexts: [], payload: { a: 1 }, environment: 'e' } as const;

describe.each(EDITIONS)('against the description of %s', (edition) => {
  test.each<[string, Asked]>([
    ['a deployment', { ...CREATE, body: NEW }],
    ['a payload that is a text', { ...CREATE, body: { ...NEW, payload: '{}' } }],
    ['no description', { ...CREATE, body: { ...NEW, description: null } }],
    ['a status', { ...STATUS, body: { state: 'in_progress', description: 'x'.repeat(140), log_url: 'https://a' } }],
    ['a look', { method: 'GET', path: CREATE.path, body: null }],
  ])('there is nothing to say of %s', (_, asked) => {
    expect(complaintsOf(asked, edition)).toEqual([]);
  });

  test.each<[string, Asked, string]>([
    ['a path', { ...CREATE, path: '/repos/owner/app/deployment', body: NEW }, 'there is no POST /repos/owner/app/dep'],
    ['a method', { ...CREATE, method: 'PUT', body: NEW }, 'there is no PUT'],
    [
      'an id',
      { ...STATUS, path: STATUS.path.replace('7', 'x'), body: { state: 'success' } },
      'deployment_id cannot be x',
    ],
    ['no body', { ...CREATE, body: null }, 'must be object'],
    ['a body of a GET', { method: 'GET', path: CREATE.path, body: NEW }, 'a body where there is none'],
    ['a property that is missing', { ...CREATE, body: { ...NEW, ref: undefined } }, 'must have required property'],
    ['a property that is unknown', { ...CREATE, body: { ...NEW, automerge: false } }, 'must NOT have additional prop'],
    ['a type', { ...CREATE, body: { ...NEW, auto_merge: 'false' } }, '/auto_merge must be boolean'],
    [
      'the type of a part',
      { ...CREATE, body: { ...NEW, required_contexts: [1] } },
      '/required_contexts/0 must be string',
    ],
    ['a payload', { ...CREATE, body: { ...NEW, payload: 5 } }, '/payload must be'],
    ['a state', { ...STATUS, body: { state: 'done' } }, '/state must be equal to one of the allowed values'],
    [
      'a length',
      { ...STATUS, body: { state: 'error', description: 'x'.repeat(141) } },
      '/description is longer than 140',
    ],
  ])('%s can be wrong', (_, asked, complaint) => {
    expect(complaintsOf({ ...asked, body: JSON.parse(JSON.stringify(asked.body)) }, edition).join()).toContain(
      complaint,
    );
  });
});
