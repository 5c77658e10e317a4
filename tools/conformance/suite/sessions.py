"""Keys of a session: they may do only what the policies of the session allow."""

from huaweicloudsdkhss.v5 import HssClient, ListImageScanTaskRequest
from huaweicloudsdkiam.v3 import IamClient, KeystoneListProjectsRequest
from huaweicloudsdkmodelarts.v1 import ModelArtsClient, ShowImageRequest
from huaweicloudsdkswr.v2 import ListRepositoryTagsRequest, SwrClient

from .checks import check, equal, expect
from .clients import client
from .refusals import expect_refused, expect_swr_refused
from .seeds import IMAGE_ID, SOURCE, TARGET
from .sts import load
from .swr_tags import PATH
from .trust import READING, allowing, assume, keys_of, with_oidc

BOTH = (with_oidc, assume)


def tags(emulator, reply, region=SOURCE, **place):
    """A list of tags, requested with the keys of a reply."""
    swr = client(SwrClient, emulator, region, keys_of(reply, region))
    return swr.list_repository_tags(ListRepositoryTagsRequest(**{**PATH, **place}))


@check("Session policy: what it allows works in both regions, everything else is refused by each service")
def narrowed(emulator):
    for sign_in in BOTH:
        load(emulator)
        reply = sign_in(emulator, policy=READING)
        for region in (SOURCE, TARGET):
            equal(len(tags(emulator, reply, region).body), 3, f"the number of tags in {region}")
            expect_swr_refused(lambda region=region: tags(emulator, reply, region, repository="other"), 4037020)
        own = keys_of(reply)
        modelarts = client(ModelArtsClient, emulator, credentials=own)
        expect_refused(lambda: modelarts.show_image(ShowImageRequest(IMAGE_ID)), 403, "ModelArts.0108")
        hss = client(HssClient, emulator, credentials=own)
        request = ListImageScanTaskRequest(type="image_sync")
        expect_refused(lambda: hss.list_image_scan_task(request), 400, "HSS.0013")
        iam = client(IamClient, emulator, credentials=own)
        expect_refused(lambda: iam.keystone_list_projects(KeystoneListProjectsRequest()), 403, 403, "iam:projects:list")
        denial = expect_refused(lambda: assume(emulator, own), 403, "STS5.1001", "sts:agencies:assume")
        expect(denial.encoded_auth_msg, "no encoded_authorization_message")


@check("Session policy: may be limited to regions")
def by_region(emulator):
    for sign_in in BOTH:
        load(emulator)
        reply = sign_in(emulator, policy=allowing("swr:repo:*", regions=[TARGET]))
        equal(len(tags(emulator, reply, TARGET).body), 3, "the number of tags")
        expect_swr_refused(lambda: tags(emulator, reply), 4037020)


@check("Session policy: adds no permission to those of the agency, and is optional")
def both_policies(emulator):
    agency = {"Version": "5.0", "Statement": [{"Effect": "Allow", "Action": ["swr:repo:*"]}]}
    for sign_in in BOTH:
        load(emulator, agency={"policy": agency})
        for policy in (None, allowing("*")):
            reply = sign_in(emulator, policy=policy)
            equal(len(tags(emulator, reply).body), 3, "the number of tags")
            modelarts = client(ModelArtsClient, emulator, credentials=keys_of(reply))
            expect_refused(lambda: modelarts.show_image(ShowImageRequest(IMAGE_ID)), 403, "ModelArts.0108")


@check("Session keys: refused without their security token, and after they expire")
def session_keys(emulator):
    load(emulator)
    bare = keys_of(with_oidc(emulator)).with_security_token("another")
    swr = client(SwrClient, emulator, credentials=bare)
    expect_refused(
        lambda: swr.list_repository_tags(ListRepositoryTagsRequest(**PATH)), 401, "APIGW.0301", "X-Security-Token"
    )
    load(emulator, issuedKeySeconds=600)
    reply = with_oidc(emulator)
    emulator.later(590)
    equal(len(tags(emulator, reply).body), 3, "the number of tags")
    emulator.later(610)
    expect_refused(lambda: tags(emulator, reply), 401, "APIGW.0301", "expired")
