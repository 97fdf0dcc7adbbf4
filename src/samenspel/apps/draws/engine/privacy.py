"""Small numbers of people, hidden by the product's one rule."""

from collections.abc import Sequence

from samenspel.engines.opinions.privacy import suppress_parts


def shown_parts(counts: Sequence[int]) -> list[int | None]:
    """Counts that add up to a known total, None for each that stays hidden."""
    return suppress_parts(counts)
