"""The emulator's own routes: what the cloud is made of, and what has become of it."""

import requests


class Emulator:
    """An emulator that runs at an address such as http://127.0.0.1:8080."""

    def __init__(self, url):
        self.url = url

    def load(self, seed):
        """Replaces the whole cloud, and forgets all faults."""
        self._ask("PUT", "state", seed)
        self._ask("PUT", "script", {})

    def state(self):
        """The whole truth."""
        return self._ask("GET", "state").json()

    def fault(self, match, fault):
        """Answers the next request that fits with a fault."""
        self._ask("PUT", "script", {"rules": [{"match": match, "fault": fault}]})

    def later(self, seconds):
        """Lets the cloud's clock run ahead, until the next load(); signatures stand a quarter of an hour of it."""
        self._ask("PUT", "script", {"clockSkewSeconds": seconds})

    def id_token(self, audience, request_token):
        """An ID token of the emulated GitHub, as a runner gets it."""
        query = {"api-version": "2.0", "audience": audience}
        bearer = {"Authorization": f"bearer {request_token}"}
        reply = requests.get(f"{self.url}/_/github/oidc/token", params=query, headers=bearer, timeout=10)
        reply.raise_for_status()
        return reply.json()["value"]

    def _ask(self, method, route, body=None):
        reply = requests.request(method, f"{self.url}/_/{route}", json=body, timeout=10)
        if not reply.ok:
            raise RuntimeError(f"{method} /_/{route}: {reply.text}")
        return reply
