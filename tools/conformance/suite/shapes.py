"""
Compares the text of a reply with the SDK's model of it. The SDK itself does not: it turns the text '12' into the number
12, drops unknown fields, and accepts that required ones are missing.
"""

import inspect
import json
import re

# The SDK warns where a text is not a time.
PLAIN = {"str": str, "int": int, "long": int, "bool": bool, "float": float, "datetime": str}


def differences(text, package, name):
    """One sentence for every place at which the JSON text does not match the named model of the package."""
    model = getattr(package, name)
    if text == b"":
        return []
    value = json.loads(text)
    # A model with a field `body` describes a reply that is not an object; its other fields come from headers.
    if model.attribute_map.get("body") == "body":
        return list(_unlike(value, model.openapi_types["body"], package, "body"))
    return list(_unlike(value, name, package, "body"))


def _unlike(value, declared, package, place):
    many = re.fullmatch(r"list\[(.*)\]", declared)
    if value is None:
        return
    if many:
        if not isinstance(value, list):
            yield f"{place} is not a list: {value!r}"
            return
        for index, entry in enumerate(value):
            yield from _unlike(entry, many.group(1), package, f"{place}[{index}]")
    elif declared in PLAIN:
        if type(value) is not PLAIN[declared]:
            yield f"{place} should be {declared} and is {value!r}"
    else:
        yield from _unlike_model(value, getattr(package, declared), package, place)


def _unlike_model(value, model, package, place):
    if not isinstance(value, dict):
        yield f"{place} is not an object: {value!r}"
        return
    types = {model.attribute_map[attribute]: declared for attribute, declared in model.openapi_types.items()}
    for name in required(model):
        if name not in value:
            yield f"{place}.{name} is missing, which {model.__name__} requires"
    for name, entry in value.items():
        if name in types:
            yield from _unlike(entry, types[name], package, f"{place}.{name}")
        else:
            yield f"{place}.{name} is unknown to {model.__name__}"


def required(model):
    """The JSON names of the required fields: the generated code assigns them without a check for None."""
    source = inspect.getsource(model.__init__)
    assigned = re.findall(r"^ {8}self\.(\w+) = \1$", source, re.MULTILINE)
    return [model.attribute_map[attribute] for attribute in assigned]
