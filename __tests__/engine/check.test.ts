import { describe, expect, test } from '@jest/globals';
import { type Check, createCheckList, failureKindOfCheck, type Finding } from '../../src/engine/check.ts';

const OK: Finding = { result: 'ok', message: 'fine' };

function listed() {
  const reported: string[] = [];
  const list = createCheckList(({ name, result }) => reported.push(`${name} ${result}`));
  const add = (name: string) => list.add({ place: 'here', name, isNeeded: true });
  return { list, add, reported };
}

describe('a list of checks', () => {
  test('is reported in its order, each check once all before it have a result', () => {
    const { add, reported } = listed();
    const [one, two, three] = [add('one'), add('two'), add('three')];
    three.settle(OK);
    expect(reported).toEqual([]);
    one.settle(OK);
    expect(reported).toEqual(['one ok']);
    two.settle({ result: 'unknown', message: 'who knows' });
    expect(reported).toEqual(['one ok', 'two unknown', 'three ok']);
  });

  test('keeps the first result of a check', () => {
    const { list, add, reported } = listed();
    const one = add('one');
    one.settle(OK);
    one.settle({ result: 'failed', code: 'timeout', message: 'late' });
    expect([list.all('timeout').map(({ result }) => result), reported]).toEqual([['ok'], ['one ok']]);
  });

  test.each(['timeout', 'cancelled'] as const)('has what was cut off: %s', (reason) => {
    const { list, add } = listed();
    add('one').settle(OK);
    add('two');
    expect(list.all(reason)).toMatchObject([
      { name: 'one', result: 'ok' },
      { name: 'two', result: 'unknown', code: reason, isNeeded: true },
    ]);
  });

  test('takes no result once it has been read: the run is over', () => {
    const { list, add, reported } = listed();
    const one = add('one');
    expect(list.all('timeout')).toMatchObject([{ result: 'unknown' }]);
    one.settle(OK);
    expect([reported, list.all('timeout')]).toEqual([[], [expect.objectContaining({ result: 'unknown' })]]);
  });

  test('a finding may say that its check is needed after all, or is not', () => {
    const { list, add } = listed();
    add('one').settle({ ...OK, isNeeded: false });
    expect(list.all('timeout')).toMatchObject([{ isNeeded: false }]);
  });
});

test.each<[Partial<Check>, string | undefined]>([
  [{ result: 'ok' }, undefined],
  [{ result: 'failed', code: 'tag-missing' }, 'gate'],
  [{ result: 'failed', code: 'tag-missing', isNeeded: false }, undefined],
  [{ result: 'unknown', code: 'dependency-failed' }, 'gate'],
  [{ result: 'unknown' }, undefined],
])('%j stands for the failure kind %j', (check, kind) => {
  const usual: Check = { place: 'here', name: 'one', isNeeded: true, result: 'ok', message: '' };
  expect(failureKindOfCheck(Object.assign(usual, check))).toBe(kind);
});
