"""STS: its refusals, as the SDK reports them."""

from .checks import check, expect
from .clients import keys
from .refusals import expect_refused
from .seeds import KEY
from .sts import load
from .trust import AGENCY, AUDIENCE, NOBODY, PROVIDER, REQUEST_TOKEN, assume, keys_of, with_oidc

TRUST = {"provider": PROVIDER, "subjects": ["*"]}


def denied(action, says):
    """Expects a refusal for a missing permission, whose details only STS can decode."""
    exception = expect_refused(action, 403, "STS5.1001", says)
    expect(exception.encoded_auth_msg, "no encoded_authorization_message")


@check("STS, keys for an ID token: refused for an unknown audience, and for one that the agency does not trust")
def wrong_audience(emulator):
    load(emulator)
    expect_refused(lambda: with_oidc(emulator, "another"), 400, "STS5.2001", "audience")
    load(emulator, provider={"clientIds": [AUDIENCE, "another"]})
    denied(lambda: with_oidc(emulator, "another"), "assumeWithOIDC")


@check("STS, keys for an ID token: refused for another subject, and by an agency that trusts keys only")
def wrong_subject(emulator):
    for github in ({"ref": "refs/heads/main"}, {"environment": "production"}, {"subjectShape": "ids"}):
        load(emulator, github=github)
        denied(lambda: with_oidc(emulator), "assumeWithOIDC")
    load(emulator, agency={"trust": [{"principals": ["*"]}]})
    denied(lambda: with_oidc(emulator), "assumeWithOIDC")


@check("STS, keys for an ID token: refused when expired, signed by another, of another issuer, or malformed")
def wrong_id_token(emulator):
    for twist, says in (
        ({"github": {"tokenSeconds": -60}}, "expired"),
        ({"github": {"foreignKey": True}}, "signature"),
        ({"github": {"issuer": "https://octo.example.com"}}, "issuer"),
    ):
        load(emulator, **twist)
        expect_refused(lambda: with_oidc(emulator), 400, "STS5.0032" if says == "expired" else "STS5.0031", says)
    load(emulator)
    expect_refused(lambda: with_oidc(emulator, id_token="no.web.token"), 400, "STS5.0031", "JSON web token")
    spoilt = emulator.id_token(AUDIENCE, REQUEST_TOKEN)
    spoilt = spoilt[:-9] + ("A" if spoilt[-9] != "A" else "B") + spoilt[-8:]
    expect_refused(lambda: with_oidc(emulator, id_token=spoilt), 400, "STS5.0031", "signature")


@check("STS: refused for an unknown provider, agency or policy; missing in a region without STS")
def unknown(emulator):
    load(emulator)
    expect_refused(lambda: with_oidc(emulator, provider_urn=PROVIDER + "2"), 404, "STS5.0021", PROVIDER + "2")
    for sign_in in (with_oidc, assume):
        expect_refused(lambda: sign_in(emulator, agency_urn=AGENCY + "2"), 404, "STS5.1106", AGENCY + "2")
        expect_refused(lambda: sign_in(emulator, policy_ids=["none"]), 404, "STS5.0024", "none")
    expect_refused(lambda: with_oidc(emulator, region="cn-nowhere-9"), 404, "APIGW.0101")


@check("STS: refused for malformed fields, and for a malformed policy")
def wrong_fields(emulator):
    load(emulator)
    for sign_in in (with_oidc, assume):
        for wish in (
            {"duration_seconds": 899},
            {"duration_seconds": 43_201},
            {"agency_session_name": "x"},
            {"agency_session_name": "with a space"},
            {"agency_session_name": "name/of/a/path"},
            {"agency_session_name": None},
            {"policy": "x"},
            {"policy_ids": ["p"] * 21},
        ):
            expect_refused(lambda: sign_in(emulator, **wish), 400, "STS5.0002", *list(wish))
        expect_refused(lambda: sign_in(emulator, policy="{}"), 400, "STS5.0011", "malformed policy")
        expect_refused(lambda: sign_in(emulator, duration_seconds=3601), 400, "STS5.0012", "maximum session duration")
    for wish in ({"external_id": "x"}, {"external_id": "with a space"}, {"token_code": "12345x"}):
        expect_refused(lambda: assume(emulator, **wish), 400, "STS5.0002", *list(wish))


@check("STS, keys of an agency: refused for a caller who is not trusted, for a wrong external id, and unsigned")
def not_trusted(emulator):
    load(emulator, agency={"trust": [TRUST | {"audiences": ["*"]}]})
    denied(lambda: assume(emulator), "sts:agencies:assume")
    load(emulator, agency={"trust": [{"principals": [KEY["accessKey"]], "externalId": "ours"}]})
    denied(lambda: assume(emulator, external_id="theirs"), "sts:agencies:assume")
    denied(lambda: assume(emulator, external_id=None), "sts:agencies:assume")
    expect(assume(emulator).credentials, "no keys")
    expect_refused(lambda: assume(emulator, NOBODY), 401, "APIGW.0301")
    expect_refused(lambda: assume(emulator, keys(secret="another")), 401, "APIGW.0301")


@check("STS, keys of an agency: at most an hour for the caller of another session")
def chained(emulator):
    load(emulator, agency={"maxSessionSeconds": 43_200, "trust": [{"principals": ["*"]}]})
    session = keys_of(assume(emulator, duration_seconds=43_200))
    expect(assume(emulator, session, duration_seconds=3600).credentials, "no keys")
    expect_refused(lambda: assume(emulator, session, duration_seconds=3601), 400, "STS5.0013", "3600")
