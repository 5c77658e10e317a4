"""Registers checks, compares values, and records which fields of replies were compared."""

import json
import time
from datetime import datetime
from email.utils import parsedate_to_datetime

CHECKS = []


def check(title):
    """Registers a function as a check. It gets the emulator and raises an exception where something is wrong."""

    def register(function):
        CHECKS.append((title, function))
        return function

    return register


class Coverage:
    """The route of the last request, and every field of a reply that was compared with its seed."""

    def __init__(self):
        self.route = ""
        self.compared = set()

    def save(self, file):
        """Writes what was compared, for coverage.ts to compare it with what src/cloud reads."""
        with open(file, "w", encoding="utf-8") as out:
            json.dump(sorted(self.compared), out)


COVERAGE = Coverage()


def expect(condition, complaint):
    """Raises an AssertionError with the complaint if the condition is not met."""
    if not condition:
        raise AssertionError(complaint)


def equal(seen, wanted, what):
    """Expects equal values of the same type: True is not 1, and 100 is not '100'."""
    expect(type(seen) is type(wanted) and seen == wanted, f"{what} is {seen!r}, not {wanted!r}")


def cover(*names):
    """Records fields that have no seed and that the check verifies in another way."""
    COVERAGE.compared.update(f"{COVERAGE.route} {name}" for name in names)


def expires_after(reply, moment, seconds, what):
    """Expects a time in a reply to be so many seconds after the date of the reply, within 10 s."""
    dated = parsedate_to_datetime(reply.headers["Date"])
    apart = (datetime.fromisoformat(moment.replace("Z", "+00:00")) - dated).total_seconds()
    expect(abs(apart - seconds) < 10, f"{what} is {apart} s after the date of the reply, not {seconds} s")


def dated_now(reply):
    """Expects the date of a reply to be the time of this machine, within 10 s."""
    apart = time.time() - parsedate_to_datetime(reply.headers["Date"]).timestamp()
    expect(abs(apart) < 10, f"the date of the reply is {apart} s ago")


def equal_fields(model, wanted):
    """Compares the fields of a model, given by their names in JSON, with their seed, and records them as covered."""
    attributes = {wire: attribute for attribute, wire in type(model).attribute_map.items()}
    for wire, value in wanted.items():
        # Names of headers are case-insensitive.
        cover(wire.lower() if "-" in wire else wire)
        equal(getattr(model, attributes[wire]), value, f"{type(model).__name__}.{wire}")
