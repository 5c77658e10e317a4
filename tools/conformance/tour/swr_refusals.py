"""SWR: its errors, in each of the shapes that documents and practice give them."""

from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from .clients import ask
from .ledger import check, equal
from .refusals import refused, swr_error_of, swr_refused
from .swr_jobs import jobs_of
from .swr_tags import synchronize, tags_of
from .worlds import SOURCE, TEAM, world

SHAPES = ("array", "errors", "object")
THROTTLES = {"SVCSTG.SWR.4031032": 403, "SVCSTG.SWR.4031042": 403, "SVCSTG.SWR.4090023": 409}


@check("SWR, missing organization and repository: three shapes, as 404 and as 400, with a request id")
def missing(emulator):
    for shape in SHAPES:
        for status in ("404", "400"):
            emulator.load(world(source={"swrErrorShape": shape, "swrNotFound": status}))
            for place, code in (({"namespace": "no-team"}, 4040058), ({"repository": "no-app"}, 4040010)):
                wanted = code if status == "404" else 4000014
                swr_refused(lambda place=place: tags_of(emulator, **place), wanted, shape)
                swr_refused(lambda place=place: synchronize(emulator, **place), wanted, shape)


@check("SWR, wrong parameters: page sizes, an empty list of tags, names that cannot be")
def wrong_parameters(emulator):
    emulator.load(world())
    swr_refused(lambda: tags_of(emulator, limit=1001), 4000056)
    swr_refused(lambda: synchronize(emulator, tags=[]), 4000014)
    swr_refused(lambda: tags_of(emulator, namespace="No Team"), 4001028)
    swr_refused(lambda: tags_of(emulator, repository="Not/A/Name".replace("/", "$")), 4001029)


@check("SWR, a slash in a repository that was not turned into a dollar sign: no such API")
def unconverted_slash(emulator):
    emulator.load(world())
    refused(lambda: tags_of(emulator, repository="app/api"), 404, "APIGW.0101")
    path = ["swr-api", SOURCE, "v2", "manage", "namespaces", TEAM, "repos", "app", "api", "tags"]
    refused(lambda: ask(emulator, "GET", path), 404, "APIGW.0101")


@check("SWR, throttling: 403 and 409 of its own in three shapes, 429 of the gateway")
def throttling(emulator):
    for shape in SHAPES:
        emulator.load(world(source={"swrErrorShape": shape}))
        for code, status in THROTTLES.items():
            emulator.fault({"service": "swr-api"}, {"kind": "throttle", "preset": code})
            exception = refused(lambda: jobs_of(emulator), status, str(status))
            equal(swr_error_of(exception, shape)[0], code, "the code of SWR")
    emulator.fault({"service": "swr-api"}, {"kind": "throttle", "preset": "APIGW.0308"})
    try:
        jobs_of(emulator)
    except ClientRequestException as exception:
        # The SDK gives up on a 429 before it reads the reply, so there is no request id.
        equal((exception.status_code, exception.error_code), (429, "429"), "status and code")
        return
    raise AssertionError("a 429 was not refused")
