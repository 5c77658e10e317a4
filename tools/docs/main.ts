/**
 * `npm run docs`: writes the generated parts of README.md and docs/*.md, each where its marker stands, and the workflow
 * that rehearses the recipes. With `--check`, changes nothing, and fails where they are not what the code says.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IMAGE_OPERATIONS, TAG_OPERATIONS } from '../../__tests__/reliability/operations.ts';
import { SECTIONS } from '../../__tests__/reliability/table.ts';
import { readActionFile } from '../runner/action-file.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import { errorCodeRows } from './error-codes.ts';
import { findPages, type Part, refresh, rewrite, table } from './generated.ts';
import { inputsOfOperations } from './inputs-of-operations.ts';
import { permissionLines } from './permissions.ts';
import { verdictRows } from './verdicts.ts';
import { readRecipes } from '../rehearse/recipes.ts';
import { createWorkflow, WORKFLOW_FILE } from '../rehearse/workflow.ts';

const root = resolve(import.meta.dirname, '../..');
const PAGES = [join(root, 'README.md'), ...pagesIn(join(root, 'docs'))];
const check = process.argv.includes('--check');
const { inputs, outputs } = await readActionFile();

const inputRows = inputs.map(({ name, required, default: usual, description }) => [
  `\`${name}\`${required ? ' (required)' : ''}`,
  usual === '' ? '' : `\`${usual}\``,
  description,
]);
/** The table of some operations, with the rows that concern one of them. */
function outcomeTable(operations: readonly (typeof TAG_OPERATIONS | typeof IMAGE_OPERATIONS)[number][]) {
  const lines = SECTIONS.flatMap(({ title, rows }) => {
    const concerned = rows.filter(({ ends }) => operations.some((name) => ends[name] !== undefined));
    if (concerned.length === 0) return [];
    return [
      [`**${title}**`, ...operations.map(() => '')],
      ...concerned.map(({ what, ends, sent }) => [
        what,
        ...operations.map((name) => {
          const count = sent?.[name];
          const often = count === 'until-limit' ? ', sent until then' : `, sent ${count}×`;
          const times = count === undefined ? '' : often;
          return ends[name] === undefined ? '' : `\`${ends[name]}\`${times}`;
        }),
      ]),
    ];
  });
  return table(['What goes wrong', ...operations.map((name) => `\`${name}\``)], lines);
}

const outputRows = outputs.map(({ name, description }) => [`\`${name}\``, description]);

const parts: readonly Part[] = [
  { name: 'inputs', origin: 'action.yml', lines: table(['Input', 'Default', 'Meaning'], inputRows) },
  { name: 'outputs', origin: 'action.yml', lines: table(['Output', 'Content'], outputRows) },
  {
    name: 'verdicts',
    origin: 'src/engine/verdict.ts',
    lines: table(['Verdict', 'ok', '`failure-kind`', 'Meaning'], verdictRows()),
  },
  ...[...(await inputsOfOperations())].map(([operation, names]) => ({
    name: `inputs of ${operation}`,
    origin: 'src/operations',
    lines: [`**Inputs.** ${names.map((name) => `\`${name}\``).join(', ')}.`],
  })),
  { name: 'permissions', origin: 'src/operations', lines: await permissionLines() },
  {
    name: 'error codes',
    origin: 'src/error-codes.ts',
    lines: table(['Code', '`failure-kind`', 'Meaning', 'What to do'], errorCodeRows()),
  },
  {
    name: 'outcomes',
    origin: '__tests__/reliability/table.ts',
    lines: [...outcomeTable(TAG_OPERATIONS), '', ...outcomeTable(IMAGE_OPERATIONS)],
  },
  { name: 'mutants', origin: 'tools/mutants/mutants.ts', lines: MUTANTS.map(({ title }) => `- ${title}`) },
];

const recipes = new Map(readRecipes().map((recipe) => [recipe.name, recipe]));
const differing = (
  await Promise.all([
    ...(await findPages(PAGES, parts)).map((document) => refresh(document, check)),
    rewrite(resolve(root, WORKFLOW_FILE), await createWorkflow(recipes), check),
  ])
).filter((path) => path !== undefined);
if (check && differing.length > 0) {
  process.stderr.write(`Not what the code says: ${differing.join(', ')}: run npm run docs\n`);
  process.exitCode = 1;
}

function pagesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}
