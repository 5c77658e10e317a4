/** The table of docs/performance.md: figures, goals, and what they were measured with. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { refresh, table } from '../docs/generated.ts';
import type { Finding, Row } from './row.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PackageSchema = v.object({ version: v.string() });

export async function writeDocument(measured: readonly (readonly [Row, readonly Finding[]])[]): Promise<void> {
  const lines = [
    `Measured with \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: version ${versionOf('.')} of the action, Node ${process.versions.node}, @actions/core ${versionOf('node_modules/@actions/core')}, ncc ${versionOf('node_modules/@vercel/ncc')}, on ${process.platform} ${process.arch}.`,
    ...measured.flatMap(([{ name, title, how }, findings]) => [
      '',
      `### ${title}`,
      '',
      `${how} Alone: \`npm run bench -- --row ${name}\`.`,
      '',
      ...table(
        ['Case', 'Measured', 'Goal', 'Met'],
        findings.map(({ what, measured: figure, goal, met }) => [
          what,
          figure,
          goal,
          met === undefined ? '' : met ? 'yes' : '**no**',
        ]),
      ),
    ]),
  ];
  const path = resolve(ROOT, 'docs', 'performance.md');
  await refresh({ path, parts: [{ name: 'benchmark', origin: 'npm run bench', lines }] }, false);
}

function versionOf(folder: string): string {
  return v.parse(PackageSchema, JSON.parse(readFileSync(resolve(ROOT, folder, 'package.json'), 'utf8'))).version;
}
