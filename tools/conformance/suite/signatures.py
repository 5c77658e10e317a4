"""
Random requests with odd characters, signed by the SDK's core: the emulator must accept each of them, and refuse each of
them after one character of what is signed was changed.
"""

import random

from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

from .checks import check, equal, expect
from .clients import create_http_client, keys, request_of
from .seeds import SOURCE, create_seed

ROUNDS = 400
# Left out, because the official signers disagree about them: `/` inside a segment of a path, and characters beyond
# U+FFFF together with such of U+E000 to U+FFFF in the names of a query.
ODD = "abcXYZ019-_.~$!()*,:;=@+&%[]'\"<>|\\^`{} ?#/é一😀"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def text(chance, least=0, most=10, letters=ODD):
    """A random text of these letters."""
    return "".join(chance.choice(letters) for _ in range(chance.randint(least, most)))


def segment(chance):
    """A segment of a path, not of dots alone, which the HTTP library would resolve."""
    found = text(chance, 1).replace("/", "$")
    return found if found.strip(".") else found + "x"


def random_request(emulator, chance):
    """A request whose path, query and body are random: the signature is checked before all of them."""
    names = [segment(chance) for _ in range(3)]
    path = ["v2", "manage", "namespaces", names[0], "repos", names[1], "tags", names[2]]
    method, length = chance.choice([("GET", 4), ("GET", 6), ("GET", 8), ("DELETE", 8), ("POST", 3)])
    query = [(text(chance, 1, 6), chance.choice([text(chance), [text(chance), text(chance)]])) for _ in range(3)]
    headers = {"X-Domain-Id": text(chance, letters=ODD.replace("\\", "")), "region": text(chance, letters=LETTERS)}
    if chance.random() < 0.2:
        # The signer then leaves the body unsigned, and says so in a header.
        headers["Content-Type"] = "text/plain"
    body = text(chance, 1, 40) if method != "GET" or chance.random() < 0.3 else None
    if body is None:
        headers["Content-Type"] = "application/json"
    segments = ["swr-api", SOURCE, *path[:length]]
    kept = query[: chance.randint(0, 3)] if len({name for name, _ in query}) == 3 else []
    return request_of(emulator, method, segments, kept, headers, body)


def changed(chance, value):
    """The text with one letter or digit replaced by another; None if it has none outside of a %XX."""
    places = [at for at, letter in enumerate(value) if letter.isascii() and letter.isalnum()]
    places = [at for at in places if "%" not in value[max(0, at - 2) : at]]
    if not places:
        return None
    at = chance.choice(places)
    other = chance.choice([letter for letter in LETTERS if letter != value[at].lower()])
    return value[:at] + other + value[at + 1 :]


def spoil(chance, request):
    """Changes one character in a part of the request that the signature covers; returns the name of the part."""
    uri, mark, query = request.uri.partition("?")
    prefix = f"/swr-api/{SOURCE}/v2/manage/namespaces"
    signature = request.header_params["Authorization"]
    ways = ["signature", "date", "header"]
    if changed(chance, uri[len(prefix) :]):
        ways.append("path")
    if changed(chance, query):
        ways.append("query")
    if request.body and "X-Sdk-Content-Sha256" not in request.header_params:
        ways.append("body")
    way = chance.choice(ways)
    if way == "path":
        # Only the random segments: another fixed one is another API, which is refused before the signature is checked.
        parts = uri.split("/")
        open_places = [at for at in (6, 8, 10) if at < len(parts) and changed(chance, parts[at])]
        if not open_places:
            return spoil(chance, request)
        at = chance.choice(open_places)
        parts[at] = changed(chance, parts[at])
        request.uri = "/".join(parts) + mark + query
    elif way == "query":
        request.uri = uri + mark + changed(chance, query)
    elif way == "body":
        at = chance.randrange(len(request.body))
        request.body = request.body[:at] + bytes([request.body[at] ^ 1]) + request.body[at + 1 :]
    elif way == "signature":
        last = signature[-1]
        request.header_params["Authorization"] = signature[:-1] + ("0" if last != "0" else "1")
    elif way == "date":
        # The last digit of the seconds: still a date, within the tolerance.
        date = request.header_params["X-Sdk-Date"]
        request.header_params["X-Sdk-Date"] = date[:-2] + ("0" if date[-2] != "0" else "1") + "Z"
    else:
        request.header_params["X-Project-Id"] = request.header_params["X-Project-Id"] + "x"
    return way


def answer(client, request):
    """Status and text of the reply."""
    try:
        return client.do_request_sync(request).status_code, ""
    except ServiceResponseException as refusal:
        return refusal.status_code, refusal.error_msg


@check(f"Signature: {ROUNDS} random requests signed by the SDK are accepted, and refused when one character is changed")
def random_requests(emulator):
    emulator.load(create_seed())
    chance = random.Random(20_260_101)
    client, ways = create_http_client(), set()
    for number in range(ROUNDS):
        request = keys().sign_request(random_request(emulator, chance))
        name = f"request {number}, {request.method} {request.uri}"
        status, says = answer(client, request)
        expect(status != 401 and "APIGW" not in says, f"{name} was refused: {status} {says}")
        way = spoil(chance, request)
        status, says = answer(client, request)
        expect(status == 401 and "verify aksk" in says, f"{name} was accepted with another {way}: {status} {says}")
        ways.add(way)
    equal(sorted(ways), ["body", "date", "header", "path", "query", "signature"], "the parts that were changed")


@check("Signature: header values beyond ASCII, which the signer sends as UTF-8")
def wide_headers(emulator):
    emulator.load(create_seed())
    path = ["swr-api", SOURCE, "v2", "manage", "namespaces", "nobody"]
    request = keys().sign_request(request_of(emulator, "GET", path, headers={"X-Domain-Id": "é一😀"}))
    status, says = answer(create_http_client(), request)
    expect(status == 404 and "4040058" in says, f"refused: {status} {says}")
