/** The recipes: every whole workflow among the examples of the documents. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../..');
const DOCUMENTS = ['README.md', 'docs/signing-in.md', 'docs/recipes.md'] as const;
/** What stands in the documents for the account that the action lives in. */
export const PUBLISHED = 'OWNER/huaweicloud-image-promotion';

export interface Recipe {
  /** The `name:` of the workflow; no two recipes share it. */
  readonly name: string;
  /** For file names and the ids of jobs. */
  readonly slug: string;
  readonly file: string;
  readonly yaml: string;
}

/** Throws where an example is not YAML, has no name, or shares it. */
export function readRecipes(): readonly Recipe[] {
  const recipes = DOCUMENTS.flatMap((file) => recipesIn(readFileSync(join(ROOT, file), 'utf8'), file));
  const names = recipes.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) throw new Error(`Two recipes are called "${twice.join('", "')}"`);
  return recipes;
}

export function recipesIn(markdown: string, file: string): readonly Recipe[] {
  return [...markdown.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(([, yaml = '']) => {
    const document = workflowOf(yaml);
    if (!document.has('on') || !document.has('jobs')) return [];
    const name = textIn(document.get('name'));
    if (name === '') throw new Error(`A recipe in ${file} has no name:\n${yaml}`);
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    return [{ name, slug, file, yaml }];
  });
}

export function workflowOf(yaml: string): Document {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${yaml}`);
  return document;
}

export interface Job {
  readonly id: string;
  readonly map: YAMLMap;
  readonly steps: readonly YAMLMap[];
}

export function jobsOf(document: Document): readonly Job[] {
  const jobs = document.get('jobs');
  if (!isMap(jobs)) return [];
  return jobs.items.flatMap(({ key, value }) => {
    if (!isMap(value)) return [];
    const steps = value.get('steps');
    return [
      {
        id: textIn(isScalar(key) ? key.value : key),
        map: value,
        steps: isSeq(steps) ? steps.items.filter((step) => isMap(step)) : [],
      },
    ];
  });
}

/** What of this repository a step uses, if any: the action, or the emulator. */
export function usedBy(step: YAMLMap): 'action' | 'emulator' | undefined {
  const uses = textIn(step.get('uses'));
  if (uses.startsWith(`${PUBLISHED}@`)) return 'action';
  return uses.startsWith(`${PUBLISHED}/emulator@`) ? 'emulator' : undefined;
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
