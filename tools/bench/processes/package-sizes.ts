/** The size of each package in the bundle, as the bundler reports it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Module {
  readonly name?: string | undefined;
  readonly nameForCondition?: string | null | undefined;
  readonly size: number;
  readonly modules?: readonly Module[] | undefined;
}

const ModuleSchema: v.GenericSchema<unknown, Module> = v.object({
  name: v.optional(v.string()),
  nameForCondition: v.nullish(v.string()),
  size: v.number(),
  modules: v.optional(v.array(v.lazy(() => ModuleSchema))),
});
const StatsSchema = v.object({ modules: v.array(ModuleSchema) });

/** Bytes by package name. Builds the bundle in a temporary folder. */
export function packageSizes(): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-stats-'));
  try {
    const stats = join(folder, 'stats.json');
    const node = (...args: string[]): void => {
      execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
    };
    node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json');
    const ncc = join(ROOT, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
    node(ncc, 'build', join(ROOT, 'build', 'main.js'), '-o', folder, '--quiet', '--stats-out', stats);
    return sumByPackage(v.parse(StatsSchema, JSON.parse(readFileSync(stats, 'utf8'))).modules);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sumByPackage(modules: readonly Module[], sizes = new Map<string, number>()): ReadonlyMap<string, number> {
  for (const { name, nameForCondition, size, modules: inner } of modules) {
    if (inner !== undefined) {
      sumByPackage(inner, sizes);
      continue;
    }
    const path = (nameForCondition ?? name ?? '').replaceAll('\\', '/');
    const owner = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    if (owner !== undefined) sizes.set(owner, (sizes.get(owner) ?? 0) + size);
  }
  return sizes;
}
