/**
 * `git tag --list | node tools/release/newest.ts v1.2.3`: prints `major=true` where a version is the newest of its major
 * version, so that the tag `v1` moves to it, and `latest=true` where it is the newest of all; else `false`.
 */
import { readFileSync } from 'node:fs';
import { isNewest } from './versions.ts';

const version = process.argv[2] ?? '';
const tags = readFileSync(0, 'utf8').split('\n');
const major = version.split('.')[0] ?? '';
const ofMajor = tags.filter((tag) => tag.startsWith(`${major}.`));
process.stdout.write(`major=${isNewest(version, ofMajor)}\nlatest=${isNewest(version, tags)}\n`);
