import { GITHUB, queryOf, type Address, type Service } from './address.ts';
import { authenticate, type Attempt } from './authentication.ts';
import type { Call } from './call.ts';
import { gatewayRefusal, noSuchApi } from './gateway.ts';
import { deploymentsApi } from './github/deployments-api.ts';
import { answerGithub } from './github/routes.ts';
import { hssRoutes } from './hss/routes.ts';
import { iamRoutes } from './iam/routes.ts';
import { isRefused, json, type Reply } from './message.ts';
import { modelArtsRoutes } from './modelarts/routes.ts';
import { enforce } from './policy/enforcement.ts';
import { checkProject } from './project-scope.ts';
import { findRoute, type Route } from './router.ts';
import { stsRoutes } from './sts/routes.ts';
import { settle } from './swr/jobs.ts';
import { swrRoutes } from './swr/routes.ts';

const ROUTES: Readonly<Record<Service, readonly Route[]>> = {
  'swr-api': swrRoutes,
  modelarts: modelArtsRoutes,
  hss: hssRoutes,
  iam: iamRoutes,
  sts: stsRoutes,
};

/** The gateway takes no larger body. API Gateway, "Error Codes", APIGW.0201. */
const BODY_LIMIT = 12 * 1024 * 1024;

function isService(name: string): name is Service {
  return Object.hasOwn(ROUTES, name);
}

/**
 * What the cloud answers, and what that changes in it. The order is the gateway's: is there such an API, who calls, for
 * which project, and may the caller do it; only then comes the service. GitHub is asked without any of that.
 */
export function answer(attempt: Attempt): Reply {
  try {
    settle(attempt.cloud, attempt.now);
    const { service, region } = attempt.address;
    if (service === GITHUB) return region === 'api' ? deploymentsApi(attempt) : answerGithub(attempt);
    return accepted(attempt);
  } catch (caught) {
    if (isRefused(caught)) return caught.reply;
    // A mistake of the emulator itself must not look like an ordinary refusal.
    return json(500, {
      error_code: 'EMULATOR.BUG',
      error_msg: caught instanceof Error ? caught.stack : String(caught),
    });
  }
}

function accepted(attempt: Attempt): Reply {
  const { request, headers, address, cloud, now, requestId } = attempt;
  const { service } = address;
  const region = cloud.regions.get(address.region);
  if (region === undefined || !isService(service) || region.absentServices.includes(service))
    throw noSuchApi(requestId);
  const found = findRoute(ROUTES[service], request.method.toUpperCase(), address.segments);
  if (found === undefined) throw noSuchApi(requestId);
  const body = Buffer.from(request.body ?? '');
  if (body.byteLength > BODY_LIMIT) throw gatewayRefusal(requestId, 413, 'APIGW.0201', 'The request body is too large');
  const { params, route } = found;
  const text = body.toString('utf8');
  const caller = route.open === true ? {} : authenticate(attempt, route.tokenIn?.(text));
  const query = queryOf(address.wireQuery) ?? [];
  const call: Call = { requestId, service, region, cloud, now, params, query, headers, body: text, caller };
  checkProject(call);
  enforce(call, route.permission);
  return route.handler(call);
}

/** An address whose percent-encoding is broken never gets to an API. */
export function badAddress(requestId: string): Reply {
  return gatewayRefusal(requestId, 400, 'APIGW.0201', 'Bad request: the URI is not well encoded').reply;
}

/** Whether a request goes to the emulator's own routes instead of the cloud's. */
export function isControl(address: Address | undefined): boolean {
  return address?.service === '_';
}
