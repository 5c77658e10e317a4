"""ModelArts: the list of images, and registering one."""

from huaweicloudsdkmodelarts.v1 import ImageRegRequest, ListImageRequest, ModelArtsClient, RegisterImageRequest

from .checks import COVERAGE, check, cover, equal, equal_fields, expect
from .clients import client
from .modelarts import target
from .refusals import expect_refused
from .seeds import IMAGE, IMAGE_ID, TARGET, TEAM

EXACT = {"type": "DEDICATED", "name": "api", "name_fuzzy_match": False, "namespace": TEAM, "workspace_id": "7"}
# Request and reply have different names for the same fields.
REGISTRATION = {
    "swr_path": IMAGE["swr_path"],
    "arch": "AARCH64",
    "resource_category": ["ASCEND", "CPU"],
    "services": ["SSH"],
    "visibility": "PRIVATE",
    "description": IMAGE["description"],
    "workspace_id": "7",
    "origin": "CUSTOMIZE",
}


def listed(emulator, **changes):
    """A page of the list: the images of one repository, requested as src/cloud does."""
    request = ListImageRequest(**{**EXACT, "limit": 200, "offset": 0, **changes})
    return client(ModelArtsClient, emulator, TARGET).list_image(request)


def register(emulator, **changes):
    """Registers the tag of the target region."""
    body = ImageRegRequest(**{**REGISTRATION, **changes})
    return client(ModelArtsClient, emulator, TARGET).register_image(RegisterImageRequest(body=body))


@check("ModelArts, list of images: all fields are the seeded ones, and the filters are exact")
def list_images(emulator):
    # The filter for names accepts no slash, and the entries have one field less than the details.
    seeded = {name: value for name, value in IMAGE.items() if name != "support_res_categories"}
    seeded["name"] = "api"
    emulator.load(target(seeded))
    reply = listed(emulator)
    equal((reply.total, reply.size, len(reply.data)), (1, 1, 1), "total, size and length")
    cover("data", "total")
    equal_fields(reply.data[0], seeded)
    for hiding in ({"type": "BUILD_IN"}, {"name": "ap"}, {"namespace": "others"}, {"workspace_id": "0"}):
        equal(listed(emulator, **hiding).data or [], [], f"the images with {hiding}")
    expect_refused(lambda: listed(emulator, name="app/api"), 400, "ModelArts.0104", "app/api")


@check("ModelArts, list of images: pages, and one beyond the end")
def pages(emulator):
    others = [{**IMAGE, "name": "api", "id": f"{number:08d}{IMAGE_ID[8:]}", "create_at": number} for number in range(3)]
    seed = target()
    seed["regions"][TARGET]["images"] = others
    emulator.load(seed)
    found = [listed(emulator, limit=2, offset=offset) for offset in (0, 2, 4)]
    equal([page.total for page in found], [3, 3, 3], "the totals")
    equal_fields(found[0], {"pages": 2})
    equal([len(page.data or []) for page in found], [2, 1, 0], "the lengths")
    equal(sorted(image.id for page in found for image in page.data or []), [image["id"] for image in others], "the ids")


@check("ModelArts, registering: the reply is the new image, not yet active; a second one is refused")
def registering(emulator):
    seed = target()
    seed["regions"][TARGET].update(images=[], registerTimeline=[{"after": 0, "status": "INIT"}])
    emulator.load(seed)
    reply = register(emulator)
    equal((reply.status_code, reply.status), (200, "INIT"), "status and state")
    names = ["swr_path", "visibility", "description", "workspace_id", "origin", "name", "namespace", "tag", "type"]
    equal_fields(reply, {name: IMAGE[name] for name in names})
    equal_fields(reply, {"resource_categories": ["ASCEND", "CPU"], "dev_services": ["SSH"]})
    equal(reply.arch.upper(), "AARCH64", "arch")
    equal(
        (reply.service_type, reply.flavor_type, reply.size, reply.status_message), ("UNKNOWN", None, None, None), "rest"
    )
    expect(
        reply.create_at == reply.update_at > 1_700_000_000_000,
        f"created at {reply.create_at}, changed at {reply.update_at}",
    )
    rest = ["id", "status", "arch", "service_type", "flavor_type", "size", "status_message", "create_at", "update_at"]
    cover(*rest)
    route = COVERAGE.route
    equal([image.id for image in listed(emulator, name=None).data], [reply.id], "the ids of the list")
    COVERAGE.route = route
    expect_refused(lambda: register(emulator), 400, "ModelArts.2884", "already exists")


@check("ModelArts, registering: refused for a tag that SWR does not have, and for a malformed path")
def not_registered(emulator):
    emulator.load(target())
    elsewhere = f"swr.{TARGET}.myhuaweicloud.com/{TEAM}/app/api:v9"
    expect_refused(lambda: register(emulator, swr_path=elsewhere), 400, "ModelArts.2810", "v9")
    expect_refused(lambda: register(emulator, swr_path="short"), 400, "ModelArts.0104")
