"""SWR: its errors, in each of their three shapes."""

from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from .checks import check, equal
from .clients import send
from .refusals import expect_refused, expect_swr_refused, swr_error_of
from .seeds import SOURCE, TEAM, create_seed
from .swr_jobs import jobs_of
from .swr_tags import synchronize, tags_of

SHAPES = ("array", "errors", "object")
THROTTLES = {"SVCSTG.SWR.4031032": 403, "SVCSTG.SWR.4031042": 403, "SVCSTG.SWR.4090023": 409}


@check("SWR, missing organization and repository: three shapes, as 404 and as 400, with a request id")
def missing(emulator):
    for shape in SHAPES:
        for status in ("404", "400"):
            emulator.load(create_seed(source={"swrErrorShape": shape, "swrNotFound": status}))
            for place, code in (({"namespace": "no-team"}, 4040058), ({"repository": "no-app"}, 4040010)):
                wanted = code if status == "404" else 4000014
                expect_swr_refused(lambda place=place: tags_of(emulator, **place), wanted, shape)
                expect_swr_refused(lambda place=place: synchronize(emulator, **place), wanted, shape)


@check("SWR, refused parameters: page sizes, an empty list of tags, malformed names")
def wrong_parameters(emulator):
    emulator.load(create_seed())
    expect_swr_refused(lambda: tags_of(emulator, limit=1001), 4000056)
    expect_swr_refused(lambda: synchronize(emulator, tags=[]), 4000014)
    expect_swr_refused(lambda: tags_of(emulator, namespace="No Team"), 4001028)
    expect_swr_refused(lambda: tags_of(emulator, repository="Not/A/Name".replace("/", "$")), 4001029)


@check("SWR, a repository with a slash instead of a dollar sign: no such API")
def unconverted_slash(emulator):
    emulator.load(create_seed())
    expect_refused(lambda: tags_of(emulator, repository="app/api"), 404, "APIGW.0101")
    path = ["swr-api", SOURCE, "v2", "manage", "namespaces", TEAM, "repos", "app", "api", "tags"]
    expect_refused(lambda: send(emulator, "GET", path), 404, "APIGW.0101")


@check("SWR, throttling: its own 403 and 409 in three shapes, and 429 of the gateway")
def throttling(emulator):
    for shape in SHAPES:
        emulator.load(create_seed(source={"swrErrorShape": shape}))
        for code, status in THROTTLES.items():
            emulator.fault({"service": "swr-api"}, {"kind": "throttle", "preset": code})
            exception = expect_refused(lambda: jobs_of(emulator), status, str(status))
            equal(swr_error_of(exception, shape)[0], code, "the code of SWR")
    emulator.fault({"service": "swr-api"}, {"kind": "throttle", "preset": "APIGW.0308"})
    try:
        jobs_of(emulator)
    except ClientRequestException as exception:
        # The SDK gives up on a 429 before it reads the reply, so there is no request id.
        equal((exception.status_code, exception.error_code), (429, "429"), "status and code")
        return
    raise AssertionError("a 429 was not refused")
