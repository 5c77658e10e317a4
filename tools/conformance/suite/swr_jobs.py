"""SWR: the list of synchronization jobs."""

import re

from huaweicloudsdkswr.v2 import ShowSyncJobRequest, SwrClient

from .checks import check, cover, equal, equal_fields, expect, expires_after
from .clients import client, send
from .refusals import expect_swr_refused
from .seeds import REPOSITORY, SOURCE, TAGS, TARGET, TEAM, create_seed, digest
from .swr_tags import PATH, synchronize

STATUSES = ["waiting", "running", "success", "failed", "timeout", "cancel", "existed"]


def jobs_of(emulator, terms="limit::100|offset::0|order::desc"):
    """A page of jobs of the source region."""
    return client(SwrClient, emulator).show_sync_job(ShowSyncJobRequest(**PATH, filter=terms))


def past_job(status, age, override=False):
    """A seeded job of some seconds ago."""
    place = {"namespace": TEAM, "repository": REPOSITORY, "tag": f"tag-{status}"}
    target = {"remoteRegionId": TARGET, "remoteNamespace": "their-team"}
    return {**place, **target, "status": status, "secondsAgo": age, "override": override}


@check("SWR, list of jobs: every field of the seeded jobs, in all seven states, newest first")
def list_jobs(emulator):
    seeded = [past_job(status, 1000 - age, status == "failed") for age, status in enumerate(STATUSES)]
    emulator.load(create_seed(source={"jobs": seeded}))
    reply = jobs_of(emulator)
    equal_fields(reply, {"Content-Range": "0-7/7"})
    equal(len(reply.body), 7, "the number of jobs")
    for number, job, seed in zip(range(7, 0, -1), reply.body, reversed(seeded)):
        equal_fields(
            job,
            {
                "id": number,
                "namespace": TEAM,
                "repoName": REPOSITORY,
                "tag": seed["tag"],
                "remoteNamespace": "their-team",
                "remoteRegionId": TARGET,
                "override": seed["override"],
                "status": seed["status"],
            },
        )
        for moment in (job.created_at, job.updated_at):
            expect(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", moment), f"{moment!r} has no microseconds")
        for text in (job.domain_id, job.domain_name, job.sync_operator_id, job.sync_operator_name):
            expect(text, "account or operator is empty")


@check("SWR, list of jobs: the age of a job is the time from its creation to the date of the reply")
def age_of_job(emulator):
    emulator.load(create_seed(source={"jobs": [past_job("running", 600)]}))
    [job] = jobs_of(emulator).body
    terms = "limit::100|offset::0"
    reply = send(
        emulator,
        "GET",
        ["swr-api", SOURCE, "v2", "manage", "namespaces", TEAM, "repos", PATH["repository"], "sync_job"],
        [("filter", terms)],
    )
    expires_after(reply, job.created_at, -600, "createdAt")
    expires_after(reply, job.updated_at, -600, "updatedAt")
    cover("createdAt", "updatedAt", "date")


@check("SWR, list of jobs: pages, both orders, and the Content-Range")
def page_jobs(emulator):
    emulator.load(create_seed(source={"jobs": [past_job(status, 1000 - age) for age, status in enumerate(STATUSES)]}))
    for terms, wanted, span in (
        ("limit::3|offset::0|order::desc", STATUSES[:3:-1], "0-3/7"),
        ("limit::3|offset::6|order::desc", STATUSES[:1], "6-1/7"),
        ("limit::2|offset::0|order::asc", STATUSES[:2], "0-2/7"),
        ("limit::2|offset::0", STATUSES[:2], "0-2/7"),
    ):
        reply = jobs_of(emulator, terms)
        equal([job.status for job in reply.body], wanted, terms)
        equal(reply.content_range, span, f"Content-Range of {terms}")


@check("SWR, list of jobs: without jobs an empty array, also where the region hides them")
def no_jobs(emulator):
    for source in ({}, {"hideSyncJobs": True, "jobs": [past_job("success", 60)]}):
        emulator.load(create_seed(source=source))
        equal(jobs_of(emulator).raw_content, b"[]", "the text")


@check("SWR, list of jobs: filter, limit and offset are required, other terms refused")
def compulsory_filter(emulator):
    emulator.load(create_seed())
    for terms, code in ((None, 4001014), ("limit::1", 4001014), ("offset::0", 4001014), ("limit::1|tag::a", 4001035)):
        expect_swr_refused(lambda terms=terms: jobs_of(emulator, terms), code)


@check("SWR, jobs of synchronizations: their final status, and the tag in the target")
def outcomes(emulator):
    for outcome, status, copied in (
        ("success", "success", TAGS["v1"]),
        ("failed", "failed", None),
        ("timeout", "timeout", None),
        ("cancel", "cancel", None),
        ("existed", "existed", None),
        ("lie", "success", None),
        ("wrong-digest", "success", digest("something else than " + TAGS["v1"])),
        ("silent", None, TAGS["v1"]),
        ("stuck", "running", None),
    ):
        emulator.load(create_seed(source={"syncOutcomes": [{"tag": "v1", "outcome": outcome, "seconds": 0}]}))
        synchronize(emulator)
        equal([job.status for job in jobs_of(emulator).body or []], [status] if status else [], outcome)
        tags = emulator.state()["regions"][TARGET]["organizations"][TEAM].get(REPOSITORY, {})
        equal(tags.get("v1"), copied, f"the tag in the target after {outcome}")
