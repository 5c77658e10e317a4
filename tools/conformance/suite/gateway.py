"""The API gateway before every service: its own errors, and the request id in their body."""

import json

from huaweicloudsdkcore.exceptions.exception_handler import DefaultExceptionHandler
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from . import clients
from .checks import check, equal, expect
from .clients import keys, request_of
from .refusals import expect_refused
from .seeds import PROJECTS, SOURCE, TARGET, TEAM, create_seed

KNOWN = ["swr-api", SOURCE, "v2", "manage", "namespaces", TEAM]


def bodies(emulator, method, segments, credentials):
    """Headers and body of each refusal; the SDK's exceptions have no body."""
    seen = []

    class Keeping(DefaultExceptionHandler):
        """As in the SDK, but keeps the reply."""

        def handle_exception(self, request, response):
            seen.append((response.headers, json.loads(response.text)))
            super().handle_exception(request, response)

    try:
        clients.create_http_client(Keeping()).do_request_sync(
            credentials.sign_request(request_of(emulator, method, segments))
        )
    except ServiceResponseException:
        pass
    return seen


@check("Gateway: no such API, for unknown paths, methods and regions, and for a service that the region lacks")
def no_such_api(emulator):
    emulator.load(create_seed(source={"absentServices": ["modelarts"]}))
    for method, segments in (
        ("GET", [*KNOWN, "quota"]),
        ("GET", [*KNOWN, ""]),
        ("PATCH", KNOWN),
        ("GET", ["swr-api", "cn-nowhere-1", *KNOWN[2:]]),
        ("GET", ["modelarts", SOURCE, "v1", PROJECTS[SOURCE], "images"]),
        ("GET", ["swr", SOURCE, *KNOWN[2:]]),
    ):
        expect_refused(
            lambda method=method, segments=segments: clients.send(emulator, method, segments, credentials=keys()),
            404,
            "APIGW.0101",
        )


@check("Gateway: the body of an error has the request id of the header")
def request_id(emulator):
    emulator.load(create_seed())
    for segments, credentials in (
        ([*KNOWN, "quota"], keys()),
        (KNOWN, keys(secret="another")),
        (KNOWN, keys(project=PROJECTS[TARGET])),
    ):
        [(headers, body)] = bodies(emulator, "GET", segments, credentials)
        equal(sorted(body), ["error_code", "error_msg", "request_id"], "the fields of the body")
        equal(body["request_id"], headers["X-Request-Id"], "the request id")


@check("Gateway: a body beyond its limit is refused")
def too_large(emulator):
    emulator.load(create_seed())
    body = json.dumps({"namespace": "a" * (12 * 1024 * 1024)})
    expect_refused(lambda: clients.send(emulator, "POST", KNOWN[:-1], body=body), 413, "APIGW.0201")


@check("Gateway: the reply to an accepted request has a date and a request id")
def dated(emulator):
    emulator.load(create_seed())
    reply = clients.send(emulator, "GET", KNOWN)
    expect("GMT" in reply.headers.get("Date", ""), "no Date")
    expect(len(reply.headers.get("X-Request-Id", "")) == 32, "no X-Request-Id")
