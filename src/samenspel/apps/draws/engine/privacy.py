"""Small numbers of people, hidden by the product's one rule."""

from collections.abc import Sequence

from samenspel.engines.opinions.privacy import suppress, suppress_parts


def shown_parts(counts: Sequence[int]) -> list[int | None]:
    """Counts that add up to a known total, None for each that stays hidden."""
    return suppress_parts(counts)


def shown_count(count: int) -> int | None:
    """A count that is no part of a known total, None where it stays hidden."""
    return suppress(count)
