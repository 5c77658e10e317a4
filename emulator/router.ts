import type { Call, Handler } from './call.ts';

/** One API: its method, its path with {placeholders}, and its handler. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
  /** Where the API takes its token from a body: reads it out of there. */
  readonly tokenIn?: (body: string) => string | undefined;
  /** Takes neither a signature nor a token: what the body holds proves the caller. */
  readonly open?: boolean;
  /** What a policy must allow. Without it, no policy speaks of the API. */
  readonly permission?: Permission;
}

/** What a request does to what, in the words of identity policies. */
export interface Permission {
  /** `service:type:verb`, each of which must be allowed. */
  readonly actions: readonly string[];
  /** The URN of the thing: `service:region:account:type:name`. */
  readonly resource: (call: Call) => string;
}

/** Makes a route of `GET /v1/{project_id}/images`. */
export function route(
  signature: string,
  handler: Handler,
  rest: Pick<Route, 'tokenIn' | 'open' | 'permission'> = {},
): Route {
  const [method = '', path = ''] = signature.split(' ');
  return { method, path, handler, ...rest };
}

/**
 * Finds the API of a request. A `/` too many or too few, an unconverted `/` in a repository name (also as `%2F`) and a
 * wrong method all mean another API, which does not exist.
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
