/** The recipes: every whole workflow among the examples of the pages. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = ['README.md', 'docs/recipes.md'] as const;
/** What the pages have for the repository of the action. */
export const PUBLISHED = 'OWNER/huaweicloud-image-promotion';

/** A workflow in a page. */
export interface Recipe {
  /** The `name:` of the workflow; unique. */
  readonly name: string;
  /** For file names and ids of jobs. */
  readonly slug: string;
  readonly file: string;
  readonly yaml: string;
}

/** @throws Error where an example is not YAML, or a workflow has no name or that of another one. */
export function readRecipes(): readonly Recipe[] {
  const recipes = PAGES.flatMap((file) => recipesIn(readFileSync(join(ROOT, file), 'utf8'), file));
  const names = recipes.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) throw new Error(`Two recipes are called "${twice.join('", "')}"`);
  return recipes;
}

/** @throws Error likewise. */
export function recipesIn(markdown: string, file: string): readonly Recipe[] {
  return [...markdown.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(([, yaml = '']) => {
    const document = parseWorkflow(yaml);
    if (!document.has('on') || !document.has('jobs')) return [];
    const name = textOf(document.get('name'));
    if (name === '') throw new Error(`A recipe in ${file} has no name:\n${yaml}`);
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    return [{ name, slug, file, yaml }];
  });
}

/** @throws Error where the text is not YAML. */
export function parseWorkflow(yaml: string): Document {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${yaml}`);
  return document;
}

/** A job of a workflow. */
export interface Job {
  readonly id: string;
  readonly map: YAMLMap;
  readonly steps: readonly YAMLMap[];
}

/** @returns the jobs in the order of the document. */
export function jobsOf(document: Document): readonly Job[] {
  const jobs = document.get('jobs');
  if (!isMap(jobs)) return [];
  return jobs.items.flatMap(({ key, value }) => {
    if (!isMap(value)) return [];
    const steps = value.get('steps');
    return [
      {
        id: textOf(isScalar(key) ? key.value : key),
        map: value,
        steps: isSeq(steps) ? steps.items.filter((step) => isMap(step)) : [],
      },
    ];
  });
}

/** @returns which action of this repository a step uses; undefined for none. */
export function readUse(step: YAMLMap): 'action' | 'emulator' | undefined {
  const uses = textOf(step.get('uses'));
  if (uses.startsWith(`${PUBLISHED}@`)) return 'action';
  return uses.startsWith(`${PUBLISHED}/emulator@`) ? 'emulator' : undefined;
}

/** @returns an empty text for anything that is not a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
