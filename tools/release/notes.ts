/** `node tools/release/notes.ts v1.2.3`: prints the text of CHANGELOG.md about a version, the notes of its release. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { notesOf } from './changelog.ts';

const version = process.argv[2] ?? '';
const changelog = readFileSync(resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8');
const notes = notesOf(changelog, version.replace(/^v/, ''));
if (notes === undefined) {
  process.stderr.write(`CHANGELOG.md says nothing about "${version}"\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${notes}\n`);
}
