/** The recipes and what is told of them. That they work is for `npm run rehearse` to show. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withEndpoint } from '../../tools/rehearse/given-endpoint.ts';
import { readRecipes, recipesIn, ROOT } from '../../tools/rehearse/recipes.ts';
import { expectedOfRehearsal, rehearsalWorkflow } from '../../tools/rehearse/rehearsal.ts';
import { STORIES } from '../../tools/rehearse/stories.ts';

const recipes = readRecipes();

describe('the recipes', () => {
  test('each has a story that ends well, and each story has its recipe', () => {
    const first = recipes.map(({ name }) => STORIES.find(({ recipe }) => recipe === name));
    for (const story of first) {
      expect(Object.values(story?.jobs ?? {}).flat()).not.toContain('failure');
    }
    const inRehearsal = first.filter((story) => story?.files === undefined);
    expect(inRehearsal.filter((story) => story?.cloud !== undefined)).toEqual([]);
    expect(new Set(STORIES.map(({ recipe }) => recipe))).toEqual(new Set(recipes.map(({ name }) => name)));
  });

  test('a story that ends well for some job has a line to show for it', () => {
    const silent = STORIES.filter(
      ({ jobs, lines }) => Object.values(jobs).flat().includes('success') && lines.length === 0,
    );
    expect(silent).toEqual([]);
  });

  test.each(recipes)('$name: nothing but the endpoint changes when it is rehearsed', ({ yaml, ...recipe }) => {
    const endpoint = 'http://127.0.0.1:1/{service}/{region}';
    const lines = withEndpoint({ yaml, ...recipe }, endpoint)
      .split('\n')
      .map(plain);
    const before = yaml.split('\n').map(plain);
    const added = lines.filter((line) => !before.includes(line));
    expect(added.filter((line) => line !== `endpoint: ${endpoint}`)).toEqual([]);
    const gone = before.filter((line) => !lines.includes(line));
    expect(gone.filter((line) => !line.startsWith('endpoint: '))).toEqual([]);
  });

  test('a whole workflow without a name is not overlooked', () => {
    expect(() => recipesIn('```yaml\non: push\njobs: {}\n```\n', 'x.md')).toThrow('A recipe in x.md has no name');
  });
});

describe('rehearse.yml', () => {
  test('has every job of every recipe', async () => {
    const all = new Map(recipes.map((recipe) => [recipe.name, recipe]));
    const text = await rehearsalWorkflow(all);
    for (const id of Object.keys(expectedOfRehearsal(all).jobs)) expect(text).toContain(`\n  ${id}:\n`);
    expect(text).not.toMatch(/OWNER|secrets\.|vars\.|inputs\./);
  });
});

describe('troubleshooting', () => {
  const rows = readFileSync(join(ROOT, 'docs/recipes.md'), 'utf8').matchAll(/^\| `([a-z]+)` +\| "(.+?)" +\|/gm);
  const messages = [...rows].map(([, kind = '', message = '']) => ({ kind, message }));
  const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
    .join('\n');

  test('has messages of the kinds that a workflow sees most', () => {
    expect(messages.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['input', 'auth', 'refused', 'unavailable', 'gate', 'timeout', 'cancelled']),
    );
  });

  test.each(messages)('"$message" is said by the code', ({ message }) => {
    // Between what the code fills in; and it puts sentences together, so three words in a row must do.
    const fragments = message.split(/…|\b[A-Z_]{6,}|HTTP \d+/).map((part) => part.split(/[\s.,:;]+/).filter(Boolean));
    const silent = fragments.filter((words) => {
      const starts = words.slice(0, Math.max(1, words.length - 2)).map((_, at) => words.slice(at, at + 3).join(' '));
      return words.length > 1 && !starts.some((three) => source.includes(three));
    });
    expect(silent).toEqual([]);
  });
});

/** Without indents, quotes and the spaces that flow collections may have, which say nothing. */
function plain(line: string): string {
  return line
    .trim()
    .replace(/[[{]\s+/g, (text) => text.trim())
    .replace(/\s+[\]}]/g, (text) => text.trim());
}
