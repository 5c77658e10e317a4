"""
Holds the text of a reply against the SDK's model of it. The SDK itself is no judge: it turns the text '12' into the
number 12 without a word, leaves out what it does not know and does not miss what is required.
"""

import inspect
import json
import re

# Whether a text is a time is for the SDK to say, which warns if not.
PLAIN = {"str": str, "int": int, "long": int, "bool": bool, "float": float, "datetime": str}


def differences(text, package, name):
    """Every place at which the JSON text is not as the model of that name in that package says; a sentence each."""
    model = getattr(package, name)
    if text == b"":
        return []
    value = json.loads(text)
    # A model with a field `body` stands for a reply that is no object; its other fields come from headers.
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
    """The required fields, by their names on the wire: the generated code assigns them without asking for None."""
    source = inspect.getsource(model.__init__)
    assigned = re.findall(r"^ {8}self\.(\w+) = \1$", source, re.MULTILINE)
    return [model.attribute_map[attribute] for attribute in assigned]
