"""SWR: giving an image another tag, and quotas."""

from huaweicloudsdkswr.v2 import CreateRepoTagRequest, CreateRepoTagRequestBody, ListQuotasRequest, SwrClient

from .checks import check, equal
from .clients import client
from .refusals import expect_swr_refused
from .seeds import TAGS, create_seed
from .swr_tags import PATH, tags_of


def retag(emulator, source, destination, override=None, **place):
    """Gives the image of `source` the tag `destination`, too."""
    body = CreateRepoTagRequestBody(destination_tag=destination, source_tag=source, override=override)
    request = CreateRepoTagRequest(body=body, **{**PATH, **place})
    return client(SwrClient, emulator).create_repo_tag(request)


@check("SWR, another tag: 201, and the list shows the digest under both names")
def another_tag(emulator):
    emulator.load(create_seed())
    equal(retag(emulator, "v1", "v1.4.0").status_code, 201, "the status")
    digests = {item.tag: item.digest for item in tags_of(emulator).body}
    equal(digests, {**TAGS, "v1.4.0": TAGS["v1"]}, "the tags")


@check("SWR, another tag: 409 where it exists, unless override is given; 404 without its source")
def existing_tag(emulator):
    emulator.load(create_seed())
    names = sorted(TAGS)
    expect_swr_refused(lambda: retag(emulator, names[0], names[1]), 4090006)
    equal(retag(emulator, names[0], names[1], True).status_code, 201, "the status with override")
    digests = {item.tag: item.digest for item in tags_of(emulator).body}
    equal(digests[names[1]], TAGS[names[0]], "the digest with override")
    expect_swr_refused(lambda: retag(emulator, "no-such-tag", "v9"), 4040048)
    expect_swr_refused(lambda: retag(emulator, names[0], "v9", namespace="no-team"), 4040058)


@check("SWR, quotas: organizations always, repositories with the feature gate for image quotas")
def quotas(emulator):
    for gates, keys in (({}, ["namespace"]), ({"enable_image_quota": True}, ["namespace", "repository"])):
        emulator.load(create_seed(source={"featureGates": gates}))
        # The SDK does not know the query that adds the row of tags.
        rows = client(SwrClient, emulator).list_quotas(ListQuotasRequest()).quotas
        equal([row.quota_key for row in rows], keys, "the keys")
    equal([(row.quota_limit, row.used) for row in rows], [(5, 1), (500, 1)], "the quotas and their use")
