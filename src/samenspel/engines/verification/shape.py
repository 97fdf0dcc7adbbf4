"""Whether a document has the fields that a check is about to read; nothing hostile gets further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# A shape is a type (int does not include bool), a tuple of alternatives, a list of one shape (an array
# of it), a mapping of str to one shape (`EACH`), or a mapping of field names to shapes.
Shape = Any
EACH = "*"


def differences(value: object, shape: Shape, where: str = "document") -> Iterator[str]:
    """Each place where `value` is not of `shape`, as a sentence."""
    if isinstance(shape, tuple):
        if all(any(differences(value, one, where)) for one in shape):
            yield f"{where} is not what it should be"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{where} is not a list"
            return
        for index, item in enumerate(value):
            if type(item) is not shape[0]:
                yield from differences(item, shape[0], f"{where}[{index}]")
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{where} is not an object"
            return
        yield from _fields(value, shape, where)
    elif shape is None:
        if value is not None:
            yield f"{where} is not null"
    elif not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        yield f"{where} is not {_NAMES[shape]}"


_NAMES = {str: "text", int: "a whole number", bool: "true or false", dict: "an object"}


def _fields(value: Mapping[str, object], shape: Mapping[str, Shape], where: str) -> Iterator[str]:
    if EACH in shape:
        for name, item in value.items():
            if type(item) is not shape[EACH]:
                yield from differences(item, shape[EACH], f"{where}.{name}")
        return
    for name, expected in shape.items():
        if name not in value:
            yield f"{where} lacks {name}"
        elif type(value[name]) is not expected:  # a plain type that fits needs no closer look
            yield from differences(value[name], expected, f"{where}.{name}")
    for name in value:
        if name not in shape:
            yield f"{where} has an unknown field {name}"
