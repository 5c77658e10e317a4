"""Credentials: signatures, temporary keys, tokens, clocks and projects, both accepted and refused."""

from datetime import datetime, timedelta, timezone

from huaweicloudsdkhss.v5 import HssClient, ListImageScanTaskRequest
from huaweicloudsdkmodelarts.v1 import ModelArtsClient, ShowImageRequest
from huaweicloudsdkswr.v2 import ListRepositoryTagsRequest, SwrClient

from .checks import check, equal, expect
from .clients import TokenCredentials, client, keys
from .refusals import expect_refused
from .seeds import IMAGE, IMAGE_ID, KEY, PROJECTS, SOURCE, TARGET, create_seed
from .swr_tags import PATH

TOKEN = "a-token-for-the-source"
WRONG = "verify aksk signature fail"
TEMPORARY = {"accessKey": "TEMPORARYKEY", "secretKey": "a temporary secret", "securityToken": "a session's token"}


def calls(emulator, region, credentials):
    """One reading call to each service that belongs to a project."""
    swr = client(SwrClient, emulator, region, credentials)
    modelarts = client(ModelArtsClient, emulator, region, credentials)
    hss = client(HssClient, emulator, region, credentials)
    return [
        lambda: swr.list_repository_tags(ListRepositoryTagsRequest(**PATH)),
        lambda: modelarts.show_image(ShowImageRequest(IMAGE_ID)),
        lambda: hss.list_image_scan_task(ListImageScanTaskRequest(type="image_sync")),
    ]


def load(emulator, **account):
    """Loads a seed in which the source region has something to read in every service."""
    emulator.load(create_seed(source={"images": [IMAGE]}, **account))


def accepted(actions):
    """Expects status 200 from each of the calls."""
    for action in actions:
        equal(action().status_code, 200, "the status")


@check("Signature: accepted by every service")
def right(emulator):
    load(emulator)
    accepted(calls(emulator, SOURCE, keys()))


@check("Signature: a wrong secret key and an unknown access key are refused by every service")
def wrong_keys(emulator):
    load(emulator)
    for action in calls(emulator, SOURCE, keys(secret="another secret")):
        expect_refused(action, 401, "APIGW.0301", WRONG)
    for action in calls(emulator, SOURCE, keys(access="UNKNOWNKEY")):
        expect_refused(action, 401, "APIGW.0301", "Unauthorized")


@check("Signature: more than five failures in a row lock the access key, even for the right secret")
def lock(emulator):
    load(emulator)
    [wrong, *_], [right_one, *_] = calls(emulator, SOURCE, keys(secret="another")), calls(emulator, SOURCE, keys())
    for _ in range(5):
        expect_refused(wrong, 401, "APIGW.0301", WRONG)
    accepted([right_one])
    for _ in range(5):
        expect_refused(wrong, 401, "APIGW.0301", WRONG)
    expect_refused(wrong, 401, "APIGW.0301", "AK access failed to reach the limit,forbidden")
    expect_refused(right_one, 401, "APIGW.0301", "AK access failed to reach the limit,forbidden")


@check("Signature: a clock that is off by more than 15 minutes is refused, and the refusal has both times")
def skew(emulator):
    for seconds in (840, -840):
        load(emulator, clockSkewSeconds=seconds)
        accepted(calls(emulator, SOURCE, keys()))
    for seconds in (960, -960):
        load(emulator, clockSkewSeconds=seconds)
        action, *_ = calls(emulator, SOURCE, keys())
        expect_refused(action, 401, "APIGW.0301", "signature expired, signature time:")


@check("Signature: X-Sdk-Date may be given by the caller, within the same bounds")
def given_date(emulator):
    load(emulator)
    request = ListRepositoryTagsRequest(**PATH)
    for minutes in (-14, 14, -16, 16):
        moment = datetime.now(timezone.utc) + timedelta(minutes=minutes)
        swr = client(SwrClient, emulator)
        invoker = swr.list_repository_tags_invoker(request).add_header("X-Sdk-Date", f"{moment:%Y%m%dT%H%M%SZ}")
        if abs(minutes) < 15:
            accepted([invoker.invoke])
        else:
            expect_refused(invoker.invoke, 401, "APIGW.0301", f"signature time:{moment:%Y%m%dT%H%M%SZ},server time:")


@check("Temporary keys: accepted with their security token, refused without, with another's, and when expired")
def temporary(emulator):
    load(emulator, accessKeys=[KEY, TEMPORARY])
    bare = keys(access=TEMPORARY["accessKey"], secret=TEMPORARY["secretKey"])
    expect_refused(calls(emulator, SOURCE, bare)[0], 401, "APIGW.0301", "X-Security-Token")
    accepted(calls(emulator, SOURCE, bare.with_security_token(TEMPORARY["securityToken"])))
    expect_refused(
        calls(emulator, SOURCE, bare.with_security_token("another"))[0], 401, "APIGW.0301", "X-Security-Token"
    )
    expect_refused(calls(emulator, SOURCE, keys().with_security_token("x"))[0], 401, "APIGW.0301", "X-Security-Token")
    load(emulator, accessKeys=[{**TEMPORARY, "expiresAt": "2020-01-01T00:00:00Z"}])
    own = bare.with_security_token(TEMPORARY["securityToken"])
    expect_refused(calls(emulator, SOURCE, own)[0], 401, "APIGW.0301", "expired")


@check("Token: accepted in its own region by every service, refused in another one with APIGW.0307")
def token(emulator):
    load(emulator, tokens=[{"token": TOKEN, "project": PROJECTS[SOURCE]}])
    accepted(calls(emulator, SOURCE, TokenCredentials(TOKEN, PROJECTS[SOURCE])))
    for action in calls(emulator, TARGET, TokenCredentials(TOKEN, PROJECTS[TARGET])):
        expect_refused(action, 401, "APIGW.0307")


@check("Token: an unknown, an expired and a missing token are refused by every service")
def wrong_tokens(emulator):
    load(emulator, tokens=[{"token": TOKEN, "project": PROJECTS[SOURCE], "expiresAt": "2020-01-01T00:00:00Z"}])
    for given, says in ((TOKEN, "token expired"), ("another", "decrypt token fail"), (None, "x-auth-token not found")):
        for action in calls(emulator, SOURCE, TokenCredentials(given, PROJECTS[SOURCE])):
            expect_refused(action, 401, "APIGW.0301", says)


@check("Project: one of another region is refused by each service with its own error")
def wrong_project(emulator):
    load(emulator)
    swr, modelarts, hss = calls(emulator, SOURCE, keys(project=PROJECTS[TARGET]))
    expect_refused(swr, 403, "APIGW.0310")
    expect_refused(modelarts, 403, "ModelArts.0210")
    expect_refused(hss, 403, "APIGW.0310")
    unknown = calls(emulator, SOURCE, keys(project="no-such-project"))
    for action, code in zip(unknown, ("APIGW.0310", "ModelArts.0210", "APIGW.0310")):
        expect_refused(action, 403, code)


@check("Refusals of the same kind have different request ids")
def request_ids(emulator):
    load(emulator)
    action, *_ = calls(emulator, SOURCE, keys(access="UNKNOWNKEY"))
    seen = {expect_refused(action, 401, "APIGW.0301").request_id for _ in range(3)}
    expect(len(seen) == 3, f"request ids {seen}")
