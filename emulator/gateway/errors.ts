import { apiError, json, type ApiError } from '../message.ts';

/**
 * An error of the API gateway, through which every request to a service passes. API Gateway user guide, "Error Codes"; the
 * order of the fields, the line break and the headers of the firewall in front of it are as recorded.
 */
export function gatewayError(requestId: string, status: number, code: string, message: string): ApiError {
  const reply = json(
    status,
    { error_msg: message, error_code: code, request_id: requestId },
    firewallHeaders(requestId),
  );
  return apiError({ ...reply, body: `${reply.body}\n` });
}

function firewallHeaders(requestId: string): Readonly<Record<string, string>> {
  return { server: 'CloudWAF', 'set-cookie': `HWWAFSESID=${requestId.slice(0, 20)}; path=/` };
}

/** 404 APIGW.0101: no such API. Also for a wrong method, a missing or additional `/`, and a service that the region lacks. */
export function noSuchApi(requestId: string): ApiError {
  return gatewayError(
    requestId,
    404,
    'APIGW.0101',
    'The API does not exist or has not been published in the environment',
  );
}

/** 401 APIGW.0301: the credentials are refused; `reason` is part of the message. */
export function invalidCredentials(requestId: string, reason: string): ApiError {
  return gatewayError(requestId, 401, 'APIGW.0301', `Incorrect IAM authentication information: ${reason}`);
}
