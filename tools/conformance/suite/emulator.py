"""The emulator's control routes: its state, its faults, its clock."""

import requests


class Emulator:
    """An emulator that runs at an address such as http://127.0.0.1:8080."""

    def __init__(self, url):
        self.url = url

    def load(self, seed):
        """Replaces the whole state, and removes all faults."""
        self._request("PUT", "state", seed)
        self._request("PUT", "script", {})

    def state(self):
        """The whole state."""
        return self._request("GET", "state").json()

    def fault(self, match, fault):
        """Answers the next matching request with a fault."""
        self._request("PUT", "script", {"rules": [{"match": match, "fault": fault}]})

    def later(self, seconds):
        """Moves the cloud's clock forward until the next load(). Signatures are accepted up to 15 minutes later."""
        self._request("PUT", "script", {"clockSkewSeconds": seconds})

    def id_token(self, audience, request_token):
        """An ID token of the emulated GitHub, as a runner gets it."""
        query = {"api-version": "2.0", "audience": audience}
        bearer = {"Authorization": f"bearer {request_token}"}
        reply = requests.get(f"{self.url}/_/github/oidc/token", params=query, headers=bearer, timeout=10)
        reply.raise_for_status()
        return reply.json()["value"]

    def _request(self, method, route, body=None):
        reply = requests.request(method, f"{self.url}/_/{route}", json=body, timeout=10)
        if not reply.ok:
            raise RuntimeError(f"{method} /_/{route}: {reply.text}")
        return reply
