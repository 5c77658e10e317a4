"""IAM: a token for the password of a user, which is valid for one project in one region."""

from datetime import datetime

from huaweicloudsdkiam.v3 import (
    AuthScope,
    AuthScopeDomain,
    AuthScopeProject,
    IamClient,
    KeystoneCreateUserTokenByPasswordRequest,
    KeystoneCreateUserTokenByPasswordRequestBody,
    KeystoneListAuthProjectsRequest,
    PwdAuth,
    PwdIdentity,
    PwdPassword,
    PwdPasswordUser,
    PwdPasswordUserDomain,
)
from huaweicloudsdkswr.v2 import ListRepositoryTagsRequest, SwrClient

from .checks import check, cover, equal, equal_fields, expect
from .clients import TokenCredentials, client
from .refusals import expect_refused
from .seeds import PROJECTS, SOURCE, TARGET
from .sts import load
from .swr_tags import PATH
from .trust import ACCOUNT, NOBODY

USER = {"name": "robot", "password": "a pass word of the suite, é一"}
BY_NAME = AuthScope(project=AuthScopeProject(name=SOURCE))
BY_ID = AuthScope(project=AuthScopeProject(id=PROJECTS[SOURCE]))
WRONG = "The username or password is wrong."


def users(emulator, **user):
    """Loads a seed with one IAM user and the repository in both regions."""
    load(emulator, users=[{**USER, **user}], userTokenSeconds=7200)


def sign_in(emulator, scope=BY_NAME, region=SOURCE, catalog=False, **wish):
    """A token for a password."""
    given = {**USER, "domain": ACCOUNT["name"], **wish}
    user = PwdPasswordUser(PwdPasswordUserDomain(given["domain"]), given["name"], given["password"])
    auth = PwdAuth(PwdIdentity(["password"], PwdPassword(user)), scope)
    body = KeystoneCreateUserTokenByPasswordRequestBody(auth)
    request = KeystoneCreateUserTokenByPasswordRequest(nocatalog=None if catalog else "true", body=body)
    return client(IamClient, emulator, region, NOBODY).keystone_create_user_token_by_password(request)


def tags(emulator, reply, region=SOURCE):
    """A list of tags, requested with the token of a reply."""
    swr = client(SwrClient, emulator, region, TokenCredentials(reply.x_subject_token, PROJECTS[region]))
    return swr.list_repository_tags(ListRepositoryTagsRequest(**PATH))


def seconds_between(begin, end):
    """Seconds between two times of a reply."""
    first, last = (datetime.fromisoformat(moment.replace("Z", "+00:00")) for moment in (begin, end))
    return (last - first).total_seconds()


@check("IAM, token for a password: has user, project and expiry, and SWR accepts it")
def token(emulator):
    users(emulator)
    for scope in (BY_NAME, BY_ID):
        reply = sign_in(emulator, scope)
        equal(reply.status_code, 201, "the status")
        equal_fields(reply.token.user, {"name": USER["name"], "password_expires_at": ""})
        equal_fields(reply.token.user.domain, ACCOUNT)
        equal_fields(reply.token.project.domain, ACCOUNT)
        equal_fields(reply.token.project, {"id": PROJECTS[SOURCE], "name": SOURCE})
        equal_fields(reply.token, {"methods": ["password"]})
        equal(seconds_between(reply.token.issued_at, reply.token.expires_at), 7200.0, "the lifetime")
        cover("issued_at", "expires_at")
        # The token has no seed; it is verified by a request that SWR accepts.
        cover("x-subject-token")
        equal(len(tags(emulator, reply).body), 3, "the number of tags")


@check("IAM, token for a password: valid in no other region, whichever IAM issued it")
def region_of_token(emulator):
    users(emulator)
    expect_refused(lambda: tags(emulator, sign_in(emulator), TARGET), 401, "APIGW.0307")
    there = AuthScope(project=AuthScopeProject(name=TARGET))
    equal(len(tags(emulator, sign_in(emulator, there, TARGET), TARGET).body), 3, "the number of tags")
    # A token for the project of one region, issued by the IAM of another, is valid in neither.
    crossed = sign_in(emulator, there, SOURCE)
    for region in (SOURCE, TARGET):
        expect_refused(lambda: tags(emulator, crossed, region), 401, "APIGW.0307")


@check("IAM, token for a password: one for the whole account is valid for IAM only, and has no project")
def account_token(emulator):
    users(emulator)
    reply = sign_in(emulator, AuthScope(domain=AuthScopeDomain(name=ACCOUNT["name"])), catalog=True)
    equal(reply.token.project, None, "the project")
    equal_fields(reply.token.domain, ACCOUNT)
    iam = client(IamClient, emulator, credentials=TokenCredentials(reply.x_subject_token))
    equal(len(iam.keystone_list_auth_projects(KeystoneListAuthProjectsRequest()).projects), 2, "the number of projects")
    expect_refused(lambda: tags(emulator, reply), 401, "APIGW.0307")


@check("IAM, token for a password: refused for a wrong password, user or account, a second factor, projects of others")
def no_token(emulator):
    users(emulator, projects=[PROJECTS[SOURCE]])
    for wish in ({"password": "wrong"}, {"name": "nobody"}, {"domain": "nowhere"}):
        exception = expect_refused(lambda: sign_in(emulator, **wish), 401, 401, WRONG)
        expect(exception.request_id, "no request id")
    there = AuthScope(project=AuthScopeProject(name=TARGET))
    expect_refused(lambda: sign_in(emulator, there), 403, 403, PROJECTS[TARGET])
    nowhere = AuthScope(project=AuthScopeProject(name="cn-nowhere-9"))
    expect_refused(lambda: sign_in(emulator, nowhere), 404, 404, "cn-nowhere-9")
    users(emulator, mfa=True)
    expect_refused(lambda: sign_in(emulator), 401, 401, "MFA")


@check("IAM, token for a password: five wrong passwords in a row lock the user, even for the right one")
def lock(emulator):
    users(emulator)
    for _ in range(4):
        expect_refused(lambda: sign_in(emulator, password="wrong"), 401, 401, WRONG)
    equal(sign_in(emulator).status_code, 201, "the status")
    for _ in range(5):
        expect_refused(lambda: sign_in(emulator, password="wrong"), 401, 401, WRONG)
    expect_refused(lambda: sign_in(emulator), 401, 401, "locked")


@check("IAM, token for a password: it expires")
def end_of_token(emulator):
    users(emulator)
    reply = sign_in(emulator)
    emulator.later(7190)
    equal(len(tags(emulator, reply).body), 3, "the number of tags")
    emulator.later(7210)
    expect_refused(lambda: tags(emulator, reply), 401, "APIGW.0301", "expired")
