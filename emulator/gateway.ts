import { json, refused, type Refused } from './message.ts';

/**
 * A refusal by the API gateway, which stands before every service: `{error_code, error_msg, request_id}`.
 * API Gateway user guide, "Error Codes".
 */
export function gatewayRefusal(requestId: string, status: number, code: string, message: string): Refused {
  return refused(json(status, { error_code: code, error_msg: message, request_id: requestId }));
}

/** No such API: also for a wrong method, a missing or extra slash, and a service that the region does not have. */
export function noSuchApi(requestId: string): Refused {
  return gatewayRefusal(
    requestId,
    404,
    'APIGW.0101',
    'The API does not exist or has not been published in the environment',
  );
}

/** Credentials that were not accepted; the text says why. */
export function badCredentials(requestId: string, why: string): Refused {
  return gatewayRefusal(requestId, 401, 'APIGW.0301', `Incorrect IAM authentication information: ${why}`);
}

/** The project is not one of the region's. */
export function wrongProject(requestId: string): Refused {
  return gatewayRefusal(requestId, 403, 'APIGW.0310', 'The project is unavailable');
}
