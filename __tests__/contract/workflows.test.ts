/** The workflows of this repository: what others wrote is pinned, and every job says what it may do and for how long. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ACTIONS } from '../../tools/rehearse/pins.ts';

const FOLDER = resolve(import.meta.dirname, '../../.github/workflows');
const workflows = readdirSync(FOLDER).map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }));
const used = workflows.flatMap(({ file, text }) =>
  [...text.matchAll(/uses: (.+)$/gm)]
    .map(([, what = '']) => ({ file, what }))
    .filter(({ what }) => !what.startsWith('./')),
);

describe('actions of others', () => {
  test.each(used)('$file: $what is one commit, and its tag is said', ({ what }) => {
    expect(what).toMatch(/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('are the same commit everywhere', () => {
    const pins = Object.values(ACTIONS).map(({ uses, tag }) => `${uses} # ${tag}`);
    const all = new Set([...pins, ...used.map(({ what }) => what)]);
    const names = [...all].map((what) => what.slice(0, what.indexOf('@')));
    expect(names).toEqual([...new Set(names)]);
  });
});

describe.each(workflows)('$file', ({ text }) => {
  const workflow: { permissions: unknown; concurrency: unknown; jobs: Record<string, Record<string, unknown>> } =
    parse(text);

  test('grants nothing as a whole, and runs once at a time', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toHaveProperty('group');
  });

  test('ends every job in time', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });

  test('leaves no token behind, and is not started by strangers with keys', () => {
    expect([...text.matchAll(/persist-credentials: false/g)]).toHaveLength(
      [...text.matchAll(/actions\/checkout@/g)].length,
    );
    expect(text).not.toMatch(/pull_request_target|workflow_run|secrets: inherit/);
  });
});
