/** The recipes and their cases. `npm run rehearse` runs them. */
import { describe, expect, test } from '@jest/globals';
import { RECIPE_CASES } from '../../tools/rehearse/cases.ts';
import { withEndpoint } from '../../tools/rehearse/endpoint.ts';
import { readRecipes, recipesIn } from '../../tools/rehearse/recipes.ts';
import { createWorkflow, expectedOfWorkflow } from '../../tools/rehearse/workflow.ts';
import { PAGES, readPage } from '../support/pages.ts';

const recipes = readRecipes();

describe('the recipes', () => {
  test('each has a first case that succeeds, and each case has its recipe', () => {
    const first = recipes.map(({ name }) => RECIPE_CASES.find(({ recipe }) => recipe === name));
    for (const recipeCase of first) {
      expect(Object.values(recipeCase?.jobs ?? {}).flat()).not.toContain('failure');
    }
    const inWorkflow = first.filter((recipeCase) => recipeCase?.files === undefined);
    expect(inWorkflow.filter((recipeCase) => recipeCase?.cloud !== undefined)).toEqual([]);
    expect(new Set(RECIPE_CASES.map(({ recipe }) => recipe))).toEqual(new Set(recipes.map(({ name }) => name)));
  });

  test('a case in which some job succeeds expects a line', () => {
    const silent = RECIPE_CASES.filter(
      ({ jobs, lines }) => Object.values(jobs).flat().includes('success') && lines.length === 0,
    );
    expect(silent).toEqual([]);
  });

  test.each(recipes)('$name: nothing but the endpoint changes when it runs', ({ yaml, ...recipe }) => {
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

  test.each(PAGES)('%s has no whole workflow that npm run rehearse leaves out', (page) => {
    const rehearsed = new Set(recipes.map(({ name }) => name));
    expect(recipesIn(readPage(page), page).filter(({ name }) => !rehearsed.has(name))).toEqual([]);
  });

  test('a whole workflow without a name is an error', () => {
    expect(() => recipesIn('```yaml\non: push\njobs: {}\n```\n', 'x.md')).toThrow('A recipe in x.md has no name');
  });
});

describe('rehearse.yml', () => {
  test('has every job of every recipe', async () => {
    const all = new Map(recipes.map((recipe) => [recipe.name, recipe]));
    const text = await createWorkflow(all);
    for (const id of Object.keys(expectedOfWorkflow(all).jobs)) expect(text).toContain(`\n  ${id}:\n`);
    expect(text).not.toMatch(/OWNER|secrets\.|vars\.|inputs\./);
  });
});

/** Without indents, quotes and the spaces in flow collections, which have no meaning. */
function plain(line: string): string {
  return line
    .trim()
    .replace(/[[{]\s+/g, (text) => text.trim())
    .replace(/\s+[\]}]/g, (text) => text.trim());
}
