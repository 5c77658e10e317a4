import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { INPUT_NAMES, INPUTS } from '../../src/inputs/defaults.ts';
import { givenInputs } from '../support/given-inputs.ts';
import { hostileText } from '../support/hostile-text.ts';
import { commandLookalikes } from '../support/command-lookalikes.ts';
import { escapeLogLine } from '../../src/escape.ts';

const RULE = { pattern: /^[a-z]+$/, description: 'lowercase letters' };
const wrong = (complaint: string): string => `The input is wrong: ${complaint}.`;

describe('texts', () => {
  test('given, trimmed, empty and default', () => {
    const { inputs, errors } = givenInputs({ region: '  abc ', namespace: '   ', 'image-type': '' });
    expect([inputs.text('region', RULE), inputs.text('namespace', RULE), inputs.text('image-type')]).toEqual([
      'abc',
      '',
      'private_image',
    ]);
    expect(errors()).toBe('');
  });

  test('a text that breaks its rule is quoted', () => {
    const { inputs, errors } = givenInputs({ region: 'A b' });
    inputs.text('region', RULE);
    expect(errors()).toBe(wrong("`region` must be lowercase letters, but is 'A b'"));
  });

  test('a required text that is empty is one complaint, not two', () => {
    const { inputs, errors } = givenInputs({ region: ' ' });
    inputs.required('region', RULE);
    expect(errors()).toBe(wrong("`region` is required, but is ''"));
  });

  test('what cannot be seen in a value is spelled out, and a long one is cut', () => {
    const { inputs, errors } = givenInputs({ region: `a\u200bb\r::error::${'x'.repeat(500)}` });
    inputs.text('region', RULE);
    expect(errors()).toBe(
      wrong(`\`region\` must be lowercase letters, but is 'a\\u200bb\\u000d::error::${'x'.repeat(177)}…'`),
    );
  });
});

describe('secrets', () => {
  test('a secret is masked as soon as it is read', () => {
    const { inputs, masked, errors } = givenInputs({ 'secret-key': ' SecretKey ', 'security-token': '' });
    expect([inputs.secret('secret-key'), inputs.secret('security-token')]).toEqual(['SecretKey', '']);
    expect(masked).toEqual(['SecretKey']);
    expect(errors()).toBe('');
  });

  test('a secret that no header can carry is masked and never quoted', () => {
    const { inputs, masked, errors } = givenInputs({ 'secret-key': 'Secret\nKey', 'auth-token': 'Tökén' });
    inputs.secret('secret-key');
    inputs.secret('auth-token');
    expect(masked).toEqual(['Secret\nKey', 'Tökén']);
    expect(errors()).toBe(
      'The 2 inputs are wrong: `secret-key` must be one line of visible ASCII characters (value not shown); ' +
        '`auth-token` must be one line of visible ASCII characters (value not shown).',
    );
  });
});

describe('a password', () => {
  test.each([
    [' pass ', ' pass '],
    ['pass\r\n', 'pass'],
    [' pass \n\n', ' pass '],
    ['\tpass', '\tpass'],
    [' "pass" ', ' "pass" '],
    ['Bearer pass', 'Bearer pass'],
    ['', ''],
  ])('%j is taken as %j', (given, password) => {
    const { inputs, errors } = givenInputs({ 'iam-password': given });
    expect([inputs.password('iam-password'), errors()]).toEqual([password, '']);
  });

  test('is masked with and without the spaces around it', () => {
    const { inputs, masked } = givenInputs({ 'iam-password': ' pass word ' });
    inputs.password('iam-password');
    expect(masked).toEqual([' pass word ', 'pass word']);
  });
});

describe('values that are known', () => {
  const KNOWN = { pattern: /^[a-z]+-\d$/, description: 'a place', known: ['north-1', 'south-1'] };

  test('another one of the right form is a warning that names the nearest', () => {
    const { inputs, errors } = givenInputs({ region: 'noth-1', 'target-regions': 'south-2, north-1, soth-1' });
    expect([inputs.text('region', KNOWN), inputs.list('target-regions', KNOWN)]).toEqual([
      'noth-1',
      ['south-2', 'north-1', 'soth-1'],
    ]);
    expect(errors()).toBe('');
    expect(inputs.warnings()).toEqual([
      "`region` has 'noth-1', which this version does not know (did you mean north-1?).",
      "`target-regions` has 'south-2', which this version does not know (did you mean south-1?).",
      "`target-regions` has 'soth-1', which this version does not know (did you mean south-1?).",
    ]);
  });

  test.each([
    ['NORTH-1', 'did you mean north-1?'],
    ['north_1', 'did you mean north-1?'],
    ['north-1, south-1', 'give one only'],
    ['North-1 SOUTH-1', 'give one only'],
    ['["north-1","south-1"]', 'give one only'],
    ['["north-1"]', 'did you mean north-1?'],
  ])('the malformed %j is an error that says what is meant', (given, hint) => {
    const { inputs, errors } = givenInputs({ region: given });
    inputs.text('region', KNOWN);
    expect(errors()).toBe(wrong(`\`region\` must be a place (${hint}), but is '${given}'`));
    expect(inputs.warnings()).toEqual([]);
  });

  test('entries between spaces are an error that says what separates them', () => {
    const { inputs, errors } = givenInputs({ 'target-regions': 'north-1 south-1' });
    inputs.list('target-regions', KNOWN);
    expect(errors()).toBe(
      wrong(
        "`target-regions` must have entries that are each a place (put commas or new lines between entries), but is 'north-1 south-1'",
      ),
    );
  });
});

test('an identifier is neither masked nor quoted: a whole pair of keys may have been pasted there', () => {
  const { inputs, errors, masked } = givenInputs({ 'access-key': 'AKAK\nSECRET' });
  inputs.identifier('access-key');
  expect(errors()).toBe(
    'The input is wrong: `access-key` must be one line of visible ASCII characters (value not shown).',
  );
  expect(masked).toEqual([]);
});

describe('choices, flags, durations, counts', () => {
  test('a choice is one of its words and nothing else', () => {
    const { inputs, errors } = givenInputs({ 'fail-on': 'all', 'image-type': 'Private_Image' });
    expect(inputs.choice('fail-on', ['any', 'all', 'never'])).toBe('all');
    inputs.choice('image-type', ['private_image', 'shared_image']);
    expect(errors()).toBe(wrong("`image-type` must be one of private_image, shared_image, but is 'Private_Image'"));
  });

  test('a choice may have synonyms in any letter case', () => {
    const synonyms = { x86_64: 'X86_64', amd64: 'X86_64' } as const;
    const taken = ['X86_64', 'x86_64', 'AMD64', 'AARCH64', 'constructor'].map((given) => {
      const { inputs, errors } = givenInputs({ 'image-arch': given });
      return [inputs.choice('image-arch', ['X86_64', 'AARCH64'], synonyms), errors()];
    });
    expect(taken).toEqual([
      ['X86_64', ''],
      ['X86_64', ''],
      ['X86_64', ''],
      ['AARCH64', ''],
      ['X86_64', wrong("`image-arch` must be one of X86_64, AARCH64, but is 'constructor'")],
    ]);
  });

  test.each([
    ['true', true],
    ['TRUE', true],
    ['tRuE', true],
    ['false', false],
    ['False', false],
    ['', true],
  ])('the flag %j is %p where the default is true', (given, value) => {
    const { inputs, errors } = givenInputs({ wait: given });
    expect([inputs.flag('wait'), errors()]).toEqual([value, '']);
  });

  test.each(['yes', '1', '0', 'on', 'y', 'truee', 'null'])('the flag %j is a complaint', (given) => {
    const { inputs, errors } = givenInputs({ override: given });
    inputs.flag('override');
    expect(errors()).toBe(wrong(`\`override\` must be true or false, but is '${given}'`));
  });

  test.each([
    ['5s', 5000, ''],
    ['1s', 1000, ''],
    ['10m', 600_000, ''],
    ['601', 601_000, wrong("`request-timeout` must be between 1s and 10m, but is '601'")],
    ['0', 0, wrong("`request-timeout` must be between 1s and 10m, but is '0'")],
    ['soon', 1000, wrong("`request-timeout` must be a duration such as 90s, 30m, 2h or plain seconds, but is 'soon'")],
  ])('the duration %j', (given, ms, complaint) => {
    const { inputs, errors } = givenInputs({ 'request-timeout': given });
    expect([inputs.duration('request-timeout', { min: '1s', max: '10m' }), errors()]).toEqual([ms, complaint]);
  });

  test.each([
    ['1', 1, ''],
    ['64', 64, ''],
    ['', 8, ''],
    ['65', 65, wrong("`concurrency` must be a whole number from 1 to 64, but is '65'")],
    ['0', 1, wrong("`concurrency` must be a whole number from 1 to 64, but is '0'")],
    ['-1', 1, wrong("`concurrency` must be a whole number from 1 to 64, but is '-1'")],
    ['1.5', 1, wrong("`concurrency` must be a whole number from 1 to 64, but is '1.5'")],
    ['Infinity', 1, wrong("`concurrency` must be a whole number from 1 to 64, but is 'Infinity'")],
  ])('the count %j', (given, count, complaint) => {
    const { inputs, errors } = givenInputs({ concurrency: given });
    expect([inputs.count('concurrency', { min: 1, max: 64 }), errors()]).toEqual([count, complaint]);
  });
});

describe('lists', () => {
  test('commas and lines of every system, trimmed, without repetitions, in the order given', () => {
    const { inputs, errors } = givenInputs({ tags: ' b, a\n\r\n,c\rb ,, a' });
    expect([inputs.list('tags', RULE), errors()]).toEqual([['b', 'a', 'c'], '']);
  });

  test('every entry that breaks the rule is a complaint of its own, also one that comes twice', () => {
    const { inputs, errors } = givenInputs({ tags: 'a,B,c,D,B' });
    inputs.list('tags', RULE);
    expect(errors()).toBe(
      "The 2 inputs are wrong: `tags` must have entries that are each lowercase letters, but is 'B'; " +
        "`tags` must have entries that are each lowercase letters, but is 'D'.",
    );
  });

  test('a required list with nothing in it', () => {
    const { inputs, errors } = givenInputs({ tags: ' ,\n, ' });
    expect(inputs.requiredList('tags', RULE)).toEqual([]);
    expect(errors()).toBe(wrong("`tags` is required and must have at least one entry, but is ''"));
  });

  test('a faulty JSON array is one error, also where the list is required', () => {
    const { inputs, errors } = givenInputs({ tags: '["a"' });
    expect(inputs.requiredList('tags', RULE)).toEqual([]);
    expect(errors()).toBe(
      wrong('`tags` must be a JSON array of strings, such as ["a", "b"], because it starts with [, but is \'["a"\''),
    );
  });

  test('joining entries with any separators gives them back', () => {
    const separator = fc.constantFrom(',', '\n', '\r\n', ' , ', ',,', '\n \n');
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,4}$/)), separator, (entries, between) => {
        const { inputs, errors } = givenInputs({ tags: entries.join(between) });
        expect([inputs.list('tags', RULE), errors()]).toEqual([[...new Set(entries)], '']);
      }),
    );
  });
});

test('errors come together, and without one nothing is thrown', () => {
  const { inputs, errors } = givenInputs({ wait: 'maybe', timeout: 'soon' });
  expect(errors()).toBe('');
  inputs.flag('wait');
  inputs.duration('timeout', { min: '0s', max: '1h' });
  inputs.required('region');
  inputs.addError('tags', 'must be good');
  expect(errors()).toBe(
    "The 4 inputs are wrong: `wait` must be true or false, but is 'maybe'; " +
      "`timeout` must be a duration such as 90s, 30m, 2h or plain seconds, but is 'soon'; " +
      "`region` is required, but is ''; `tags` must be good.",
  );
});

test('inputs that nobody reads are named, but for those that say the default or nothing', () => {
  const { inputs } = givenInputs({ force: 'true', override: 'false', tags: ' ', region: 'r', 'image-ids': 'x' });
  inputs.text('region');
  expect(inputs.unused()).toEqual(['image-ids', 'force']);
});

test('the catalogue has every input once, in its order', () => {
  expect(INPUT_NAMES).toEqual(Object.keys(INPUTS));
});

test('whatever is given: no reading throws, and no complaint holds a command of the runner', () => {
  fc.assert(
    fc.property(hostileText, (given) => {
      const { inputs, errors } = givenInputs({
        region: given,
        wait: given,
        timeout: given,
        concurrency: given,
        tags: given,
        'fail-on': given,
        'secret-key': given,
      });
      inputs.required('region', RULE);
      inputs.flag('wait');
      inputs.duration('timeout', { min: '0s', max: '1h' });
      inputs.count('concurrency', { min: 1, max: 2 });
      inputs.requiredList('tags', RULE);
      inputs.choice('fail-on', ['any', 'all']);
      inputs.secret('secret-key');
      expect(commandLookalikes(escapeLogLine(errors()))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
