import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { optionalOrUndefined, parseWith } from '../../src/cloud/schema.ts';

const Schema = v.looseObject({
  id: v.string(),
  list: v.array(v.looseObject({ size: v.number() })),
  note: optionalOrUndefined(v.string()),
});

describe('a reply that is not as documented names the field', () => {
  test.each<[unknown, string]>([
    [undefined, 'the body is not as documented: missing'],
    [[], "field 'id' is not as documented: missing"],
    [{ id: 7, list: [] }, "field 'id' is not as documented: must be string, not number"],
    [
      { id: 'a', list: [{ size: 1 }, { size: '2' }] },
      "field 'list.1.size' is not as documented: must be number, not string",
    ],
  ])('%j', (body, message) => {
    expect(() => parseWith(Schema)(body)).toThrow(message);
  });
});

test.each<[unknown]>([[undefined], [null], [7], [{}], [['text']]])('an optional field may be %j', (note) => {
  expect(parseWith(Schema)({ id: 'a', list: [], note }).note).toBeUndefined();
});

test('further fields, and names of the prototype, are ignored', () => {
  const body: unknown = JSON.parse('{"id":"a","list":[],"note":"n","more":1,"__proto__":{"id":7},"constructor":null}');
  expect(parseWith(v.pick(v.object({ id: v.string(), note: v.string() }), ['id', 'note']))(body)).toEqual({
    id: 'a',
    note: 'n',
  });
  expect(parseWith(Schema)(body).id).toBe('a');
});
