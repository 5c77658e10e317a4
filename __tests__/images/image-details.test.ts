import { expect, test } from '@jest/globals';
import type { Item } from '../../src/engine/item.ts';
import { createImageDetails, observeImage } from '../../src/images/image-details.ts';
import { createFakeContext } from '../support/fake-context.ts';

const A: Item = { operation: 'wait-image', region: 'r', subject: 'a' };
/** Equal to another item of the plan, and another object. */
const B: Item = { ...A };

test('an item that no details were recorded for has none', () => {
  expect(createImageDetails().of(A)).toEqual([]);
});

test('later details of an image replace earlier ones, and the images keep the order in which they were first read', () => {
  const details = createImageDetails();
  details.record(A, { id: 'i1', status: 'INIT' });
  details.record(A, { id: 'i2', status: 'CREATING' });
  details.record(A, { id: 'i1', status: 'ACTIVE', tag: 'v1' });
  expect(details.of(A)).toEqual([
    { id: 'i1', status: 'ACTIVE', tag: 'v1' },
    { id: 'i2', status: 'CREATING' },
  ]);
});

test('each item has details of its own', () => {
  const details = createImageDetails();
  details.record(A, { id: 'i1', status: 'INIT' });
  details.record(B, { id: 'i1', status: 'ACTIVE' });
  expect([details.of(A), details.of(B)]).toEqual([[{ id: 'i1', status: 'INIT' }], [{ id: 'i1', status: 'ACTIVE' }]]);
});

test('what was returned before does not change when more is recorded', () => {
  const details = createImageDetails();
  details.record(A, { id: 'i1', status: 'INIT' });
  const before = details.of(A);
  details.record(A, { id: 'i1', status: 'ACTIVE' });
  details.record(A, { id: 'i2', status: 'ACTIVE' });
  expect(before).toEqual([{ id: 'i1', status: 'INIT' }]);
});

test('observing an image records its details and logs its status', () => {
  const context = createFakeContext();
  observeImage(context, A, { id: 'i1', status: 'CREATING' });
  observeImage(context, A, { id: 'i1', status: 'ACTIVE', tag: 'v1' }, 'image i1 ');
  expect(context.services.imageDetails.of(A)).toEqual([{ id: 'i1', status: 'ACTIVE', tag: 'v1' }]);
  expect(context.events).toEqual(['a → r: status CREATING', 'a → r: image i1 status ACTIVE']);
});
