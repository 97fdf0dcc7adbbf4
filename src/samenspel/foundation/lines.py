"""Nested records as lines that people read: path and value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def lines_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, value) of each leaf in order; list items are counted from one, nothing is a dash."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from lines_of(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from lines_of(part, f"{path}.{number}")
    else:
        yield path, "–" if value is None else str(value)
