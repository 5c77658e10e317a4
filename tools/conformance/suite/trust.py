"""Seeds with an agency that a GitHub job and an access key may assume, and the calls that assume it."""

import json

from huaweicloudsdksts.v1 import (
    AssumeAgencyReqBody,
    AssumeAgencyRequest,
    AssumeAgencyWithOIDCReqBody,
    AssumeAgencyWithOIDCRequest,
    StsClient,
)

from .clients import TokenCredentials, client, keys
from .seeds import KEY, REPOSITORY, SOURCE, TEAM, create_seed

ACCOUNT = {"id": "0d0a1b2c3d4e5f60718293a4b5c6d7e8", "name": "emulated-account"}
PROVIDER = f"iam::{ACCOUNT['id']}:oidcProvider:GitHub"
AGENCY = f"iam::{ACCOUNT['id']}:agency:promoter"
AUDIENCE = "sts.example.com"
SUBJECT = "repo:octo-org/octo-app:ref:refs/tags/v1"
REQUEST_TOKEN = "a-request-token-of-the-suite"
SESSION = "github-1001-1"

# For calls whose credential is in the body.
NOBODY = TokenCredentials(None)


def create_seed_with_trust(github=None, agency=None, provider=None, **account):
    """The usual seed, with an agency that a GitHub job and the seeded access key may assume."""
    trust = [
        {"provider": PROVIDER, "audiences": [AUDIENCE], "subjects": ["repo:octo-org/octo-app:ref:refs/tags/*"]},
        {"principals": [KEY["accessKey"]]},
    ]
    issuer = "https://token.actions.githubusercontent.com"
    return create_seed(
        oidcProviders=[{"urn": PROVIDER, "url": issuer, "clientIds": [AUDIENCE], **(provider or {})}],
        agencies=[{"name": "promoter", "id": "id-of-the-agency", "trust": trust, **(agency or {})}],
        github={"repository": "octo-org/octo-app", "requestToken": REQUEST_TOKEN, **(github or {})},
        **account,
    )


def with_oidc(emulator, audience=AUDIENCE, region=SOURCE, credentials=NOBODY, **wish):
    """Exchanges an ID token for temporary keys; by default with every field that src/cloud sends."""
    fields = {
        "provider_urn": PROVIDER,
        "agency_urn": AGENCY,
        "agency_session_name": SESSION,
        "duration_seconds": 900,
        "policy": allowing("*"),
        "id_token": wish.get("id_token") or emulator.id_token(audience, REQUEST_TOKEN),
    }
    body = AssumeAgencyWithOIDCReqBody(**{**fields, **wish})
    sts = client(StsClient, emulator, region, credentials)
    return sts.assume_agency_with_oidc(AssumeAgencyWithOIDCRequest(body))


def assume(emulator, credentials=None, header=None, **wish):
    """Exchanges the key that signs for temporary keys; by default with every field that src/cloud sends."""
    fields = {"agency_urn": AGENCY, "agency_session_name": SESSION, "duration_seconds": 900}
    body = AssumeAgencyReqBody(**{**fields, "policy": allowing("*"), "external_id": "ours", **wish})
    sts = client(StsClient, emulator, SOURCE, credentials)
    return sts.assume_agency(AssumeAgencyRequest(x_security_token=header, body=body))


def keys_of(reply, region=SOURCE):
    """Credentials that sign with the keys of a reply."""
    issued = reply.credentials
    return keys(region, issued.access_key_id, issued.secret_access_key).with_security_token(issued.security_token)


def allowing(*actions, resource="*", regions=None):
    """A policy that allows these actions, as JSON."""
    condition = {"Condition": {"StringEquals": {"g:RequestedRegion": regions}}} if regions else {}
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": [resource], **condition}
    return json.dumps({"Version": "5.0", "Statement": [statement]})


# Allows to list the tags of the seeded repository in every region.
READING = allowing("swr:repo:listRepoTags", resource=f"swr:*:*:repo:{TEAM}/{REPOSITORY}")
