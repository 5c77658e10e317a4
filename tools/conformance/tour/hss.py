"""HSS: both ways of synchronizing its list of images, and the report about it."""

import re
import time

from huaweicloudsdkhss.v5 import (
    CreateImageSynchronizeTaskRequest,
    CreateImageSynchronizeTaskRequestInfo,
    HssClient,
    ListImageScanTaskRequest,
    RunImageSynchronizeRequest,
    RunImageSynchronizeRequestInfo,
)

from .clients import ask, client
from .ledger import check, equal, expect, same
from .refusals import refused
from .worlds import PROJECTS, TARGET, TEAM, world

OUTCOMES = {"success": 100, "partial": 100, "error": -3, "timeout": -2, "stopped": -1, "stuck": 42}


def target(**hss):
    """A world whose target region has three images for HSS to list."""
    return world(target={"organizations": {TEAM: {"app": ["v1", "v2"], "web": ["v1"]}}, "hss": hss})


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
    """The tasks, asked for as the product does; the SDK's request has no region header, so it is added."""
    request = ListImageScanTaskRequest(
        **{"type": "image_sync", "task_type": "manualSync", "limit": 200, "offset": 0, **query}
    )
    invoker = client(HssClient, emulator, TARGET).list_image_scan_task_invoker(request)
    return invoker.add_header("region", TARGET).invoke()


@check("HSS, older call: error_code is the number 0, for private and for shared images, and a task begins")
def older(emulator):
    for kind in ("private_image", "shared_image"):
        emulator.load(target(taskSeconds=600))
        same(run(emulator, kind), {"error_code": 0, "error_description": "success"})
        tasks = emulator.state()["regions"][TARGET]["hssTasks"]
        equal([(task["taskType"], task["imageType"]) for task in tasks], [("manualSync", kind)], "the tasks")


@check("HSS, older call: a failure inside a 200")
def failing(emulator):
    emulator.load(target(synchronize={"error_code": 1059, "error_description": "no agency"}))
    same(run(emulator), {"error_code": 1059, "error_description": "no agency"})
    equal(report(emulator).total_num, 0, "the number of tasks")


@check("HSS, older call: codes that are texts, which the documents have and the SDK's model has not")
def failing_in_words(emulator):
    path = ["hss", TARGET, "v5", PROJECTS[TARGET], "image", "synchronize"]
    for code in ("00000010", "HSS.1059"):
        emulator.load(target(synchronize={"error_code": code, "error_description": "denied"}))
        reply = ask(emulator, "POST", path, body={"image_type": "private_image"})
        wanted = (200, {"error_code": code, "error_description": "denied"})
        equal((reply.status_code, reply.json()), wanted, "status and body")
        if not code.isdigit():
            # Why this check does without the SDK's client: it ends in an exception that is none of its own.
            try:
                expect(run(emulator) is None, "the SDK's model has a text for error_code now")
            except ValueError:
                pass
        emulator.load(target(synchronize={"error_code": code, "error_description": "denied", "status": 400}))
        refused(lambda: run(emulator), 400, "400", f'"{code}"')


@check("HSS, older call: gone as 404 and as 410")
def gone(emulator):
    for form, status in (("gone-404", 404), ("gone-410", 410)):
        emulator.load(target(synchronize=form))
        refused(lambda: run(emulator), status, "APIGW.0101")


@check("HSS, newer call: an empty reply, and a task begins")
def newer(emulator):
    emulator.load(target(taskSeconds=600))
    reply = create(emulator)
    equal((reply.status_code, reply.raw_content), (200, b""), "status and body")
    equal(report(emulator).total_num, 1, "the number of tasks")
    emulator.load(target(createTask=False))
    refused(lambda: create(emulator), 404, "APIGW.0101")


@check("HSS, report: every outcome in numbers, with counts and a reason")
def outcomes(emulator):
    for outcome, status in OUTCOMES.items():
        past = {"secondsAgo": 60, "taskType": "manualSync", "outcome": outcome}
        emulator.load(target(pastTasks=[past], failedReason="swr_authentication_error"))
        reply = report(emulator)
        same(reply, {"total_num": 1})
        [task] = reply.data_list
        failed = 3 if status < 0 else 1 if outcome == "partial" else 0
        succeeded = 0 if status < 0 or outcome == "stuck" else 3 - failed
        same(
            task,
            {
                # The truth, as the emulator tells it besides its API.
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


@check("HSS, report: a task in progress, then a finished one")
def progress(emulator):
    emulator.load(target(taskSeconds=1))
    before = int(time.time() * 1000)
    run(emulator)
    first = report(emulator).data_list[0]
    expect(0 <= first.task_status < 100, f"progress is {first.task_status}")
    expect(before - 1000 <= first.begin_time <= int(time.time() * 1000) + 1000, "begin_time is not now")
    expect(re.fullmatch(r"[0-9a-f-]{36}", first.task_id), f"task_id is {first.task_id!r}")
    deadline = time.monotonic() + 10
    while report(emulator).data_list[0].task_status != 100:
        expect(time.monotonic() < deadline, "the task never ended")
        time.sleep(0.1)


@check("HSS, report: newest first, by type, by enterprise project, by page; none is said")
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


@check("HSS, what it does not take: small pages, large offsets, another region's header, unknown kinds of images")
def not_taken(emulator):
    emulator.load(target())
    for query in ({"limit": 9}, {"limit": 201}, {"offset": 2_000_001}, {"type": "images"}, {"type": None}):
        refused(lambda query=query: report(emulator, **query), 400, "HSS.0001")
    refused(lambda: run(emulator, region="cn-north-4"), 400, "HSS.0001")
    refused(lambda: run(emulator, kind="local_image"), 400, "HSS.0001")
    refused(lambda: create(emulator, everything=False), 400, "HSS.0001")
    emulator.load(target(tasks=False))
    refused(lambda: report(emulator), 404, "APIGW.0101")
