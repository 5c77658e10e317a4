"""Seeds of the emulator. The checks compare replies with these values."""

import hashlib

SOURCE = "cn-north-4"
TARGET = "cn-east-3"
PROJECTS = {SOURCE: "project-of-the-source", TARGET: "project-of-the-target"}
KEY = {"accessKey": "SEEDEDACCESSKEY", "secretKey": "a secret key / of the suite +="}
TEAM = "suite-team"
REPOSITORY = "app/api"
IMAGE_ID = "0f9a7a7e-5f5c-4e0c-9c43-2f6d1c1f8a11"


def digest(word):
    """A manifest digest made from a word."""
    return "sha256:" + hashlib.sha256(word.encode()).hexdigest()


TAGS = {"v1": digest("one"), "v1.1-rc.2_x": digest("two"), "latest": digest("three")}

IMAGE = {
    "id": IMAGE_ID,
    "name": "app/api",
    "namespace": TEAM,
    "tag": "v1",
    "swr_path": f"swr.{TARGET}.myhuaweicloud.com/{TEAM}/app/api:v1",
    "status": "ERROR",
    "status_message": "the tag is gone",
    "type": "DEDICATED",
    "arch": "AARCH64",
    "origin": "CUSTOMIZE",
    "service_type": "TRAIN",
    "resource_categories": ["ASCEND", "CPU"],
    "support_res_categories": ["ASCEND"],
    "dev_services": ["SSH"],
    "visibility": "PRIVATE",
    "workspace_id": "7",
    "flavor_type": "ASCEND_SNT9B",
    "description": "说明, with “quotes”",
    "size": 387840321,
    "create_at": 1700000000001,
    "update_at": 1700000000002,
}


def create_seed(source=None, target=None, **account):
    """Two regions: the source has three tags, the target an empty organization."""
    regions = {
        SOURCE: {"organizations": {TEAM: {REPOSITORY: TAGS}}, "syncSeconds": 0, **(source or {})},
        TARGET: {"organizations": {TEAM: {}}, "syncSeconds": 0, **(target or {})},
    }
    projects = [{"id": project, "name": region} for region, project in PROJECTS.items()]
    return {"accessKeys": [KEY], "projects": projects, "regions": regions, **account}
