/** Compares what `src/cloud` sends and reads with what the suite sent and compared. */
import type { LoggedRequest } from './logged-requests.ts';
import type { UsedCall } from './used-calls.ts';

/** A call or field, and whether the suite covers it. */
export interface Coverage {
  /** Service, route and parameters of a call, or route and name of a field. */
  readonly what: string;
  readonly covered: boolean;
}

/**
 * Fields that `src/cloud` reads and the SDK's models lack, because other pages of the documents have them. No reply of the
 * emulator has them either, so there is nothing to compare.
 */
const NOT_IN_MODELS: Readonly<Record<string, string>> = {
  'GET /v2/manage/namespaces/{}/repos/{}/tags tag': 'the name as the API v3 spells it',
  'GET /v5/{}/image/swr-repository is_multiple_arch': 'a field of the newer list, read in both alike',
  'GET /v5/{}/image/swr-repository registry_type': 'a field of the newer list, read in both alike',
  'GET /v2/manage/namespaces/{}/repos/{}/tags/{} Tag': 'the name as the list spells it',
  'GET /v2/manage/namespaces/{}/repos/{}/tags/{} deleted': 'a time that only the list has',
};

/** One line per call: covered if the suite made it with every parameter and field that `src/cloud` sends, and it was accepted. */
export function coverCalls(calls: readonly UsedCall[], requests: readonly LoggedRequest[]): readonly Coverage[] {
  const accepted = requests.filter(({ status, fault }) => status >= 200 && status < 300 && fault === null);
  const lines = calls.map((call) => {
    const names = [...call.query.map((name) => `?${name}`), ...call.body.map((name) => `.${name}`)];
    return {
      what: [call.service, call.route, ...names].join(' '),
      covered: accepted.some((request) => makesCall(request, call)),
    };
  });
  return unique(lines);
}

/** One line per field that `src/cloud` reads: covered if the suite compared it with its seed. */
export function coverFields(calls: readonly UsedCall[], compared: ReadonlySet<string>): readonly Coverage[] {
  const fields = calls.flatMap(({ route, reads }) => reads.map((name) => `${route} ${name}`));
  const lines = fields.map((field) => {
    const reason = NOT_IN_MODELS[field];
    const what = reason === undefined ? field : `${field} (in no model and no reply: ${reason})`;
    return { what, covered: reason !== undefined || compared.has(field) };
  });
  return unique(lines);
}

function makesCall(request: LoggedRequest, { service, route, query, body }: UsedCall): boolean {
  const [method, template = ''] = route.split(' ');
  const parts = request.path.split('/');
  const wanted = template.split('/');
  return (
    request.service === service &&
    request.method === method &&
    parts.length === wanted.length &&
    wanted.every((part, index) => part === '{}' || part === parts[index]) &&
    query.every((name) => Object.hasOwn(request.query, name)) &&
    body.every((name) => hasField(request.body, name.split('.')))
  );
}

/** Whether the value has a field at this path. */
function hasField(value: unknown, [name, ...deeper]: readonly string[]): boolean {
  if (name === undefined) return true;
  const field = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name) : undefined;
  return field !== undefined && hasField(field.value, deeper);
}

function unique(lines: readonly Coverage[]): readonly Coverage[] {
  return [...new Map(lines.map((line) => [line.what, line])).values()];
}
