import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { lenient, shaped } from '../../src/cloud/schema.ts';

const Schema = v.looseObject({
  id: v.string(),
  list: v.array(v.looseObject({ size: v.number() })),
  note: lenient(v.string()),
});

describe('a reply that is not as documented names the field', () => {
  test.each<[unknown, string]>([
    [undefined, 'the body is not as documented: Invalid type: Expected Object but received undefined'],
    [[], 'field \'id\' is not as documented: Invalid key: Expected "id" but received undefined'],
    [{ id: 7, list: [] }, "field 'id' is not as documented: Invalid type: Expected string but received 7"],
    [
      { id: 'a', list: [{ size: 1 }, { size: '2' }] },
      'field \'list.1.size\' is not as documented: Invalid type: Expected number but received "2"',
    ],
  ])('%j', (body, message) => {
    expect(() => shaped(Schema)(body)).toThrow(message);
  });
});

test.each<[unknown]>([[undefined], [null], [7], [{}], [['text']]])('what is not relied on may be %j', (note) => {
  expect(shaped(Schema)({ id: 'a', list: [], note }).note).toBeUndefined();
});

test('further fields, and names of the prototype, are no trouble', () => {
  const body: unknown = JSON.parse('{"id":"a","list":[],"note":"n","more":1,"__proto__":{"id":7},"constructor":null}');
  expect(shaped(v.pick(v.object({ id: v.string(), note: v.string() }), ['id', 'note']))(body)).toEqual({
    id: 'a',
    note: 'n',
  });
  expect(shaped(Schema)(body).id).toBe('a');
});
