"""The official SDK in a loop: submits every copy, then polls each tag until the target has it."""

import sys
import time

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.client import ClientBuilder
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkswr.v2 import (
    CreateManualImageSyncRepoRequest,
    CreateManualImageSyncRepoRequestBody,
    ListRepositoryTagsRequest,
    ShowRepoTagRequest,
    SwrClient,
)

POLL_SECONDS = 5


def client(url, region, access_key, secret_key, project):
    """A client of one region. Only the first path segments differ from the real cloud."""

    class AtEmulator(SwrClient):
        def do_http_request(self, method, resource_path, **rest):
            path = f"/swr-api/{region}{resource_path}"
            return super().do_http_request(method=method, resource_path=path, **rest)

    credentials = BasicCredentials(access_key, secret_key, project)
    return ClientBuilder(AtEmulator, "BasicCredentials").with_credentials(credentials).with_endpoint(url).build()


def main(url, access_key, secret_key, source, targets, namespace, repository, tags):
    """Submits the copies and waits for them."""
    clients = {region: client(url, region, access_key, secret_key, f"project-of-{region}") for region in [source, *targets]}
    place = {"namespace": namespace, "repository": repository.replace("/", "$")}
    listed = clients[source].list_repository_tags(ListRepositoryTagsRequest(**place, limit="1000", offset="0"))
    digests = {tag.tag: tag.digest for tag in listed.body}
    for region in targets:
        for tag in tags:
            body = CreateManualImageSyncRepoRequestBody([tag], False, namespace, region)
            clients[source].create_manual_image_sync_repo(CreateManualImageSyncRepoRequest(**place, body=body))
    for region in targets:
        for tag in tags:
            while digest_of(clients[region], place, tag) != digests[tag]:
                time.sleep(POLL_SECONDS)


def digest_of(swr, place, tag):
    """None if the region does not have the tag."""
    try:
        return swr.show_repo_tag(ShowRepoTagRequest(**place, tag=tag)).digest
    except ClientRequestException as error:
        if error.status_code == 404:
            return None
        raise


if __name__ == "__main__":
    main(*sys.argv[1:5], sys.argv[5].split(","), sys.argv[6], sys.argv[7], sys.argv[8].split(","))
