/** action.yml is the contract; code and README repeat parts of it, and must not drift. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { INPUTS } from '../../src/inputs/defaults.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { VERDICTS } from '../../src/engine/verdict.ts';
import { OUTPUT_NAMES } from '../../src/report/outputs.ts';
import { readActionFile } from '../../tools/runner/action-file.ts';
import { exampleStepsOf, lackingPermissionsIn, strangersIn } from '../support/readme-examples.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const action = await readActionFile();
const emulator = await readActionFile('emulator');
const DOCUMENTS = ['README.md', 'docs/recipes.md', 'docs/signing-in.md', 'emulator/README.md'] as const;
const [readme = '', ...others] = DOCUMENTS.map((file) => readFileSync(resolve(ROOT, file), 'utf8'));

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
});

describe.each([
  ['action.yml', action, '.'],
  ['emulator/action.yml', emulator, 'emulator'],
] as const)('%s', (_, { using, main, post }, folder) => {
  test('runs bundles that exist, on Node 24', () => {
    expect(using).toBe('node24');
    for (const bundle of [main, ...(post === undefined ? [] : [post])]) {
      expect(existsSync(resolve(ROOT, folder, bundle))).toBe(true);
    }
  });
});

describe('the examples of the documents', () => {
  test.each([readme, ...others].flatMap(exampleStepsOf))('"$title" uses inputs and outputs that exist', (step) => {
    const { inputs, outputs } = step.uses === 'emulator' ? emulator : action;
    const known = new Set(inputs.map(({ name }) => name));
    expect(Object.keys(step.inputs).filter((name) => !known.has(name))).toEqual([]);
    const required = inputs.filter((input) => input.required).map(({ name }) => name);
    expect(required.filter((name) => step.inputs[name] === undefined)).toEqual([]);
    const set = new Set(outputs.map(({ name }) => name));
    expect(step.outputs.filter((name) => !set.has(name))).toEqual([]);
  });

  test.each(DOCUMENTS)('%s reads outputs of steps and jobs that are there', (file) => {
    expect(strangersIn(readFileSync(resolve(ROOT, file), 'utf8'))).toEqual([]);
  });

  test.each(DOCUMENTS)('%s gives its jobs the permissions that their inputs need', (file) => {
    expect(lackingPermissionsIn(readFileSync(resolve(ROOT, file), 'utf8'))).toEqual([]);
  });

  test('a job that signs in without the permission is seen', () => {
    const example = [
      'jobs:',
      '  good:',
      '    permissions: { id-token: write }',
      '    steps: [{ with: { agency-urn: x } }]',
      '  bad:',
      '    permissions: { deployments: write }',
      '    steps: [{ with: { agency-urn: x, github-token: y } }]',
    ].join('\n');
    expect(lackingPermissionsIn(`\`\`\`yaml\n${example}\n\`\`\``)).toEqual(['bad without id-token']);
  });

  test('a step, a job or an output that is not there is seen', () => {
    const example = [
      'jobs:',
      '  gate:',
      '    outputs:',
      '      here: ${{ steps.there.outputs.status }}',
      '  deploy:',
      '    name: ${{ needs.gate.outputs.here }} ${{ needs.gate.outputs.gone }}',
    ].join('\n');
    expect(strangersIn(`\`\`\`yaml\n${example}\n\`\`\``)).toEqual(['steps.there', 'needs.gate.gone']);
  });
});
