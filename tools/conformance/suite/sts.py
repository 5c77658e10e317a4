"""STS: temporary keys for an ID token of GitHub and for a key that assumes an agency; who a caller is."""

import json
from datetime import datetime, timezone

from huaweicloudsdkcore.auth.internal import IamHelper, OidcStsAccessor
from huaweicloudsdksts.v1 import GetCallerIdentityRequest, StsClient
from huaweicloudsdkswr.v2 import ListRepositoryTagsRequest, SwrClient

from .checks import check, cover, equal, equal_fields, expect, expires_after
from .clients import TokenCredentials, client, config, create_http_client, keys, send
from .seeds import KEY, PROJECTS, SOURCE, TARGET
from .swr_tags import PATH
from .trust import (
    ACCOUNT,
    AGENCY,
    AUDIENCE,
    NOBODY,
    PROVIDER,
    REQUEST_TOKEN,
    SESSION,
    SUBJECT,
    assume,
    create_seed_with_trust,
    keys_of,
    with_oidc,
)

SESSION_URN = f"sts::{ACCOUNT['id']}:assumed-agency:promoter/{SESSION}"


def sign_everywhere(emulator, reply):
    """The keys of a reply have no seed; they are verified by signed requests that SWR accepts in both regions."""
    cover("access_key_id", "secret_access_key", "security_token")
    for region in (SOURCE, TARGET):
        swr = client(SwrClient, emulator, region, keys_of(reply, region))
        listed = swr.list_repository_tags(ListRepositoryTagsRequest(**PATH))
        equal(len(listed.body), 3, f"the number of tags in {region}")


def load(emulator, **twist):
    """Loads a seed with the repository in both regions."""
    emulated = create_seed_with_trust(**twist)
    emulated["regions"][TARGET]["organizations"] = emulated["regions"][SOURCE]["organizations"]
    emulator.load(emulated)


def who(emulator, credentials=None, header=None):
    """The identity of the caller."""
    request = GetCallerIdentityRequest(x_security_token=header)
    return client(StsClient, emulator, credentials=credentials).get_caller_identity(request)


@check("STS, keys for an ID token: the reply has audience and subject, and the keys are valid in two regions")
def oidc(emulator):
    load(emulator)
    reply = with_oidc(emulator)
    equal(reply.status_code, 200, "the status")
    wanted = {"audience": AUDIENCE, "provider": PROVIDER, "subject_from_id_token": SUBJECT, "source_identity": ""}
    equal_fields(reply, wanted)
    equal_fields(reply.assumed_agency, {"urn": SESSION_URN, "id": f"id-of-the-agency:{SESSION}"})
    sign_everywhere(emulator, reply)


@check("STS, keys for an ID token: other credentials of the request are ignored")
def oidc_signed(emulator):
    load(emulator)
    for credentials in (keys(), keys(secret="another secret"), keys(access="UNKNOWNKEY")):
        expect(with_oidc(emulator, credentials=credentials).credentials, "no keys")


@check("STS, keys for an ID token: the SDK's core signs in by itself, and reads the expiry")
def oidc_of_the_core(emulator):
    load(emulator)
    id_token = emulator.id_token(AUDIENCE, REQUEST_TOKEN)
    body = {"provider_urn": PROVIDER, "agency_urn": AGENCY, "agency_session_name": SESSION, "id_token": id_token}
    request = IamHelper.get_assume_agency_with_oidc_request(config(), emulator.url, {**body, "duration_seconds": 3600})
    request.uri = f"/sts/{SOURCE}{request.uri}"
    # The next step in the core's own accessor, which accepts no prefix of the path.
    issued = OidcStsAccessor._process_credential(IamHelper.assume_agency_with_oidc(create_http_client(), request))
    left = issued.expire_at - datetime.now(timezone.utc).timestamp()
    expect(3500 < left <= 3600, f"the keys live for {left} s")
    expect(issued.access and issued.secret and issued.security_token, "a part of the keys is missing")


@check("STS, keys of an agency: the reply names the session, and the keys are valid in two regions")
def agency(emulator):
    load(emulator)
    reply = assume(emulator, source_identity="octocat")
    equal(reply.status_code, 200, "the status")
    equal_fields(reply, {"source_identity": "octocat"})
    equal_fields(reply.assumed_agency, {"urn": SESSION_URN, "id": f"id-of-the-agency:{SESSION}"})
    sign_everywhere(emulator, reply)


@check("STS, keys of an agency: every field of the SDK's request is accepted")
def agency_with_everything(emulator):
    load(emulator)
    reply = assume(
        emulator,
        serial_number="iam::mfa:robot",
        token_code="123456",
        tags=[{"key": "team", "value": ""}],
        transitive_tag_keys=["team"],
        provided_contexts=[{"context_provider_urn": "iam::a:contextProvider:x", "context_assertion": "sealed"}],
    )
    expect(reply.credentials, "no keys")


@check("STS: the keys of both calls expire after the requested time, counted from the date of the reply")
def life_of_keys(emulator):
    load(emulator)
    wish = {"agency_urn": AGENCY, "agency_session_name": SESSION, "duration_seconds": 1200}
    with_token = {**wish, "provider_urn": PROVIDER, "id_token": emulator.id_token(AUDIENCE, REQUEST_TOKEN)}
    for action, path, body, credentials in (
        (with_oidc, "assume-with-oidc", with_token, NOBODY),
        (assume, "assume", wish, keys()),
    ):
        end = action(emulator).credentials.expiration
        expect(isinstance(end, datetime) and end.tzinfo is not None, f"the SDK read no time, but {end!r}")
        left = (end - datetime.now(timezone.utc)).total_seconds()
        expect(890 < left < 910, f"the keys live for {left} s")
        segments = ["sts", SOURCE, "v5", "agencies", path]
        reply = send(emulator, "POST", segments, body=json.dumps(body), credentials=credentials)
        expires_after(reply, json.loads(reply.text)["credentials"]["expiration"], 1200, "expiration")
        cover("expiration", "date")


@check("STS, identity of the caller: the key of a user, a token, a session, whose security token may be a parameter")
def callers(emulator):
    token = {"token": "a-token-of-the-suite", "project": PROJECTS[SOURCE]}
    load(emulator, tokens=[token], accessKeys=[{**KEY, "user": "robot"}])
    equal_fields(who(emulator), {"account_id": ACCOUNT["id"], "principal_urn": f"iam::{ACCOUNT['id']}:user:robot"})
    equal_fields(who(emulator, TokenCredentials(token["token"])), {"account_id": ACCOUNT["id"]})
    reply = with_oidc(emulator)
    wanted = {"account_id": ACCOUNT["id"], "principal_urn": SESSION_URN, "principal_id": f"id-of-the-agency:{SESSION}"}
    equal_fields(who(emulator, keys_of(reply)), wanted)
    issued = reply.credentials
    bare = keys(access=issued.access_key_id, secret=issued.secret_access_key)
    equal_fields(who(emulator, bare, header=issued.security_token), wanted)
