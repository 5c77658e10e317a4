/** action.yml is the contract; the code and the pages repeat parts of it, and must agree with it. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { INPUTS } from '../../src/inputs/defaults.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { VERDICTS } from '../../src/engine/verdict.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { ERROR_CODES } from '../../src/error-codes.ts';
import { readActionFile } from '../../tools/runner/action-file.ts';
import { PAGES, readPage, ROOT } from '../support/pages.ts';
import { exampleStepsOf, missingPermissionsIn, unknownOutputsIn } from '../support/page-examples.ts';
import { runReportOf } from '../support/run-report.ts';
import { VERSION } from '../../src/version.ts';

const action = await readActionFile();
const emulator = await readActionFile('emulator');

describe('action.yml', () => {
  test('has the inputs that the code reads, with the same defaults in the same order', () => {
    expect(action.inputs.map((input) => [input.name, input.default])).toEqual(Object.entries(INPUTS));
  });

  test('has the outputs that the code sets', () => {
    expect(action.outputs.map(({ name }) => name)).toEqual(Object.keys(outputsOf(runReportOf({}), '').outputs));
  });

  test('names every operation', () => {
    const description = action.inputs.find(({ name }) => name === 'operation')?.description ?? '';
    for (const { name } of OPERATIONS) expect(description).toContain(`\`${name}\``);
  });
});

test('the version in the sources is that of package.json', () => {
  expect(JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'))).toMatchObject({ version: VERSION });
});

describe('README.md', () => {
  const readme = readPage('README.md');

  test('has at most 200 lines', () => {
    expect(readme.split('\n').length - 1).toBeLessThanOrEqual(200);
  });

  test('leads to the section of every operation', () => {
    for (const { name } of OPERATIONS) expect(readme).toContain(`[\`${name}\`](docs/operations.md#${name})`);
  });
});

describe('docs/operations.md', () => {
  const page = readPage('docs/operations.md');

  test('has a section for every operation, with an example that selects it', () => {
    const selected = exampleStepsOf(page).map(({ inputs }) => inputs['operation']);
    for (const { name } of OPERATIONS) {
      expect(page).toContain(`## \`${name}\``);
      expect(selected).toContain(name);
    }
  });

  test('says in every section what is permitted and what can go wrong', () => {
    for (const { name } of OPERATIONS) {
      const section = page.split(/^## /m).find((text) => text.startsWith(`\`${name}\``));
      expect(section).toContain('**Permissions.**');
      expect(section).toContain('**What can go wrong');
    }
  });
});

describe('docs/reference.md', () => {
  const page = readPage('docs/reference.md');

  test('explains every verdict, and says which are ok', () => {
    for (const [kind, meaning] of Object.entries(VERDICTS)) {
      expect(page).toMatch(new RegExp(`^\\| \`${kind}\` +\\| ${meaning === 'ok' ? 'yes' : 'no '} \\|`, 'm'));
    }
  });

  test('shows only codes that exist', () => {
    const shown = [...page.matchAll(/"code": "([a-z-]+)"/g)].map(([, code = '']) => code);
    expect(shown).not.toEqual([]);
    for (const code of shown) expect(ERROR_CODES).toHaveProperty([code]);
  });
});

describe('docs/troubleshooting.md', () => {
  const page = readPage('docs/troubleshooting.md');

  test('explains every failure kind', () => {
    for (const kind of Object.values(ERROR_CODES)) expect(page).toMatch(new RegExp(`^\\| \`${kind}\` +\\| [A-Z]`, 'm'));
  });

  test('explains every error code', () => {
    for (const [code, kind] of Object.entries(ERROR_CODES)) {
      expect(page).toMatch(new RegExp(`^\\| \`${code}\` +\\| \`${kind}\` +\\| [A-Z]`, 'm'));
    }
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

describe('the examples of all pages', () => {
  const steps = PAGES.map(readPage).flatMap(exampleStepsOf);

  test.each(steps)('"$title" uses inputs and outputs that exist', (step) => {
    const { inputs, outputs } = step.uses === 'emulator' ? emulator : action;
    const known = new Set(inputs.map(({ name }) => name));
    expect(Object.keys(step.inputs).filter((name) => !known.has(name))).toEqual([]);
    const required = inputs.filter((input) => input.required).map(({ name }) => name);
    expect(required.filter((name) => step.inputs[name] === undefined)).toEqual([]);
    const set = new Set(outputs.map(({ name }) => name));
    expect(step.outputs.filter((name) => !set.has(name))).toEqual([]);
  });

  test.each(PAGES)('%s reads outputs of steps and jobs that are there', (file) => {
    expect(unknownOutputsIn(readPage(file))).toEqual([]);
  });

  test.each(PAGES)('%s gives its jobs the permissions that their inputs need', (file) => {
    expect(missingPermissionsIn(readPage(file))).toEqual([]);
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
    expect(missingPermissionsIn(`\`\`\`yaml\n${example}\n\`\`\``)).toEqual(['bad without id-token']);
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
    expect(unknownOutputsIn(`\`\`\`yaml\n${example}\n\`\`\``)).toEqual(['steps.there', 'needs.gate.gone']);
  });
});
