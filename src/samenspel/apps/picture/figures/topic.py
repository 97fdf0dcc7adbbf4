"""What a topic of the neighbourhood picture is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Topic:
    """One topic: how the source calls it, what it means, and how exact it is.

    `columns` are base names of columns (`reading.base_name`) through the years, `short_columns` those of the
    spreadsheet that the source also gives. `sentence` tells the comparable measure of a region, with %(own)s in it.
    A count has a `base` (topics whose sum is the whole) and `per`: its comparable measure is so many of `per`.
    `slack` is how far the published value of a neighbourhood may be from the exact one; that of a municipality or
    the country stands apart. `breaks` are the years from which the source counts otherwise, with what changed.
    `occurrence` (the first is 1, how many there are) tells apart columns that bear the same name.
    """

    key: str
    group: str
    unit: str
    columns: tuple[str, ...]
    short_columns: tuple[str, ...]
    label: Any
    definition: Any
    sentence: Any = ""
    caveat: Any = ""
    base: tuple[str, ...] = ()
    per: int = 0
    decimals: int = 0
    slack: Decimal = Decimal(0)
    slack_of_municipality: Decimal = Decimal(0)
    breaks: Mapping[int, Any] = field(default_factory=dict)
    occurrence: tuple[int, int] = (1, 1)
