import { expect, test } from '@jest/globals';
import { shortenIds, shortId } from '../src/ids.ts';

const PROJECT = '0123456789abcdef0123456789abcdef';

test.each([
  [PROJECT, '0123…cdef'],
  ['a-project-id!', 'a-pr…-id!'],
  ['project-12ab', 'proj…'],
  ['p', 'p…'],
])('%s is shown as %s', (id, short) => {
  expect(shortId(id)).toBe(short);
});

test.each([
  [`project ${PROJECT}, and ${PROJECT.toUpperCase()}.`, 'project 0123…cdef, and 0123…CDEF.'],
  [`iam::${PROJECT}:agency:promoter`, 'iam::0123…cdef:agency:promoter'],
  ['iam::an-account:agency:promoter', 'iam::an-a…:agency:promoter'],
  [`sha256:${PROJECT}${PROJECT}`, `sha256:${PROJECT}${PROJECT}`],
  [`HTTP 403 (request id ${PROJECT})`, `HTTP 403 (request id ${PROJECT})`],
  ['p-north and p-north', 'p-no… and p-no…'],
])('in %j, ids are short', (text, shortened) => {
  expect(shortenIds(text, ['p-north', ''])).toBe(shortened);
});
