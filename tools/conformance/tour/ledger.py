"""What was checked, how it ended, and which fields were compared with the truth."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime

CHECKS = []


def check(title):
    """Registers a function as a check. It gets the emulator, and says by an exception that something is wrong."""

    def register(function):
        CHECKS.append((title, function))
        return function

    return register


class Ledger:
    """The route that was asked last, and every field of a reply that was compared with what was seeded."""

    def __init__(self):
        self.route = ""
        self.compared = set()

    def save(self, file):
        """Writes down what was compared, for the run to hold it against what the product reads."""
        with open(file, "w", encoding="utf-8") as out:
            json.dump(sorted(self.compared), out)


LEDGER = Ledger()


def expect(condition, complaint):
    """A check's sentence: what is wrong if the condition is not met."""
    if not condition:
        raise AssertionError(complaint)


def equal(seen, wanted, what):
    """Equal, and of the same type: True is not 1, and 100 is not '100'."""
    expect(type(seen) is type(wanted) and seen == wanted, f"{what} is {seen!r}, not {wanted!r}")


def proved(*names):
    """Notes fields whose values nobody seeded, and which the check proves in another way."""
    LEDGER.compared.update(f"{LEDGER.route} {name}" for name in names)


def lasts(reply, moment, seconds, what):
    """A time in a reply lies so many seconds after the date of the reply, give or take a few."""
    dated = parsedate_to_datetime(reply.headers["Date"])
    apart = (datetime.fromisoformat(moment.replace("Z", "+00:00")) - dated).total_seconds()
    expect(abs(apart - seconds) < 10, f"{what} is {apart} s after the date of the reply, not {seconds} s")


def same(model, wanted):
    """Compares the fields of a model, given by their names on the wire, with what was seeded."""
    attributes = {wire: attribute for attribute, wire in type(model).attribute_map.items()}
    for wire, value in wanted.items():
        # The names of headers have no case.
        proved(wire.lower() if "-" in wire else wire)
        equal(getattr(model, attributes[wire]), value, f"{type(model).__name__}.{wire}")
