"""What was checked, how it ended, and which fields were compared with the truth."""

import json

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


def same(model, wanted):
    """Compares the fields of a model, given by their names on the wire, with what was seeded."""
    attributes = {wire: attribute for attribute, wire in type(model).attribute_map.items()}
    for wire, value in wanted.items():
        # The names of headers have no case.
        proved(wire.lower() if "-" in wire else wire)
        equal(getattr(model, attributes[wire]), value, f"{type(model).__name__}.{wire}")
