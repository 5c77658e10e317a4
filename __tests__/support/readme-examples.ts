/** The steps that use this action in the YAML examples of a Markdown text. */
import { isMap, parseDocument, visit } from 'yaml';

export interface ExampleStep {
  readonly title: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Outputs of the step that the same example reads. */
  readonly outputs: readonly string[];
}

/** Throws where an example is not YAML. */
export function exampleStepsOf(markdown: string): readonly ExampleStep[] {
  const steps: ExampleStep[] = [];
  for (const [, yaml = ''] of markdown.matchAll(/```yaml\n(.*?)```/gs)) {
    const document = parseDocument(yaml);
    if (document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${yaml}`);
    visit(document, {
      Map(_, node) {
        const uses = node.get('uses');
        const given = node.get('with');
        if (typeof uses !== 'string' || !uses.startsWith('OWNER/') || !isMap(given)) return;
        const inputs = Object.fromEntries(given.items.map(({ key, value }) => [String(key), String(value)]));
        const outputs = [...yaml.matchAll(/steps\.[a-z-]+\.outputs\.([a-z-]+)/g)].map(([, name]) => name ?? '');
        steps.push({ title: `${inputs['operation']} in ${inputs['region']}`, inputs, outputs });
      },
    });
  }
  return steps;
}
