"""The official clients with the address of the emulator: `/{service}/{region}` before a path replaces the host name."""

import json
import logging
import re
from urllib.parse import quote

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.client import ClientBuilder
from huaweicloudsdkcore.exceptions.exception_handler import DefaultExceptionHandler
from huaweicloudsdkcore.http.http_client import HttpClient
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.http.http_handler import HttpHandler
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from huaweicloudsdkhss.v5 import HssClient
from huaweicloudsdkiam.v3 import IamClient
from huaweicloudsdkmodelarts.v1 import ModelArtsClient
from huaweicloudsdksts.v1 import StsClient
from huaweicloudsdkswr.v2 import SwrClient

from .checks import COVERAGE, expect
from .seeds import KEY, PROJECTS, SOURCE
from .shapes import differences

SERVICES = {SwrClient: "swr-api", ModelArtsClient: "modelarts", HssClient: "hss", IamClient: "iam", StsClient: "sts"}


class EmulatorClient:
    """Mixed into a client: puts service and region before the path, and checks every reply against its model."""

    prefix = ""

    def do_http_request(self, method, resource_path, **rest):
        """As in the SDK; then compares the text of the reply with its model."""
        COVERAGE.route = f"{method} " + re.sub(r"\{\w+\}", "{}", resource_path)
        reply = super().do_http_request(method=method, resource_path=self.prefix + resource_path, **rest)
        complaints = differences(reply.raw_content or b"", self.model_package, rest["response_type"])
        expect(not complaints, f"{COVERAGE.route}: " + "; ".join(complaints))
        return reply


class TokenCredentials(BasicCredentials):
    """A caller with an IAM token, for which the SDK has no class. Sends no credential where the token is None."""

    def __init__(self, token, project_id=None):
        super().__init__(project_id=project_id)
        self.token = token

    def process_auth_request(self, request, http_client):
        """Does not look for keys in the metadata of the machine, as the SDK does where it has none."""
        return http_client.executor.submit(self.sign_request, request)

    def sign_request(self, request):
        """Sends the token instead of a signature."""
        if self.token is not None:
            request.header_params["X-Auth-Token"] = self.token
        Signer.process_request_uri(request)
        return request


def keys(region=SOURCE, access=KEY["accessKey"], secret=KEY["secretKey"], project=None):
    """Credentials that sign with an access key."""
    return BasicCredentials(access, secret, project or PROJECTS[region])


def client(kind, emulator, region=SOURCE, credentials=None):
    """One of the SDK's clients for a region; by default it signs with the seeded key."""
    connected = type(kind.__name__, (EmulatorClient, kind), {"prefix": f"/{SERVICES[kind]}/{region}"})
    credentials = credentials or keys(region)
    builder = ClientBuilder(connected, type(credentials).__name__).with_credentials(credentials)
    return builder.with_endpoint(emulator.url).with_http_config(config()).build()


def config():
    """Short timeouts, no retries."""
    return HttpConfig(timeout=(5, 10), retry_times=0)


def request_of(emulator, method, segments, query=(), headers=None, body=None):
    """A request that no client of the SDK has, in the form that the SDK's core signs and sends."""
    scheme, host = emulator.url.split("://")
    return SdkRequest(
        method=method,
        schema=scheme,
        host=host,
        resource_path="/" + "/".join(quote(segment, safe="") for segment in segments),
        query_params=list(query),
        header_params={"Content-Type": "application/json", **(headers or {})},
        body=body if body is None or isinstance(body, (str, bytes)) else json.dumps(body),
    )


def create_http_client(exception_handler=None):
    """The SDK's own HTTP client, for requests made by hand."""
    return HttpClient(
        config(), HttpHandler(), exception_handler or DefaultExceptionHandler(), logging.getLogger("suite")
    )


def send(emulator, method, segments, query=(), headers=None, body=None, credentials=None):
    """Signs and sends a request made by hand with the SDK's core; returns the reply as it is."""
    request = request_of(emulator, method, segments, query, headers, body)
    return create_http_client().do_request_sync((credentials or keys(segments[1])).sign_request(request))
