"""SWR: the list of tags, single tags and organizations, and starting a synchronization."""

import time

from huaweicloudsdkswr.v2 import (
    CreateManualImageSyncRepoRequest,
    CreateManualImageSyncRepoRequestBody,
    ListRepositoryTagsRequest,
    ListSyncRegionsRequest,
    ShowNamespaceRequest,
    ShowRepoTagRequest,
    SwrClient,
)

from .checks import check, equal, equal_fields, expect
from .clients import client
from .refusals import expect_refused, expect_swr_refused
from .seeds import REPOSITORY, SOURCE, TAGS, TARGET, TEAM, create_seed, digest

# The documents say to replace a slash with a dollar sign; the SDK does not.
PATH = {"namespace": TEAM, "repository": REPOSITORY.replace("/", "$")}


def tags_of(emulator, region=SOURCE, offset=0, limit=100, name=None, **place):
    """A page of tags, with the parameters of both documents at once, as src/cloud sends them."""
    terms = f"offset::{offset}|limit::{limit}" + (f"|tag::{name}" if name else "")
    paging = {"limit": str(limit), "offset": str(offset), "filter": terms, **({"tag": name} if name else {})}
    request = ListRepositoryTagsRequest(**{**PATH, **place}, **paging)
    return client(SwrClient, emulator, region).list_repository_tags(request)


def synchronize(emulator, tags=("v1",), target=TARGET, team=TEAM, override=False, **place):
    """Starts a synchronization from the source region."""
    body = CreateManualImageSyncRepoRequestBody(list(tags), override, team, target)
    request = CreateManualImageSyncRepoRequest(body=body, **{**PATH, **place})
    return client(SwrClient, emulator).create_manual_image_sync_repo(request)


@check("SWR, list of tags: names and digests are the seeded ones")
def list_tags(emulator):
    emulator.load(create_seed())
    reply = tags_of(emulator)
    equal_fields(reply, {"Content-Range": "0-3/3"})
    equal(sorted(item.tag for item in reply.body), sorted(TAGS), "the names")
    for item in reply.body:
        equal_fields(item, {"Tag": item.tag, "digest": TAGS[item.tag], "schema": 2, "tag_type": 0, "scanned": False})
        equal_fields(item, {"deleted": None})
        path = f"swr.{SOURCE}.myhuaweicloud.com/{TEAM}/{REPOSITORY}:{item.tag}"
        equal_fields(item, {"path": path, "internal_path": path})
        expect(item.image_id not in item.digest, "image_id is the digest of the configuration, not the manifest's")


@check("SWR, list of tags: pages, their Content-Range, and an empty page")
def page_tags(emulator):
    emulator.load(create_seed())
    pages = [tags_of(emulator, offset=offset, limit=2) for offset in (0, 2, 4)]
    equal([page.content_range for page in pages], ["0-2/3", "2-1/3", "4-0/3"], "Content-Range")
    # The SDK has None for an empty array.
    names = [item.tag for page in pages for item in page.body or []]
    equal(sorted(names), sorted(TAGS), "the names on all pages")
    equal(pages[2].raw_content, b"[]", "the text of an empty page")


@check("SWR, list of tags: the term tag of the filter matches parts of names")
def find_tags(emulator):
    emulator.load(create_seed())
    for name, wanted in (("v1", ["v1", "v1.1-rc.2_x"]), ("latest", ["latest"])):
        equal(sorted(item.tag for item in tags_of(emulator, name=name).body), wanted, f"the tags like {name}")
    equal(tags_of(emulator, name="no-such-tag").raw_content, b"[]", "the text without a match")


@check("SWR, details of a tag: its name, digest and paths; a missing tag is refused")
def show_tag(emulator):
    emulator.load(create_seed())
    swr = client(SwrClient, emulator)
    shown = swr.show_repo_tag(ShowRepoTagRequest(**PATH, tag="v1"))
    path = f"swr.{SOURCE}.myhuaweicloud.com/{TEAM}/{REPOSITORY}:v1"
    equal_fields(shown, {"tag": "v1", "digest": TAGS["v1"], "path": path, "internal_path": path})
    expect_swr_refused(lambda: swr.show_repo_tag(ShowRepoTagRequest(**PATH, tag="no-such-tag")), 4040048)


@check("SWR, details of an organization: its name; a missing one is refused")
def show_organization(emulator):
    emulator.load(create_seed())
    swr = client(SwrClient, emulator)
    equal_fields(swr.show_namespace(ShowNamespaceRequest(namespace=TEAM)), {"name": TEAM, "auth": 7})
    expect_swr_refused(lambda: swr.show_namespace(ShowNamespaceRequest(namespace="no-team")), 4040058)


@check("SWR, regions for synchronization: the seeded ones; no such API where the region lacks it")
def list_regions(emulator):
    emulator.load(create_seed(source={"syncRegions": [TARGET]}))
    swr = client(SwrClient, emulator)
    [region] = swr.list_sync_regions(ListSyncRegionsRequest()).body
    equal_fields(region, {"regionID": TARGET})
    emulator.load(create_seed())
    expect_refused(lambda: swr.list_sync_regions(ListSyncRegionsRequest()), 404, "APIGW.0101")


@check("SWR, list of tags: without limit and offset there is no Content-Range")
def unpaged_tags(emulator):
    emulator.load(create_seed())
    reply = client(SwrClient, emulator).list_repository_tags(ListRepositoryTagsRequest(**PATH))
    equal((len(reply.body), reply.content_range), (3, None), "length and Content-Range")


@check("SWR, start of a synchronization: 200 with an empty array, then the digest in the target, and a job")
def start(emulator):
    emulator.load(create_seed())
    reply = synchronize(emulator)
    equal((reply.status_code, reply.raw_content), (200, b"[]"), "status and body")
    deadline = time.monotonic() + 10
    while TEAM not in str(emulator.state()["regions"][TARGET]["organizations"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    copies = tags_of(emulator, TARGET).body
    equal([(item.tag, item.digest) for item in copies], [("v1", TAGS["v1"])], "the copies")


@check("SWR, start of a synchronization: 200 also for tags and organizations that do not exist")
def start_for_nothing(emulator):
    emulator.load(create_seed())
    for wanted in ({"tags": ["no-such-tag"]}, {"team": "no-such-team"}):
        equal(synchronize(emulator, **wanted).raw_content, b"[]", f"the answer to {wanted}")
    equal(emulator.state()["regions"][SOURCE]["jobs"], [], "the jobs")


@check("SWR, start of a synchronization: override decides whether another tag in the target is replaced")
def start_over(emulator):
    other = {"organizations": {TEAM: {REPOSITORY: {"v1": digest("other")}}}}
    for override, wanted in ((False, digest("other")), (True, TAGS["v1"])):
        emulator.load(create_seed(target=other))
        synchronize(emulator, override=override)
        equal(tags_of(emulator, TARGET).body[0].digest, wanted, f"the digest with override {override}")


@check("SWR, start of a synchronization: 500 for an unknown region, 400 for the source's own, unless allowed")
def start_elsewhere(emulator):
    emulator.load(create_seed())
    expect_swr_refused(lambda: synchronize(emulator, target="cn-nowhere-9"), 5001101)
    expect_swr_refused(lambda: synchronize(emulator, target=SOURCE), 4000014)
    emulator.load(create_seed(source={"sameRegionSync": True}))
    equal(synchronize(emulator, target=SOURCE).status_code, 200, "the status where it is allowed")


@check("SWR, start of a synchronization: the undocumented refusal as an array of strings")
def start_refused_with_names(emulator):
    emulator.load(create_seed())
    emulator.fault({"path": "/sync_images"}, {"kind": "status", "status": 400, "body": ["v1"]})
    expect_refused(lambda: synchronize(emulator), 400, "400", '["v1"]')
