/** The recipes and what is told of them. That they work is for `npm run rehearse` to show. */
import { describe, expect, test } from '@jest/globals';
import { withEndpoint } from '../../tools/rehearse/given-endpoint.ts';
import { readRecipes, recipesIn } from '../../tools/rehearse/recipes.ts';
import { expectedOfRehearsal, rehearsalWorkflow } from '../../tools/rehearse/rehearsal.ts';
import { STORIES } from '../../tools/rehearse/stories.ts';
import { PAGES, readPage } from '../support/pages.ts';

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

  test.each(PAGES)('%s has no whole workflow that is not rehearsed', (page) => {
    const rehearsed = new Set(recipes.map(({ name }) => name));
    expect(recipesIn(readPage(page), page).filter(({ name }) => !rehearsed.has(name))).toEqual([]);
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

/** Without indents, quotes and the spaces that flow collections may have, which say nothing. */
function plain(line: string): string {
  return line
    .trim()
    .replace(/[[{]\s+/g, (text) => text.trim())
    .replace(/\s+[\]}]/g, (text) => text.trim());
}
