/**
 * `npm run github-openapi`: writes the part of GitHub's published OpenAPI description that this action calls, for the
 * tests to validate its requests. The whole takes 385 MB in node_modules: too much to install with every checkout.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { runNpm } from './npm.ts';

const PACKAGE = '@octokit/openapi@23.0.2';
/** The newest GitHub, and the oldest described GitHub Enterprise Server. */
const DESCRIPTIONS = ['api.github.com', 'ghes-3.17'];
const PATHS = [
  '/repos/{owner}/{repo}/deployments',
  '/repos/{owner}/{repo}/deployments/{deployment_id}',
  '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
];

/** Fields of a schema that validate nothing. */
const ANNOTATIONS = ['description', 'title', 'example', 'examples'];

const DescriptionSchema = v.object({ paths: v.record(v.string(), v.record(v.string(), v.looseObject({}))) });

const root = resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'github-openapi-'));
try {
  if (!runNpm(root, 'pack', PACKAGE, '--pack-destination', scratch, '--silent')) {
    throw new Error(`${PACKAGE} cannot be fetched.`);
  }
  execFileSync('tar', ['-xzf', join(scratch, `${PACKAGE.slice(1).replaceAll(/[@/]/g, '-')}.tgz`), '-C', scratch]);
  const excerpts = DESCRIPTIONS.map((name) => {
    // The form without references.
    const file = join(scratch, 'package', 'generated', `${name}.deref.json`);
    const { paths } = v.parse(DescriptionSchema, JSON.parse(readFileSync(file, 'utf8')));
    return [name, Object.fromEntries(PATHS.map((path) => [path, callsOf(paths[path] ?? {})]))];
  });
  const content = { source: PACKAGE, license: 'MIT', ...Object.fromEntries(excerpts) };
  const target = join(root, '__tests__', 'support', 'github-openapi.json');
  writeFileSync(target, JSON.stringify(content));
  execFileSync(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', target]);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @returns parameters, bodies and replies by method. */
function callsOf(methods: Record<string, Record<string, unknown>>): unknown {
  const calls = Object.entries(methods).filter(([method]) => ['get', 'post'].includes(method));
  return Object.fromEntries(
    calls.map(([method, { parameters, requestBody, responses }]) => [
      method,
      // Some limits of a body are only in its descriptions.
      { ...without(ANNOTATIONS, { parameters, responses }), ...without(['examples'], { requestBody }) },
    ]),
  );
}

/** @returns the value without these fields, unless such a field is a schema: a property may have the same name. */
function without(names: readonly string[], value: object): Record<string, unknown> {
  const kept = Object.entries(value).filter(([name, part]) => !names.includes(name) || isSchema(part));
  return Object.fromEntries(kept.map(([name, part]) => [name, removeFrom(names, part)]));
}

function removeFrom(names: readonly string[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => removeFrom(names, part));
  return typeof value === 'object' && value !== null ? without(names, value) : value;
}

function isSchema(part: unknown): boolean {
  return typeof part === 'object' && part !== null && ('type' in part || 'anyOf' in part || 'oneOf' in part);
}
