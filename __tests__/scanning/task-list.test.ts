import { describe, expect, test } from '@jest/globals';
import type { Hss } from '../../src/cloud/hss.ts';
import { Failure } from '../../src/errors.ts';
import { createTaskList } from '../../src/scanning/task-list.ts';
import { syncTask } from '../support/hss-tasks.ts';
import { failureFrom } from '../support/outcome-of.ts';

const TASKS = Array.from({ length: 230 }, (_, index) => syncTask({ id: `${index}` }));
const TOO_LARGE = new Failure('reply-too-large', 'Too large.');

/** A list that gives at most `largest` tasks a page, or refuses larger pages; `asked` is what was requested. */
function listOf(count: number, { refuses = 1000, gives = 1000, hasTotal = true } = {}) {
  const asked: string[] = [];
  const syncTasks: Hss['syncTasks'] = ({ offset, limit }) => {
    asked.push(`${offset}+${limit}`);
    if (limit > refuses) return Promise.reject(TOO_LARGE);
    const tasks = TASKS.slice(0, count).slice(offset, offset + Math.min(limit, gives));
    return Promise.resolve({ tasks, length: tasks.length, total: hasTotal ? count : undefined, dateMs: offset });
  };
  return { asked, list: createTaskList({ syncTasks }) };
}

describe('the tasks', () => {
  test.each([
    ['on one page', 7, {}, ['0+200'], 7],
    ['on one page without a total', 7, { hasTotal: false }, ['0+200'], 7],
    ['where there are more than are needed', 230, {}, ['0+200'], 200],
    ['none', 0, {}, ['0+200'], 0],
    ['on pages that are shorter than requested', 120, { gives: 50 }, ['0+200', '50+200', '100+200'], 120],
    ['on smaller pages', 60, { refuses: 50 }, ['0+200', '0+50', '50+50'], 60],
    ['on the smallest pages', 25, { refuses: 10 }, ['0+200', '0+50', '0+10', '10+10', '20+10'], 25],
  ])('%s are read', async (_, count, how, expected, found) => {
    const { asked, list } = listOf(count, how);
    expect((await list.read())?.value.map(({ id }) => id)).toEqual(TASKS.slice(0, found).map(({ id }) => id));
    expect(asked).toEqual(expected);
  });

  test('are read again with the size of a page that worked, and have the time of the last reply', async () => {
    const { asked, list } = listOf(60, { refuses: 50 });
    await list.read();
    expect((await list.read())?.dateMs).toBe(50);
    expect(asked.slice(3)).toEqual(['0+50', '50+50']);
  });

  test.each<[number, readonly number[], boolean]>([
    [3, [3], true],
    [0, [3], true],
    [4, [3, 0], false],
    [500, [200], true],
    [500, [150, 0], false],
  ])('of which HSS has %d and gives %j are all that are needed: %p', async (total, lengths, expected) => {
    const left = [...lengths];
    const syncTasks = () => {
      const tasks = TASKS.slice(0, left.shift());
      return Promise.resolve({ tasks, length: tasks.length, total, dateMs: undefined });
    };
    expect((await createTaskList({ syncTasks }).read())?.isComplete).toBe(expected);
  });

  test('may be missing in the region, or too large in any size', async () => {
    expect(await createTaskList({ syncTasks: () => Promise.resolve(undefined) }).read()).toBeUndefined();
    expect((await failureFrom(listOf(25, { refuses: 9 }).list.read())).code).toBe('reply-too-large');
  });
});
