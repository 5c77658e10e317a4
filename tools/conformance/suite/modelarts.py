"""ModelArts: showing, refreshing and deleting a registered image."""

import time

from huaweicloudsdkmodelarts.v1 import (
    DeleteImageRequest,
    DeleteImageRequestBody,
    ModelArtsClient,
    ShowImageRequest,
    SyncImageRequest,
)

from .checks import check, cover, dated_now, equal, equal_fields, expect
from .clients import client, send
from .refusals import expect_refused
from .seeds import IMAGE, IMAGE_ID, PROJECTS, TARGET, TEAM, create_seed

STATUSES = ["INIT", "CREATING", "CREATE_FAILED", "ERROR", "DELETED", "ACTIVE"]
MISSING = {"400-6404": (400, "ModelArts.6404"), "400-6797": (400, "ModelArts.6797"), "404": (404, "ModelArts.6404")}
UNKNOWN_ID = "11111111-2222-4333-8444-555555555555"


def target(image=None, **settings):
    """A seed whose target region has one registered image."""
    repositories = {TEAM: {"app/api": ["v1"]}}
    return create_seed(target={"organizations": repositories, "images": [image or IMAGE], **settings})


def show(emulator, image=IMAGE_ID):
    """The details of an image."""
    return client(ModelArtsClient, emulator, TARGET).show_image(ShowImageRequest(image))


def synchronize(emulator, image=IMAGE_ID):
    """Refreshes the recorded status."""
    return client(ModelArtsClient, emulator, TARGET).sync_image(SyncImageRequest(image))


def delete(emulator, force, image=IMAGE_ID, query=None):
    """Deletes an image; the SDK sends is_force in a body, the documents have force in the query, src/cloud both."""
    deleting = client(ModelArtsClient, emulator, TARGET)
    body = None if force is None else DeleteImageRequestBody(force)
    if query is None:
        return deleting.delete_image(DeleteImageRequest(image, body))
    return deleting.do_http_request(
        method="DELETE",
        resource_path="/v1/{project_id}/images/{id}",
        path_params={"id": image},
        query_params=[("force", query)],
        header_params={"Content-Type": "application/json"},
        body=body,
        response_type="DeleteImageResponse",
    )


@check("ModelArts, details of an image: all fields are the seeded ones")
def details(emulator):
    emulator.load(target())
    # The seeded time of the last change is shown until the image changes.
    equal_fields(show(emulator), IMAGE)


@check("ModelArts, details of an image: the reply has a date, from which changes since a request are recognized")
def dates(emulator):
    emulator.load(target())
    dated_now(send(emulator, "GET", ["modelarts", TARGET, "v1", PROJECTS[TARGET], "images", IMAGE_ID]))
    show(emulator)
    cover("date")


@check("ModelArts, details of an image: fields without a value are left out, and every status is reported")
def sparse(emulator):
    for status in STATUSES:
        emulator.load(target({"id": IMAGE_ID, "status": status}))
        reply = show(emulator)
        equal((reply.id, reply.status), (IMAGE_ID, status), "id and status")
        expect(reply.status_message is None and reply.size is None and reply.description is None, "not sparse")


@check("ModelArts, refreshing: the reply is the image, its status changes later, and a second refresh changes nothing")
def refresh(emulator):
    timeline = [{"after": 0, "status": "CREATING"}, {"after": 3600, "status": "ACTIVE"}]
    emulator.load(target({**IMAGE, "timeline": timeline}))
    for _ in range(2):
        reply = synchronize(emulator)
        equal((reply.status_code, reply.id, reply.status), (200, IMAGE_ID, "CREATING"), "status, id, state")
    emulator.load(target({**IMAGE, "timeline": [{"after": 0, "status": "ACTIVE", "message": "found again"}]}))
    reply = synchronize(emulator)
    equal_fields(reply, {name: value for name, value in IMAGE.items() if name not in ("status", "status_message", "update_at")})
    equal_fields(reply, {"status": "ACTIVE", "status_message": "found again"})
    expect(reply.update_at >= IMAGE["update_at"], "the time of the change goes back")
    cover("update_at")
    equal_fields(show(emulator), {"status": "ACTIVE", "status_message": "found again"})


@check("ModelArts, deleting: is_force in the body, force in the query, or both; only true deletes the content")
def deleting(emulator):
    for force, query, content_stays in (
        (False, None, True),
        (True, None, False),
        (None, None, True),
        (None, "false", True),
        (None, "true", False),
        (False, "false", True),
        (True, "true", False),
    ):
        emulator.load(target())
        reply = delete(emulator, force, query=query)
        equal(reply.status_code, 200, "the status")
        equal_fields(reply, {name: value for name, value in IMAGE.items() if name not in ("status", "update_at")})
        equal_fields(reply, {"status": "DELETED"})
        expect(abs(reply.update_at / 1000 - time.time()) < 60, f"update_at is {reply.update_at}, not now")
        cover("update_at")
        region = emulator.state()["regions"][TARGET]
        equal(region["images"], [], "the images that are left")
        equal("v1" in region["organizations"][TEAM]["app/api"], content_stays, f"content after {force}, {query}")


@check("ModelArts, deleting: contradicting query and body are refused, and nothing is deleted")
def contradiction(emulator):
    emulator.load(target())
    expect_refused(lambda: delete(emulator, True, query="false"), 400, "ModelArts.0104", "contradict")
    equal(show(emulator).id, IMAGE_ID, "the id of the image that is still there")


@check("ModelArts, deleting: a reply without a body is a 204")
def deleting_silently(emulator):
    emulator.load(target(deleteReply="204"))
    reply = delete(emulator, False)
    equal((reply.status_code, reply.id), (204, None), "status and id")
    expect_refused(lambda: show(emulator), 400, "ModelArts.6404")


@check("ModelArts, a missing image: three forms, for each of the three calls")
def missing(emulator):
    for form, (status, code) in MISSING.items():
        emulator.load(target(imageNotFound=form))
        for call in (show, synchronize, lambda where, image: delete(where, False, image)):
            expect_refused(lambda call=call: call(emulator, UNKNOWN_ID), status, code, UNKNOWN_ID)


@check("ModelArts, refused parameters: a malformed id, deleting a built-in image")
def not_taken(emulator):
    emulator.load(target({"id": IMAGE_ID, "type": "BUILD_IN"}))
    expect_refused(lambda: show(emulator, "not-a-uuid"), 400, "ModelArts.0104")
    expect_refused(lambda: delete(emulator, False), 403, "ModelArts.0108")
