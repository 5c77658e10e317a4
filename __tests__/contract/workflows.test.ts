/** The workflows of this repository: actions of others are pinned, every job has permissions and a time limit, and tools/ci.ts alone lists the checks. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { PUBLISHED } from '../../tools/rehearse/recipes.ts';
import { ACTIONS } from '../../tools/rehearse/pins.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const workflows = readdirSync(FOLDER).map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }));
const used = workflows.flatMap(({ file, text }) =>
  [...text.matchAll(/uses: (.+)$/gm)]
    .map(([, what = '']) => ({ file, what }))
    // The action itself is published under a tag.
    .filter(({ what }) => !what.startsWith('./') && !what.startsWith(`${PUBLISHED}@`)),
);

describe('actions of others', () => {
  test.each(used)('$file: $what names a commit, and its tag in a comment', ({ what }) => {
    expect(what).toMatch(/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('are the same commit everywhere', () => {
    const pins = Object.values(ACTIONS).map(({ uses, tag }) => `${uses} # ${tag}`);
    const all = new Set([...pins, ...used.map(({ what }) => what)]);
    const names = [...all].map((what) => what.slice(0, what.indexOf('@')));
    expect(names).toEqual([...new Set(names)]);
  });
});

describe.each(workflows)('$file', ({ file, text }) => {
  const workflow: { permissions: unknown; concurrency: unknown; jobs: Record<string, Record<string, unknown>> } =
    parse(text);

  test('grants no permission to all jobs, and has a concurrency group', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toHaveProperty('group');
  });

  test('limits the time of every job', () => {
    const limit = file === 'nightly.yml' ? 180 : 30;
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(limit);
  });

  test('keeps no token in the checkout, and no event gives secrets to a pull request of a fork', () => {
    expect([...text.matchAll(/persist-credentials: false/g)]).toHaveLength(
      [...text.matchAll(/actions\/checkout@/g)].length,
    );
    expect(text).not.toMatch(/pull_request_target|workflow_run|secrets: inherit/);
  });
});

describe.each(['ci', 'nightly'])('the list %s of tools/ci.ts', (list) => {
  const lines = v.parse(
    v.object({ include: v.array(v.object({ name: v.string(), system: v.string(), node: v.number() })) }),
    JSON.parse(execFileSync(process.execPath, [join(ROOT, 'tools/ci.ts'), list, '--matrix'], { encoding: 'utf8' })),
  ).include;

  test('has names that are scripts of package.json, or a script and a word', () => {
    const scripts = Object.keys(
      v.parse(
        v.object({ scripts: v.record(v.string(), v.string()) }),
        JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
      ).scripts,
    );
    expect(lines.map(({ name }) => name).filter((name) => !scripts.includes(name.split('-')[0] ?? ''))).toEqual([]);
  });

  test(`is run by ${list}.yml, which names none of its checks`, () => {
    const { text } = workflows.find(({ file }) => file === `${list}.yml`) ?? { text: '' };
    expect(text).toContain(`node tools/ci.ts ${list} --matrix`);
    const commands = [...text.matchAll(/npm run (\S+)/g)].map(([, script]) => script);
    expect(commands).toEqual([list]);
  });
});

test('.ci/run runs the list ci, and names none of its checks', () => {
  const commands = readFileSync(join(ROOT, '.ci/run'), 'utf8').match(/^npm .+$/gm);
  expect(commands).toEqual(['npm ci --ignore-scripts --no-audit --no-fund', 'npm run ci']);
});
