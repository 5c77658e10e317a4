/** Writes the plots, and the generated parts of docs/performance.md: captions, tables, and what was measured with what. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { type Part, refresh, table } from '../docs/generated.ts';
import type { Measurement, Plot, Row, RowResult } from './row.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCS = join(ROOT, 'docs');
/** Where a quick run writes its document and its plots. */
const QUICK = join(ROOT, 'build', 'bench');
const ORIGIN = 'npm run bench';
const PackageSchema = v.object({ version: v.string() });

/**
 * Writes docs/performance.md and docs/images/. With `isQuick` it writes a copy of them into build/bench instead.
 * @returns the path of the document.
 */
export async function writeDocument(
  results: readonly (readonly [Row, RowResult])[],
  isQuick: boolean,
): Promise<string> {
  const folder = isQuick ? QUICK : DOCS;
  const path = join(folder, 'performance.md');
  mkdirSync(join(folder, 'images'), { recursive: true });
  if (isQuick) copyFileSync(join(DOCS, 'performance.md'), path);
  const plots = results.flatMap(([, { plots: own = [] }]) => own);
  for (const { file, svg } of plots) writeFileSync(join(folder, 'images', file), svg);
  const parts: readonly Part[] = [
    { name: 'environment', origin: ORIGIN, lines: [environmentLine(isQuick)] },
    ...plots.map((plot) => ({ name: `plot ${plot.file}`, origin: ORIGIN, lines: plotLines(plot) })),
    { name: 'measurements', origin: ORIGIN, lines: results.flatMap(([row, result]) => rowLines(row, result)) },
  ];
  await refresh({ path, parts }, false);
  return path;
}

function environmentLine(isQuick: boolean): string {
  const versions = [
    `version ${versionOf('.')} of the action`,
    `Node ${process.versions.node}`,
    `@actions/core ${versionOf('node_modules/@actions/core')}`,
    `ncc ${versionOf('node_modules/@vercel/ncc')}`,
  ];
  const note = isQuick ? ' A quick run with few repetitions: its figures are not for publication.' : '';
  return `Measured on ${new Date().toISOString().slice(0, 10)} with ${versions.join(', ')}, on ${process.platform} ${process.arch}.${note}`;
}

function plotLines({ file, alt, caption }: Plot): readonly string[] {
  return [`![${alt}](images/${file})`, '', caption];
}

function rowLines({ name, title, how }: Row, { measurements }: RowResult): readonly string[] {
  return [
    `### ${title}`,
    '',
    `${how} Alone: \`npm run bench -- --row ${name}\`.`,
    '',
    '<details>',
    `<summary>${summaryOf(measurements)}</summary>`,
    '',
    ...table(['Case', 'Measured', 'Goal', 'Met'], measurements.map(cellsOf)),
    '',
    '</details>',
    '',
  ];
}

function summaryOf(measurements: readonly Measurement[]): string {
  const goals = measurements.filter(({ isMet }) => isMet !== undefined);
  const missed = goals.filter(({ isMet }) => isMet === false).length;
  const count = `${measurements.length} measurement${measurements.length === 1 ? '' : 's'}`;
  if (goals.length === 0) return `${count}, no goals`;
  return missed === 0 ? `${count}, every goal met` : `${count}, ${missed} of ${goals.length} goals missed`;
}

function cellsOf({ subject, value, goal, isMet }: Measurement): readonly string[] {
  return [subject, value, goal, isMet === undefined ? '' : isMet ? 'yes' : '**no**'];
}

function versionOf(folder: string): string {
  return v.parse(PackageSchema, JSON.parse(readFileSync(resolve(ROOT, folder, 'package.json'), 'utf8'))).version;
}
