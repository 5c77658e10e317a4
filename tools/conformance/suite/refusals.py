"""Expects refusals as the SDK's own exceptions, with status, code, text and request id."""

import json

from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException, ServerResponseException

from .checks import equal, expect


def expect_refused(action, status, code, says=""):
    """
    Runs the action, which must be refused with the status, the code as the SDK reads it, and a text that contains the
    given one. Returns the exception.
    """
    try:
        reply = action()
    except (ClientRequestException, ServerResponseException) as exception:
        kind = ClientRequestException if status < 500 else ServerResponseException
        equal(type(exception), kind, "the exception")
        equal(exception.status_code, status, "its status")
        equal(exception.error_code, code, "its error_code")
        expect(says in (exception.error_msg or ""), f"error_msg {exception.error_msg!r} does not say {says!r}")
        expect(exception.error_msg != "", "error_msg is empty")
        request_id = exception.request_id
        expect(isinstance(request_id, str) and len(request_id) == 32, f"request_id is {request_id!r}")
        return exception
    raise AssertionError(f"not refused: {reply}")


def swr_error_of(exception, shape):
    """
    Code and message of an error of SWR. The SDK reads none of its three documented shapes and keeps the text as it is.
    """
    value = json.loads(exception.error_msg)
    if shape == "array":
        expect(isinstance(value, list) and len(value) == 1, f"not an array of one error: {value!r}")
        equal(sorted(value[0]), ["detail", "errorCode", "errorMessage"], "the fields of the error")
        error = value[0]
    elif shape == "errors":
        equal(list(value), ["errors"], "the fields of the body")
        error = value["errors"][0]
    else:
        equal(sorted(value), ["errorCode", "errorMessage"], "the fields of the body")
        error = value
    return error["errorCode"], error["errorMessage"]


def expect_swr_refused(action, code, shape="errors"):
    """As expect_refused(), for SWR: the first three digits of its code are the status."""
    status = int(str(code)[:3])
    exception = expect_refused(action, status, str(status))
    equal(swr_error_of(exception, shape)[0], f"SVCSTG.SWR.{code}", "the code of SWR")
    return exception
