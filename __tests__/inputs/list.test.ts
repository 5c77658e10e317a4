import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseList } from '../../src/inputs/list.ts';

test.each<[string, string[]]>([
  ['', []],
  ['[]', []],
  [' [ ] ', []],
  ['""', []],
  ['["v1","v2"]', ['v1', 'v2']],
  ['\n[\n  "v1",\n  " v2 ",\r\n  "v1"\n]\n', ['v1', 'v2']],
  ['"[\\"v1\\",\\"v2\\"]"', ['v1', 'v2']],
  ['\'["v1"]\'', ['v1']],
  ['["v1,v2"]', ['v1,v2']],
  ['"v1"', ['v1']],
  ["'v1, v2'", ['v1', 'v2']],
  ['"v1", \'v2\', v3, "v3"', ['v1', 'v2', 'v3']],
  ['- v1\n-   "v2"\n  - v3\n-v4', ['v1', 'v2', 'v3', '-v4']],
  ['"v1', ['"v1']],
  ['v[1]', ['v[1]']],
])('%j has the entries %j', (text, entries) => {
  expect(parseList(text)).toEqual({ entries });
});

test.each(['[', '["v1"', '["v1",]', '[v1, v2]', "['v1']", '[1]', '["v1", null]', '[["v1"]]', '[{"tag":"v1"}]'])(
  '%j is a faulty array',
  (text) => {
    expect(parseList(text)).toEqual({
      entries: [],
      fault: 'must be a JSON array of strings, such as ["a", "b"], because it starts with [',
    });
  },
);

test('the JSON array of any tags gives them back, however it is printed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[A-Za-z0-9_][\w.-]{0,20}$/)),
      fc.constantFrom(0, 2, '\t'),
      (tags, indent) => {
        expect(parseList(JSON.stringify(tags, undefined, indent)).entries).toEqual([...new Set(tags)]);
      },
    ),
  );
});
