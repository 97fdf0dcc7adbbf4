"""The order of chairs that follows from public numbers: the only place in this app that knows the engines."""

from __future__ import annotations

from collections.abc import Sequence

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import parse_source, shuffle_order


def order_of_chairs(numbers: Sequence[int], source_text: str) -> tuple[list[int], str]:
    """(chair numbers in the order of the lot, the source as recorded).

    Raises EngineError source_too_small for balls, and those of the source's form.
    """
    source = parse_source(source_text)
    if source.kind == "balls":
        raise EngineError("source_too_small", source=source.text)
    return [numbers[index] for index in shuffle_order(source.key_string, len(numbers))], source.text
