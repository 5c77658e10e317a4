"""IAM: a token for the password of a user, which serves one project in one region."""

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

from .clients import TokenCredentials, client
from .ledger import check, equal, expect, proved, same
from .refusals import refused
from .sts import load
from .swr_tags import PATH
from .trust import ACCOUNT, NOBODY
from .worlds import PROJECTS, SOURCE, TARGET

USER = {"name": "robot", "password": "a pass word of the tour, é一"}
BY_NAME = AuthScope(project=AuthScopeProject(name=SOURCE))
BY_ID = AuthScope(project=AuthScopeProject(id=PROJECTS[SOURCE]))
WRONG = "The username or password is wrong."


def users(emulator, **user):
    """Loads a world with one IAM user, in which both regions have the repository."""
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
    """A list of tags, asked for with the token of a reply."""
    swr = client(SwrClient, emulator, region, TokenCredentials(reply.x_subject_token, PROJECTS[region]))
    return swr.list_repository_tags(ListRepositoryTagsRequest(**PATH))


def seconds_between(begin, end):
    """From one time in a reply to another one."""
    first, last = (datetime.fromisoformat(moment.replace("Z", "+00:00")) for moment in (begin, end))
    return (last - first).total_seconds()


@check("IAM, a password for a token: says whose it is, for which project and how long, and SWR takes it")
def token(emulator):
    users(emulator)
    for scope in (BY_NAME, BY_ID):
        reply = sign_in(emulator, scope)
        equal(reply.status_code, 201, "the status")
        same(reply.token.user, {"name": USER["name"], "password_expires_at": ""})
        same(reply.token.user.domain, ACCOUNT)
        same(reply.token.project.domain, ACCOUNT)
        same(reply.token.project, {"id": PROJECTS[SOURCE], "name": SOURCE})
        same(reply.token, {"methods": ["password"]})
        equal(seconds_between(reply.token.issued_at, reply.token.expires_at), 7200.0, "the lifetime")
        proved("issued_at", "expires_at")
        # Nothing is seeded to compare the token with: its proof is that SWR takes it.
        proved("x-subject-token")
        equal(len(tags(emulator, reply).body), 3, "the number of tags")


@check("IAM, a password for a token: it serves no other region, whichever IAM is asked for it")
def region_of_token(emulator):
    users(emulator)
    refused(lambda: tags(emulator, sign_in(emulator), TARGET), 401, "APIGW.0307")
    there = AuthScope(project=AuthScopeProject(name=TARGET))
    equal(len(tags(emulator, sign_in(emulator, there, TARGET), TARGET).body), 3, "the number of tags")
    # Of the project of one region by the IAM of another: usable in neither.
    crossed = sign_in(emulator, there, SOURCE)
    for region in (SOURCE, TARGET):
        refused(lambda: tags(emulator, crossed, region), 401, "APIGW.0307")


@check("IAM, a password for a token: for the whole account it serves IAM alone, and says no project")
def account_token(emulator):
    users(emulator)
    reply = sign_in(emulator, AuthScope(domain=AuthScopeDomain(name=ACCOUNT["name"])), catalog=True)
    equal(reply.token.project, None, "the project")
    same(reply.token.domain, ACCOUNT)
    iam = client(IamClient, emulator, credentials=TokenCredentials(reply.x_subject_token))
    equal(len(iam.keystone_list_auth_projects(KeystoneListAuthProjectsRequest()).projects), 2, "the number of projects")
    refused(lambda: tags(emulator, reply), 401, "APIGW.0307")


@check("IAM, a password for a token: wrong password, user or account, a second factor, projects of others")
def no_token(emulator):
    users(emulator, projects=[PROJECTS[SOURCE]])
    for wish in ({"password": "wrong"}, {"name": "nobody"}, {"domain": "nowhere"}):
        exception = refused(lambda: sign_in(emulator, **wish), 401, 401, WRONG)
        expect(exception.request_id, "no request id")
    there = AuthScope(project=AuthScopeProject(name=TARGET))
    refused(lambda: sign_in(emulator, there), 403, 403, PROJECTS[TARGET])
    nowhere = AuthScope(project=AuthScopeProject(name="cn-nowhere-9"))
    refused(lambda: sign_in(emulator, nowhere), 404, 404, "cn-nowhere-9")
    users(emulator, mfa=True)
    refused(lambda: sign_in(emulator), 401, 401, "MFA")


@check("IAM, a password for a token: five wrong ones in a row lock the user, even for the right one")
def lock(emulator):
    users(emulator)
    for _ in range(4):
        refused(lambda: sign_in(emulator, password="wrong"), 401, 401, WRONG)
    equal(sign_in(emulator).status_code, 201, "the status")
    for _ in range(5):
        refused(lambda: sign_in(emulator, password="wrong"), 401, 401, WRONG)
    refused(lambda: sign_in(emulator), 401, 401, "locked")


@check("IAM, a password for a token: it ends")
def end_of_token(emulator):
    users(emulator)
    reply = sign_in(emulator)
    emulator.later(7190)
    equal(len(tags(emulator, reply).body), 3, "the number of tags")
    emulator.later(7210)
    refused(lambda: tags(emulator, reply), 401, "APIGW.0301", "expired")
