/** action.yml is the contract; code and README repeat parts of it, and must not drift. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { INPUTS } from '../../src/inputs/catalogue.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { VERDICTS } from '../../src/promotion/verdict.ts';
import { OUTPUT_NAMES } from '../../src/report/outputs.ts';
import { readActionFile } from '../../local-runner/action-file.ts';
import { exampleStepsOf } from '../support/readme-examples.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const action = await readActionFile();
const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8');

describe('action.yml', () => {
  test('has the inputs that the code reads, with the same defaults in the same order', () => {
    expect(action.inputs.map((input) => [input.name, input.default])).toEqual(Object.entries(INPUTS));
  });

  test('has the outputs that the code sets', () => {
    expect(action.outputs.map(({ name }) => name)).toEqual([...OUTPUT_NAMES]);
  });

  test('names every operation', () => {
    const description = action.inputs.find(({ name }) => name === 'operation')?.description ?? '';
    for (const { name } of OPERATIONS) expect(description).toContain(`\`${name}\``);
  });

  test('runs a bundle that exists, on Node 24', () => {
    expect(action.using).toBe('node24');
    expect(existsSync(resolve(ROOT, action.main))).toBe(true);
  });
});

describe('README.md', () => {
  test('has a section for every operation, with an example that selects it', () => {
    const selected = exampleStepsOf(readme).map(({ inputs }) => inputs['operation']);
    for (const { name } of OPERATIONS) {
      expect(readme).toContain(`### \`${name}\``);
      expect(selected).toContain(name);
    }
  });

  test('explains every verdict', () => {
    for (const kind of Object.keys(VERDICTS)) expect(readme).toContain(`\`${kind}\``);
  });

  test.each(exampleStepsOf(readme))('example "$title" uses inputs and outputs that exist', ({ inputs, outputs }) => {
    const known = new Set(action.inputs.map(({ name }) => name));
    expect(Object.keys(inputs).filter((name) => !known.has(name))).toEqual([]);
    const required = action.inputs.filter((input) => input.required).map(({ name }) => name);
    expect(required.filter((name) => inputs[name] === undefined)).toEqual([]);
    const set = new Set<string>(OUTPUT_NAMES);
    expect(outputs.filter((name) => !set.has(name))).toEqual([]);
  });
});
