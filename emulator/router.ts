import type { Handler } from './call.ts';
import type { Permission } from './permission.ts';

/** One API of a service. */
export interface Route {
  readonly method: string;
  /** The path with {placeholders}, each of which stands for one segment that is not empty. */
  readonly path: string;
  readonly handler: Handler;
  /** For an API that also accepts its token in the body: reads the token from there. */
  readonly tokenIn?: (body: string) => string | undefined;
  /** Whether the API requires neither a signature nor a token, because the body has the credentials. */
  readonly open?: boolean;
  /** What the caller's policies must allow; left out, the API requires no permission. */
  readonly permission?: Permission;
}

/** Creates a route from a line such as `GET /v1/{project_id}/images`. */
export function route(
  line: string,
  handler: Handler,
  rest: Pick<Route, 'tokenIn' | 'open' | 'permission'> = {},
): Route {
  const [method = '', path = ''] = line.split(' ');
  return { method, path, handler, ...rest };
}

/**
 * Finds the API of a request, and the values of its placeholders. A missing or additional `/`, a `/` in a repository name (also
 * as `%2F`; the APIs want `$`) and a wrong method find nothing.
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const candidate of routes) {
    const params = candidate.method === method ? match(candidate.path.split('/').slice(1), segments) : undefined;
    if (params !== undefined) return { route: candidate, params };
  }
  return undefined;
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) {
      if (segment === '' || segment.includes('/')) return undefined;
      params[part.slice(1, -1)] = segment;
    } else if (part !== segment) {
      return undefined;
    }
  }
  return params;
}
