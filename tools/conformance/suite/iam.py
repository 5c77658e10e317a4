"""IAM: projects, and temporary keys for a token."""

import json
import re

from huaweicloudsdkcore.auth.internal import IamHelper
from huaweicloudsdkiam.v3 import (
    CreateTemporaryAccessKeyByTokenRequest,
    CreateTemporaryAccessKeyByTokenRequestBody,
    IamClient,
    IdentityToken,
    KeystoneListAuthProjectsRequest,
    KeystoneListProjectsRequest,
    TokenAuth,
    TokenAuthIdentity,
)
from huaweicloudsdkswr.v2 import ListRepositoryTagsRequest, SwrClient

from .checks import check, cover, equal, equal_fields, expect, expires_after
from .clients import TokenCredentials, client, config, create_http_client, keys, request_of, send
from .refusals import expect_refused
from .seeds import KEY, PROJECTS, SOURCE, TARGET, create_seed
from .swr_tags import PATH

TOKEN = "an-iam-token-of-the-suite"
SUB_PROJECT = {"id": "sub-project", "name": f"{SOURCE}_team"}


def account(key=None, token=None):
    """A seed with a token for the project of the source."""
    emulated = create_seed()
    emulated["accessKeys"] = [{**KEY, **(key or {})}]
    emulated["projects"].append(SUB_PROJECT)
    emulated["tokens"] = [{"token": TOKEN, "project": PROJECTS[SOURCE], **(token or {})}]
    return emulated


def projects_named(emulator, name):
    """The projects with a name."""
    return client(IamClient, emulator).keystone_list_projects(KeystoneListProjectsRequest(name=name))


def exchange(emulator, credentials=None, in_body=None, seconds=900):
    """Exchanges a token for temporary keys."""
    identity = TokenAuthIdentity(methods=["token"], token=IdentityToken(id=in_body, duration_seconds=seconds))
    body = CreateTemporaryAccessKeyByTokenRequestBody(TokenAuth(identity))
    iam = client(IamClient, emulator, credentials=credentials or TokenCredentials(TOKEN))
    return iam.create_temporary_access_key_by_token(CreateTemporaryAccessKeyByTokenRequest(body))


@check("IAM, projects with a name: exactly that one")
def by_name(emulator):
    emulator.load(account())
    for name, identifier in [(region, project) for region, project in PROJECTS.items()] + [
        (SUB_PROJECT["name"], SUB_PROJECT["id"])
    ]:
        [project] = projects_named(emulator, name).projects
        equal_fields(project, {"id": identifier, "name": name, "enabled": True, "is_domain": False})
    equal(projects_named(emulator, "no-such-project").raw_content.count(b'"id"'), 0, "projects of an unknown name")


@check("IAM, projects with a name: refused without the permission, with an error of IAM")
def by_name_refused(emulator):
    emulator.load(account(key={"iamList": False}))
    exception = expect_refused(lambda: projects_named(emulator, SOURCE), 403, 403, "identity:list_projects")
    expect(exception.request_id, "no request id")


@check("IAM, projects of the caller: all of them, with their parents, without any permission")
def own(emulator):
    emulator.load(account(key={"iamList": False}))
    reply = client(IamClient, emulator).keystone_list_auth_projects(KeystoneListAuthProjectsRequest())
    for project, (identifier, name) in zip(
        reply.projects,
        [(PROJECTS[SOURCE], SOURCE), (PROJECTS[TARGET], TARGET), (SUB_PROJECT["id"], SUB_PROJECT["name"])],
    ):
        equal_fields(project, {"id": identifier, "name": name})
    equal(len(reply.projects), 3, "the number of projects")
    equal(reply.projects[2].parent_id, PROJECTS[SOURCE], "the parent of the sub-project")
    equal(reply.projects[0].parent_id, reply.projects[0].domain_id, "the parent of a region's project")


@check("IAM, temporary keys: issued for a token in the header, and valid in both regions")
def temporary_keys(emulator):
    emulator.load(account())
    issued = exchange(emulator)
    equal(issued.status_code, 201, "the status")
    credential = issued.credential
    # These values have no seed; they are verified by a signature that the emulator accepts.
    cover("access", "secret", "securitytoken")
    expect(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", credential.expires_at), credential.expires_at)
    for region, wanted in ((SOURCE, 3), (TARGET, None)):
        signing = keys(region, credential.access, credential.secret).with_security_token(credential.securitytoken)
        swr = client(SwrClient, emulator, region, signing)
        if wanted is None:
            expect_refused(lambda: swr.list_repository_tags(ListRepositoryTagsRequest(**PATH)), 404, "404")
        else:
            equal(len(swr.list_repository_tags(ListRepositoryTagsRequest(**PATH)).body), wanted, "the number of tags")


@check("IAM, temporary keys: expire after the requested time, counted from the date of the reply")
def life_of_keys(emulator):
    emulator.load(account())
    exchange(emulator)
    reply = send(
        emulator,
        "POST",
        ["iam", SOURCE, "v3.0", "OS-CREDENTIAL", "securitytokens"],
        body=json.dumps({"auth": {"identity": {"methods": ["token"], "token": {"duration_seconds": 1200}}}}),
        credentials=TokenCredentials(TOKEN),
    )
    expires_after(reply, json.loads(reply.text)["credential"]["expires_at"], 1200, "expires_at")
    cover("expires_at", "date")


@check("IAM, temporary keys: the token may be in the body, as in the SDK, signed or not")
def token_in_body(emulator):
    emulator.load(account())
    expect(exchange(emulator, keys(), in_body=TOKEN).credential.securitytoken, "signed: no keys")
    # What the SDK's core sends when it signs in by itself, except for the prefix of the path.
    request = IamHelper.get_create_temporary_access_key_by_token_request(config(), emulator.url, TOKEN, 900)
    request.uri = f"/iam/{SOURCE}{request.uri}"
    expect(
        IamHelper.create_temporary_access_key_by_token(create_http_client(), request)["access"], "not signed: no keys"
    )


@check("IAM, temporary keys: the header's token wins over the body's")
def header_wins(emulator):
    emulator.load(account())
    expect(exchange(emulator, in_body="another token").credential, "no keys")
    expect_refused(lambda: exchange(emulator, TokenCredentials("another token"), in_body=TOKEN), 401, "APIGW.0301")


@check("IAM, temporary keys: no token, a wrong or an expired one, no permission, lifetimes out of bounds")
def no_keys(emulator):
    emulator.load(account())
    expect_refused(lambda: exchange(emulator, keys()), 401, 401)
    expect_refused(lambda: exchange(emulator, keys(), in_body="another token"), 401, 401)
    expect_refused(lambda: exchange(emulator, TokenCredentials(None)), 401, "APIGW.0301")
    for seconds in (899, 86_401):
        expect_refused(lambda seconds=seconds: exchange(emulator, seconds=seconds), 400, 400)
    emulator.load(account(token={"exchange": False}))
    expect_refused(lambda: exchange(emulator), 403, 403)
    emulator.load(account(token={"expiresAt": "2020-01-01T00:00:00Z"}))
    expect_refused(lambda: exchange(emulator), 401, "APIGW.0301", "expired")
    expect_refused(lambda: exchange(emulator, keys(), in_body=TOKEN), 401, 401)


@check("IAM, every reply has its request id in X-IAM-Trace-Id, which the SDK's core reads")
def trace(emulator):
    emulator.load(account())
    query = [("name", SOURCE)]
    request = request_of(emulator, "GET", ["iam", SOURCE, "v3", "projects"], query)
    reply = create_http_client().do_request_sync(keys().sign_request(request))
    expect(len(reply.headers.get("X-IAM-Trace-Id", "")) == 32, "no X-IAM-Trace-Id")
