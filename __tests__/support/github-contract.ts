/** GitHub's published OpenAPI description as a judge of what is sent to it, and of what the emulator answers for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchemaObject } from 'ajv';
import * as v from 'valibot';

/** github.com, and the oldest GitHub Enterprise Server whose description is kept. */
export const EDITIONS = ['api.github.com', 'ghes-3.17'] as const;
export type Edition = (typeof EDITIONS)[number];

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const SchemaSchema = v.custom<AnySchemaObject>((value) => typeof value === 'object' && value !== null);
const ContentSchema = v.looseObject({ 'application/json': v.looseObject({ schema: SchemaSchema }) });
const CallSchema = v.looseObject({
  parameters: v.array(v.looseObject({ name: v.string(), in: v.string(), schema: SchemaSchema })),
  requestBody: v.optional(v.looseObject({ content: ContentSchema })),
  responses: v.record(v.string(), v.looseObject({ content: v.optional(ContentSchema) })),
});
type Call = v.InferOutput<typeof CallSchema>;
const PathsSchema = v.record(v.string(), v.record(v.string(), CallSchema));

const file = join(import.meta.dirname, 'github-openapi.json');
const DESCRIPTIONS = v.parse(
  v.looseObject({ 'api.github.com': PathsSchema, 'ghes-3.17': PathsSchema }),
  JSON.parse(readFileSync(file, 'utf8')),
);

/** Not strict: OpenAPI has words of its own, such as `nullable`, and formats that are no matter of JSON schema. */
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, coerceTypes: false });
/** Parameters of a path are texts. */
const coercing = new Ajv({ strict: false, validateFormats: false, coerceTypes: true });

/** What the description has against a request; nothing where it is as it should be. */
export function complaintsOf({ method, path, body }: Asked, edition: Edition): readonly string[] {
  const found = callOf(method, path, edition);
  if (found === undefined) return [`there is no ${method} ${path}`];
  const { call, parameters } = found;
  const strange = Object.entries(parameters).filter(([name, value]) => {
    const schema = call.parameters.find((parameter) => parameter.name === name)?.schema ?? false;
    return !coercing.validate({ type: 'object', properties: { value: schema } }, { value });
  });
  const errors = strange.map(([name, value]) => `${name} cannot be ${value}`);
  const content = call.requestBody?.content;
  if (content === undefined) return body === null ? errors : [...errors, 'a body where there is none'];
  // GitHub ignores what it does not know; whoever sends such a thing means something by it.
  const { schema } = content['application/json'];
  return [...errors, ...faults({ ...schema, additionalProperties: false }, body), ...limits(schema, body)];
}

/** What it has against a reply to that request. */
export function replyComplaintsOf(asked: Asked, status: number, body: unknown): readonly string[] {
  const call = callOf(asked.method, asked.path, 'api.github.com')?.call;
  const reply = call?.responses[String(status)];
  if (reply === undefined) return [`no ${status} for ${asked.method} ${asked.path}`];
  return reply.content === undefined ? [] : faults(reply.content['application/json'].schema, body);
}

function faults(schema: AnySchemaObject, value: unknown): readonly string[] {
  if (ajv.validate(schema, value)) return [];
  return (ajv.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
  );
}

/** `The maximum description length is 140 characters.` stands in the text of a property, and in no schema. */
function limits(schema: AnySchemaObject, body: unknown): readonly string[] {
  const properties = v.parse(
    v.record(v.string(), v.looseObject({ description: v.optional(v.string(), '') })),
    schema['properties'],
  );
  return Object.entries(properties).flatMap(([name, { description }]) => {
    const most = Number(/maximum .*length is (\d+) characters/.exec(description)?.[1] ?? Number.POSITIVE_INFINITY);
    const value: unknown = Object.getOwnPropertyDescriptor(body ?? {}, name)?.value;
    return typeof value === 'string' && value.length > most ? [`/${name} is longer than ${most} characters`] : [];
  });
}

function callOf(
  method: string,
  path: string,
  edition: Edition,
): { readonly call: Call; readonly parameters: Readonly<Record<string, string>> } | undefined {
  for (const [template, calls] of Object.entries(DESCRIPTIONS[edition])) {
    const pattern = template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(path);
    const call = calls[method.toLowerCase()];
    if (match !== null && call !== undefined) return { call, parameters: { ...match.groups } };
  }
  return undefined;
}
