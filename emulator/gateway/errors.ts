import { apiError, json, type ApiError } from '../message.ts';

/**
 * An error of the API gateway, through which every request to a service passes: `{error_code, error_msg, request_id}`. API
 * Gateway user guide, "Error Codes".
 */
export function gatewayError(requestId: string, status: number, code: string, message: string): ApiError {
  return apiError(json(status, { error_code: code, error_msg: message, request_id: requestId }));
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
