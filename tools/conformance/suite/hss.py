"""HSS: both calls that synchronize its list of images, both lists of images, and the list of tasks."""

import re
import time

from huaweicloudsdkhss.v5 import (
    CreateImageSynchronizeTaskRequest,
    CreateImageSynchronizeTaskRequestInfo,
    HssClient,
    ListImageScanTaskRequest,
    ListRegistryImagesRequest,
    ListSwrImageRepositoryRequest,
    RunImageSynchronizeRequest,
    RunImageSynchronizeRequestInfo,
)

from .checks import check, cover, dated_now, equal, equal_fields, expect
from .clients import client, send
from .refusals import expect_refused
from .seeds import PROJECTS, TARGET, TEAM, create_seed

OUTCOMES = {"success": 100, "partial": 100, "error": -3, "timeout": -2, "stopped": -1, "stuck": 42}


def target(**hss):
    """A seed whose target region has three images for HSS to list."""
    return create_seed(target={"organizations": {TEAM: {"app": ["v1", "v2"], "web": ["v1"]}}, "hss": hss})


def run(emulator, kind="private_image", region=TARGET, project="0"):
    """The older call."""
    request = RunImageSynchronizeRequest(region, project, RunImageSynchronizeRequestInfo(kind))
    return client(HssClient, emulator, TARGET).run_image_synchronize(request)


def create(emulator, everything=True, project="0"):
    """The newer call."""
    body = CreateImageSynchronizeTaskRequestInfo(everything)
    request = CreateImageSynchronizeTaskRequest(TARGET, project, body)
    return client(HssClient, emulator, TARGET).create_image_synchronize_task(request)


def report(emulator, **query):
    """The list of tasks, requested as src/cloud does; the SDK's request has no region header, so it is added."""
    request = ListImageScanTaskRequest(
        **{"type": "image_sync", "task_type": "manualSync", "limit": 200, "offset": 0, **query}
    )
    invoker = client(HssClient, emulator, TARGET).list_image_scan_task_invoker(request)
    return invoker.add_header("region", TARGET).invoke()


@check("HSS, older call: error_code is the number 0, for private and for shared images, and a task begins")
def older(emulator):
    for kind in ("private_image", "shared_image"):
        emulator.load(target(taskSeconds=600))
        equal_fields(run(emulator, kind), {"error_code": 0, "error_description": "success"})
        tasks = emulator.state()["regions"][TARGET]["hssTasks"]
        equal([(task["taskType"], task["imageType"]) for task in tasks], [("manualSync", kind)], "the tasks")


@check("HSS, older call: a failure in a reply with status 200")
def failing(emulator):
    emulator.load(target(synchronize={"error_code": 1059, "error_description": "no agency"}))
    equal_fields(run(emulator), {"error_code": 1059, "error_description": "no agency"})
    equal(report(emulator).total_num, 0, "the number of tasks")


@check("HSS, older call: codes that are texts, as in the documents, but not in the SDK's model")
def failing_in_words(emulator):
    path = ["hss", TARGET, "v5", PROJECTS[TARGET], "image", "synchronize"]
    for code in ("00000010", "HSS.1059"):
        emulator.load(target(synchronize={"error_code": code, "error_description": "denied"}))
        reply = send(emulator, "POST", path, body={"image_type": "private_image"})
        wanted = (200, {"error_code": code, "error_description": "denied"})
        equal((reply.status_code, reply.json()), wanted, "status and body")
        if not code.isdigit():
            # The SDK's client fails with an exception that is not one of its own, so its core is used here.
            try:
                expect(run(emulator) is None, "the SDK's model has a text for error_code now")
            except ValueError:
                pass
        emulator.load(target(synchronize={"error_code": code, "error_description": "denied", "status": 400}))
        expect_refused(lambda: run(emulator), 400, "400", f'"{code}"')


@check("HSS, older call: removed, as 404 and as 410")
def gone(emulator):
    for form, status in (("gone-404", 404), ("gone-410", 410)):
        emulator.load(target(synchronize=form))
        expect_refused(lambda: run(emulator), status, "APIGW.0101")


@check("HSS, newer call: an empty reply, and a task begins")
def newer(emulator):
    emulator.load(target(taskSeconds=600))
    reply = create(emulator)
    equal((reply.status_code, reply.raw_content), (200, b""), "status and body")
    equal(report(emulator).total_num, 1, "the number of tasks")
    emulator.load(target(createTask=False))
    expect_refused(lambda: create(emulator), 404, "APIGW.0101")


@check("HSS, list of tasks: every outcome, with counts and a reason")
def outcomes(emulator):
    for outcome, status in OUTCOMES.items():
        past = {"secondsAgo": 60, "taskType": "manualSync", "outcome": outcome}
        emulator.load(target(pastTasks=[past], failedReason="swr_authentication_error"))
        reply = report(emulator)
        equal_fields(reply, {"total_num": 1})
        [task] = reply.data_list
        failed = 3 if status < 0 else 1 if outcome == "partial" else 0
        succeeded = 0 if status < 0 or outcome == "stuck" else 3 - failed
        equal_fields(
            task,
            {
                # The emulator's state.
                "task_id": emulator.state()["regions"][TARGET]["hssTasks"][0]["id"],
                "task_status": status,
                "task_type": "manualSync",
                "image_type": "registry",
                "total_num": 3,
                "success_num": succeeded,
                "failed_num": failed,
                "failed_reason": "swr_authentication_error" if failed else None,
                "end_time": None if outcome == "stuck" else task.begin_time + 5000,
            },
        )
        names = [(image.namespace, image.image_name, image.image_version) for image in task.failed_images]
        equal(names, [(TEAM, "app", "v1")] if outcome == "partial" else [], "the images that failed")


@check("HSS, list of tasks: a task in progress, then finished")
def progress(emulator):
    emulator.load(target(taskSeconds=1))
    before = int(time.time() * 1000)
    run(emulator)
    first = report(emulator).data_list[0]
    expect(0 <= first.task_status < 100, f"progress is {first.task_status}")
    cover("begin_time", "date")
    expect(before - 1000 <= first.begin_time <= int(time.time() * 1000) + 1000, "begin_time is not now")
    expect(re.fullmatch(r"[0-9a-f-]{36}", first.task_id), f"task_id is {first.task_id!r}")
    deadline = time.monotonic() + 10
    while report(emulator).data_list[0].task_status != 100:
        expect(time.monotonic() < deadline, "the task never ended")
        time.sleep(0.1)


@check("HSS, list of tasks: newest first, by type, by enterprise project, by page; an empty list")
def selection(emulator):
    manual = [{"secondsAgo": age, "taskType": "manualSync"} for age in range(100, 112)]
    others = [{"secondsAgo": 50}, {"secondsAgo": 40, "taskType": "manualSync", "enterpriseProject": "theirs"}]
    emulator.load(target(pastTasks=manual + others))
    page = report(emulator, limit=10, offset=0)
    begins = [task.begin_time for task in page.data_list]
    equal((page.total_num, len(begins), begins), (12, 10, sorted(begins, reverse=True)), "the first page")
    equal(len(report(emulator, limit=10, offset=10).data_list), 2, "the length of the second page")
    equal(report(emulator, task_type="autoSync").total_num, 1, "the number of automatic tasks")
    theirs = report(emulator, enterprise_project_id="theirs")
    equal(theirs.total_num, 1, "the number of tasks of another enterprise project")
    equal(report(emulator, enterprise_project_id="all_granted_eps").total_num, 13, "the number in all of them")
    emulator.load(target())
    equal(report(emulator).raw_content, b'{"total_num":0,"data_list":[]}', "the report of nothing")


@check("HSS, refused parameters: small pages, large offsets, another region's header, unknown kinds of images")
def not_taken(emulator):
    emulator.load(target())
    for query in ({"limit": 9}, {"limit": 201}, {"offset": 2_000_001}, {"type": "images"}, {"type": None}):
        expect_refused(lambda query=query: report(emulator, **query), 400, "HSS.0001")
    expect_refused(lambda: run(emulator, region="cn-north-4"), 400, "HSS.0001")
    expect_refused(lambda: run(emulator, kind="local_image"), 400, "HSS.0001")
    expect_refused(lambda: create(emulator, everything=False), 400, "HSS.0001")
    emulator.load(target(tasks=False))
    expect_refused(lambda: report(emulator), 404, "APIGW.0101")


def images(emulator, newer=False, **query):
    """A list of images, requested as src/cloud does."""
    request = ListRegistryImagesRequest if newer else ListSwrImageRepositoryRequest
    hss = client(HssClient, emulator, TARGET)
    find = hss.list_registry_images_invoker if newer else hss.list_swr_image_repository_invoker
    wanted = {"image_type": "private_image", "limit": 200, "offset": 0, "enterprise_project_id": "0", **query}
    return find(request(**wanted)).add_header("region", TARGET).invoke()


def imported(**hss):
    """A seed whose images have been imported."""
    return target(pastTasks=[{"secondsAgo": 60, "taskType": "manualSync"}], **hss)


@check("HSS, both lists of images: an image with its digest, found by organization, name and tag")
def listed(emulator):
    wanted = {"namespace": TEAM, "image_name": "app", "image_version": "v1"}
    for newer in (False, True):
        emulator.load(imported(multiArch=["v2"]))
        digest = emulator.state()["regions"][TARGET]["organizations"][TEAM]["app"]["v1"]
        reply = images(emulator, newer, **wanted)
        equal_fields(reply, {"total_num": 1})
        [image] = reply.data_list
        equal_fields(image, {**wanted, "image_type": "private_image", "image_digest": digest})
        [other] = images(emulator, newer, image_name="app", image_version="v2").data_list
        equal(len(other.association_images), 1, "the number of platforms")
        expect(other.image_digest.startswith("sha256:"), f"image_digest is {other.image_digest}")
        if newer:
            equal_fields(image, {"is_multiple_arch": False, "registry_type": "SwrPrivate"})
            equal(other.is_multiple_arch, True, "is_multiple_arch")


@check("HSS, both lists of images: by page, by type and by enterprise project; nothing before an import")
def selected_images(emulator):
    for newer in (False, True):
        emulator.load(imported(digests=False))
        page = images(emulator, newer, limit=10, offset=2)
        equal((page.total_num, len(page.data_list), page.data_list[0].image_digest), (3, 1, None), "the last page")
        equal(images(emulator, newer, image_type="shared_image").total_num, 0, "the number of shared images")
        equal(images(emulator, newer, enterprise_project_id="theirs").total_num, 0, "the number of images of others")
        equal(images(emulator, newer, enterprise_project_id="all_granted_eps").total_num, 3, "the number in all")
        emulator.load(target())
        equal(images(emulator, newer).raw_content, b'{"total_num":0,"data_list":[]}', "the list of nothing")


@check("HSS, lists of images: the smallest pages, and a region that has only one of the lists")
def image_lists(emulator):
    emulator.load(imported())
    expect_refused(lambda: images(emulator, limit=9), 400, "HSS.0001")
    expect_refused(lambda: images(emulator, image_type=None), 400, "HSS.0001")
    equal(images(emulator, newer=True, limit=1).total_num, 3, "the number of images")
    for newer, other in ((False, "newer"), (True, "older")):
        emulator.load(imported(imageLists=other))
        expect_refused(lambda newer=newer: images(emulator, newer), 404, "APIGW.0101")
        equal(images(emulator, not newer).total_num, 3, "the number of images")


@check("HSS, both calls: the reply has a date, from which the tasks since the request are recognized")
def dates(emulator):
    emulator.load(target())
    root = ["hss", TARGET, "v5", PROJECTS[TARGET], "image"]
    dated_now(send(emulator, "POST", root + ["synchronize"], body={"image_type": "private_image"}))
    run(emulator)
    cover("date")
    dated_now(send(emulator, "POST", root + ["image-sync", "tasks"], body={"sync_all_registries": True}))
    create(emulator)
    cover("date")
