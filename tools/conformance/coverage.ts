/** Holds what the product asks and reads against what the tour asked and compared. */
import type { Question } from './product.ts';

/** What the emulator's request log says of a request, as far as it matters here. */
export interface Visit {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly fault: string | null;
}

/** One thing that had to be covered. */
export interface Coverage {
  readonly what: string;
  readonly covered: boolean;
}

/**
 * Fields that the product looks for besides those of the SDK's models, because other pages of the documents have them.
 * No reply of the emulator holds them either, so that there is nothing to compare.
 */
const BESIDE_THE_MODELS: Readonly<Record<string, string>> = {
  'GET /v2/manage/namespaces/{}/repos/{}/tags tag': 'the name as the API v3 spells it',
  'POST /v5/{}/image/synchronize error_msg': 'the text of an error under its other name',
  'GET /v5/{}/image/tasks error_code': 'a failure inside a 200, which only the older call is known for',
  'GET /v5/{}/image/tasks error_description': 'its text',
  'GET /v5/{}/image/tasks error_msg': 'its text under its other name',
};

/** A line for every call of the product: was it made with all that the product sends, and accepted? */
export function routesCovered(questions: readonly Question[], visits: readonly Visit[]): readonly Coverage[] {
  const accepted = visits.filter(({ status, fault }) => status >= 200 && status < 300 && fault === null);
  const lines = questions.map((question) => {
    const names = [...question.query.map((name) => `?${name}`), ...question.body.map((name) => `.${name}`)];
    return {
      what: [question.service, question.route, ...names].join(' '),
      covered: accepted.some((visit) => isLike(visit, question)),
    };
  });
  return unique(lines);
}

/** A line for every field that the product reads: was it compared with what was seeded? */
export function fieldsCovered(questions: readonly Question[], compared: ReadonlySet<string>): readonly Coverage[] {
  const fields = questions.flatMap(({ route, reads }) => reads.map((name) => `${route} ${name}`));
  const lines = fields.map((field) => {
    const beside = BESIDE_THE_MODELS[field];
    const what = beside === undefined ? field : `${field} (in no model and no reply: ${beside})`;
    return { what, covered: beside !== undefined || compared.has(field) };
  });
  return unique(lines);
}

function isLike(visit: Visit, { service, route, query, body }: Question): boolean {
  const [method, template = ''] = route.split(' ');
  const parts = visit.path.split('/');
  const wanted = template.split('/');
  return (
    visit.service === service &&
    visit.method === method &&
    parts.length === wanted.length &&
    wanted.every((part, index) => part === '{}' || part === parts[index]) &&
    query.every((name) => Object.hasOwn(visit.query, name)) &&
    body.every((name) => holds(visit.body, name.split('.')))
  );
}

/** Whether there is a field at the end of the names. */
function holds(value: unknown, [name, ...deeper]: readonly string[]): boolean {
  if (name === undefined) return true;
  const field = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name) : undefined;
  return field !== undefined && holds(field.value, deeper);
}

function unique(lines: readonly Coverage[]): readonly Coverage[] {
  return [...new Map(lines.map((line) => [line.what, line])).values()];
}
