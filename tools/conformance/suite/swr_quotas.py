"""SWR: the rows of the quotas, and the query that adds the row of tags."""

import json

from huaweicloudsdkswr.v2 import ListQuotasRequest, SwrClient

from .checks import check, cover, equal, equal_fields
from .clients import client, send
from .seeds import PROJECTS, REPOSITORY, SOURCE, TAGS, TEAM, create_seed


@check("SWR, quotas: key, limit and use of each row")
def rows(emulator):
    emulator.load(create_seed(source={"organizationQuota": 7}))
    reply = client(SwrClient, emulator).list_quotas(ListQuotasRequest())
    [row] = reply.quotas
    cover("quotas")
    equal_fields(row, {"quota_key": "namespace", "quota_limit": 7, "used": 1, "unit": ""})


@check("SWR, quotas: organization and repository in the query add the row of tags")
def row_of_tags(emulator):
    emulator.load(create_seed(source={"featureGates": {"enable_image_quota": True}, "tagQuota": 9}))
    # The documents have this query, and the SDK does not.
    path = ["swr-api", SOURCE, "v2", "manage", "projects", PROJECTS[SOURCE], "quotas"]
    reply = send(emulator, "GET", path, query=[("namespace", TEAM), ("repository", REPOSITORY)])
    quotas = {row["quota_key"]: (row["quota_limit"], row["used"]) for row in json.loads(reply.content)["quotas"]}
    equal(quotas["tag"], (9, len(TAGS)), "the quota of tags")
