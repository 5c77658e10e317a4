/** The YAML examples of a Markdown page: the steps that use this repository, and the outputs that they read. */
import { isMap, parseDocument, visit } from 'yaml';

export interface ExampleStep {
  readonly title: string;
  readonly uses: 'action' | 'emulator';
  readonly inputs: Readonly<Record<string, string>>;
  /** Outputs of the step that the same example reads. */
  readonly outputs: readonly string[];
}

const USES = /^OWNER\/huaweicloud-image-promotion(\/emulator)?@/;

/** Throws where an example is not YAML. */
export function exampleStepsOf(markdown: string): readonly ExampleStep[] {
  const steps: ExampleStep[] = [];
  for (const yaml of examplesIn(markdown)) {
    visit(parsed(yaml), {
      Map(_, node) {
        const used = USES.exec(textIn(node.get('uses')));
        const given = node.get('with');
        if (used === null || !isMap(given)) return;
        const inputs = Object.fromEntries(given.items.map(({ key, value }) => [String(key), String(value)]));
        const uses = used[1] === undefined ? 'action' : 'emulator';
        const title = uses === 'emulator' ? 'the emulator' : `${inputs['operation']} in ${inputs['region']}`;
        steps.push({ title, uses, inputs, outputs: outputsOf(yaml, textIn(node.get('id'))) });
      },
    });
  }
  return steps;
}

/** Steps and jobs whose outputs an example reads although there are no such steps, jobs or outputs of jobs. */
export function unknownOutputsIn(markdown: string): readonly string[] {
  return examplesIn(markdown).flatMap((yaml) => {
    const known = new Set<string>();
    visit(parsed(yaml), {
      Map(_, node) {
        const id = node.get('id');
        if (typeof id === 'string') known.add(`steps.${id}`);
        const jobs = node.get('jobs');
        for (const { key, value } of isMap(jobs) ? jobs.items : []) {
          const outputs = isMap(value) ? value.get('outputs') : undefined;
          for (const output of isMap(outputs) ? outputs.items : [])
            known.add(`needs.${String(key)}.${String(output.key)}`);
        }
      },
    });
    const steps = [...yaml.matchAll(/\b(steps\.[a-z-]+)\.outputs/g)].map(([, place]) => place ?? '');
    const needs = [...yaml.matchAll(/\b(needs\.[a-z-]+)\.outputs(\.[a-z-]+)/g)].map(
      ([, job, output]) => `${job}${output}`,
    );
    return [...steps, ...needs].filter((place) => !known.has(place));
  });
}

/** Jobs of examples that lack a permission which one of their inputs needs: naming one permission removes all others. */
export function missingPermissionsIn(markdown: string): readonly string[] {
  const missing: string[] = [];
  for (const yaml of examplesIn(markdown)) {
    const jobs: unknown = parsed(yaml).get('jobs');
    for (const { key, value } of isMap(jobs) ? jobs.items : []) {
      if (!isMap(value)) continue;
      for (const [input, permission] of NEEDED) {
        if (!JSON.stringify(value).includes(`"${input}":`) || value.getIn(['permissions', permission]) === 'write')
          continue;
        missing.push(`${String(key)} without ${permission}`);
      }
    }
  }
  return missing;
}

const NEEDED = [
  ['agency-urn', 'id-token'],
  ['github-token', 'deployments'],
] as const;

function examplesIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);
}

function parsed(yaml: string) {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${yaml}`);
  return document;
}

function outputsOf(yaml: string, id: string): readonly string[] {
  return id === ''
    ? []
    : [...yaml.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([a-z-]+)`, 'g'))].map(([, name]) => name ?? '');
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
