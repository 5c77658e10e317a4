import { GITHUB, parseQuery, type Service } from './address.ts';
import type { Call, IncomingRequest } from './call.ts';
import { authenticate } from './gateway/authentication.ts';
import { gatewayError, noSuchApi } from './gateway/errors.ts';
import { isProjectValid } from './gateway/project-scope.ts';
import { deploymentsApi } from './github/deployments-api.ts';
import { oidcApi } from './github/oidc.ts';
import { hssPermissionDenied } from './hss/errors.ts';
import { hssRoutes } from './hss/routes.ts';
import { iamPermissionDenied } from './iam/errors.ts';
import { iamRoutes } from './iam/routes.ts';
import { isApiError, json, type Reply } from './message.ts';
import { modelArtsError, modelArtsPermissionDenied } from './modelarts/errors.ts';
import { modelArtsRoutes } from './modelarts/routes.ts';
import { checkPermission, type PermissionDenied } from './permission.ts';
import { findRoute, type Route } from './router.ts';
import { settleJobs } from './state/sync-jobs.ts';
import { stsPermissionDenied } from './sts/errors.ts';
import { stsRoutes } from './sts/routes.ts';
import { swrPermissionDenied } from './swr/errors.ts';
import { swrRoutes } from './swr/routes.ts';

interface ServiceApi {
  readonly routes: readonly Route[];
  readonly permissionDenied: PermissionDenied;
}

const APIS: Readonly<Record<Service, ServiceApi>> = {
  'swr-api': { routes: swrRoutes, permissionDenied: swrPermissionDenied },
  modelarts: { routes: modelArtsRoutes, permissionDenied: modelArtsPermissionDenied },
  hss: { routes: hssRoutes, permissionDenied: hssPermissionDenied },
  iam: { routes: iamRoutes, permissionDenied: iamPermissionDenied },
  sts: { routes: stsRoutes, permissionDenied: stsPermissionDenied },
};

/** The largest request body in bytes. API Gateway, "Error Codes", APIGW.0201. */
const BODY_LIMIT = 12 * 1024 * 1024;

function isService(name: string): name is Service {
  return Object.hasOwn(APIS, name);
}

/**
 * Answers a request and applies what it changes. Checks are made in the gateway's order: whether the API exists, who calls, for
 * which project, with which permission; then the service's handler runs. Requests to GitHub have none of these checks.
 */
export function answer(incoming: IncomingRequest): Reply {
  try {
    settleJobs(incoming.cloud, incoming.now);
    const { service, region } = incoming.address;
    if (service === GITHUB) return region === 'api' ? deploymentsApi(incoming) : oidcApi(incoming);
    return answerService(incoming);
  } catch (caught) {
    if (isApiError(caught)) return caught.reply;
    // A defect of the emulator must not look like an ordinary error of the cloud.
    return json(500, {
      error_code: 'EMULATOR.BUG',
      error_msg: caught instanceof Error ? caught.stack : String(caught),
    });
  }
}

function answerService(incoming: IncomingRequest): Reply {
  const { request, headers, address, cloud, now, requestId } = incoming;
  const { service } = address;
  const region = cloud.regions.get(address.region);
  if (region === undefined || !isService(service) || region.absentServices.includes(service)) {
    throw noSuchApi(requestId);
  }
  const { routes, permissionDenied } = APIS[service];
  const found = findRoute(routes, request.method.toUpperCase(), address.segments);
  if (found === undefined) throw noSuchApi(requestId);
  const bytes = Buffer.from(request.body ?? '');
  if (bytes.byteLength > BODY_LIMIT) throw gatewayError(requestId, 413, 'APIGW.0201', 'The request body is too large');
  const { params, route } = found;
  const body = bytes.toString('utf8');
  const caller = route.open === true ? {} : authenticate(incoming, route.tokenIn?.(body));
  const query = parseQuery(address.wireQuery) ?? [];
  const call: Call = { requestId, service, region, cloud, now, params, query, headers, body, caller };
  if (!isProjectValid(call)) {
    throw service === 'modelarts'
      ? modelArtsError(403, '0210', 'The project ID in the request does not match that of the caller')
      : gatewayError(requestId, 403, 'APIGW.0310', 'The project is unavailable');
  }
  if (route.permission !== undefined) checkPermission(call, route.permission, permissionDenied);
  return route.handler(call);
}

/** The reply to a URL with broken percent-encoding, which reaches no API. */
export function badUrl(requestId: string): Reply {
  return gatewayError(requestId, 400, 'APIGW.0201', 'Bad request: the URI is not well encoded').reply;
}
