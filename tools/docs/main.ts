/**
 * Writes the generated parts of the documents: the inputs and outputs of docs/reference.md and docs/operations.md, the
 * policies of docs/signing-in.md, the codes of docs/troubleshooting.md, the tables of docs/reliability.md; and the workflow
 * that rehearses the recipes of the documents.
 * With `--check`, fails where documents and code differ, and changes nothing.
 */
import { resolve } from 'node:path';
import { OPERATIONS } from '../../__tests__/reliability/operations.ts';
import { SECTIONS } from '../../__tests__/reliability/table.ts';
import { ERROR_CODES } from '../../src/error-codes.ts';
import { readActionFile } from '../runner/action-file.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import { EXPLANATIONS } from './error-codes.ts';
import { type Document, refresh, rewrite, table } from './generated.ts';
import { inputsOfOperations } from './inputs-of-operations.ts';
import { permissionLines } from './permissions.ts';
import { readRecipes } from '../rehearse/recipes.ts';
import { REHEARSAL, rehearsalWorkflow } from '../rehearse/rehearsal.ts';

const root = resolve(import.meta.dirname, '../..');
const check = process.argv.includes('--check');
const { inputs, outputs } = await readActionFile();

const inputRows = inputs.map(({ name, required, default: usual, description }) => [
  `\`${name}\`${required ? ' (required)' : ''}`,
  usual === '' ? '' : `\`${usual}\``,
  description,
]);
const outcomeRows = SECTIONS.flatMap(({ title, rows }) => [
  [`**${title}**`, ...OPERATIONS.map(() => '')],
  ...rows.map(({ what, ends, sent }) => [
    what,
    ...OPERATIONS.map((name) => {
      const times = sent?.[name] === undefined ? '' : `, sent ${sent[name]}×`;
      return ends[name] === undefined ? '' : `\`${ends[name]}\`${times}`;
    }),
  ]),
]);

const kinds = new Map<string, string>(Object.entries(ERROR_CODES));
const codeRows = Object.entries(EXPLANATIONS).map(([code, sentences]) => [
  `\`${code}\``,
  `\`${kinds.get(code)}\``,
  ...sentences,
]);

const documents: readonly Document[] = [
  {
    path: resolve(root, 'docs', 'reference.md'),
    parts: [
      { name: 'inputs', origin: 'action.yml', lines: table(['Input', 'Default', 'Meaning'], inputRows) },
      {
        name: 'outputs',
        origin: 'action.yml',
        lines: table(
          ['Output', 'Content'],
          outputs.map(({ name, description }) => [`\`${name}\``, description]),
        ),
      },
    ],
  },
  {
    path: resolve(root, 'docs', 'operations.md'),
    parts: [...(await inputsOfOperations())].map(([operation, names]) => ({
      name: `inputs of ${operation}`,
      origin: 'src/operations',
      lines: [`**Inputs.** ${names.map((name) => `\`${name}\``).join(', ')}.`],
    })),
  },
  {
    path: resolve(root, 'docs', 'troubleshooting.md'),
    parts: [
      {
        name: 'error codes',
        origin: 'src/error-codes.ts',
        lines: table(['Code', '`failure-kind`', 'Meaning', 'What to do'], codeRows),
      },
    ],
  },
  {
    path: resolve(root, 'docs', 'signing-in.md'),
    parts: [{ name: 'permissions', origin: 'src/operations', lines: await permissionLines() }],
  },
  {
    path: resolve(root, 'docs', 'reliability.md'),
    parts: [
      {
        name: 'outcomes',
        origin: '__tests__/reliability/table.ts',
        lines: table(['What goes wrong', ...OPERATIONS.map((name) => `\`${name}\``)], outcomeRows),
      },
      { name: 'mutants', origin: 'tools/mutants/mutants.ts', lines: MUTANTS.map(({ says }) => `- ${says}`) },
    ],
  },
];

const recipes = new Map(readRecipes().map((recipe) => [recipe.name, recipe]));
const differing = (
  await Promise.all([
    ...documents.map((document) => refresh(document, check)),
    rewrite(resolve(root, REHEARSAL), await rehearsalWorkflow(recipes), check),
  ])
).filter((path) => path !== undefined);
if (check && differing.length > 0) {
  process.stderr.write(`Not what the code says: ${differing.join(', ')}: run npm run docs\n`);
  process.exitCode = 1;
}
