"""Regions, and their figures from one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ...models import Figure, Region
from .. import comparing
from ..reading import COUNTRY
from ..topic import Topic


@dataclass(frozen=True)
class Place:
    """A region that figures are shown of. `changes`: what the source says of its boundary per year."""

    code: str
    name: str
    changes: Mapping[int, str] = field(default_factory=dict)
    is_own: bool = False


@dataclass(frozen=True)
class Cell:
    """A figure in a table: as published, and (for a count) as a share."""

    shown: str
    share: str = ""


class Table:
    """All figures of a few regions, from one query: value by region, year and topic."""

    def __init__(self, codes: Iterable[str], *, topics: Iterable[str] | None = None, years: Iterable[int] = ()) -> None:
        rows = Figure.objects.filter(region_code__in=tuple(codes))
        if topics is not None:
            rows = rows.filter(topic__in=tuple(topics))
        if years:
            rows = rows.filter(year__in=tuple(years))
        self.values: dict[str, dict[int, dict[str, Decimal | None]]] = {}
        self.sources: dict[tuple[str, int, str], str] = {}
        for code, year, topic, value, source in rows.values_list("region_code", "year", "topic", "value", "source"):
            self.values.setdefault(code, {}).setdefault(year, {})[topic] = value
            self.sources[code, year, topic] = source

    def of(self, code: str, year: int) -> Mapping[str, Decimal | None]:
        """Topic → value of a region in a year."""
        return self.values.get(code, {}).get(year, {})

    def measure(self, topic: Topic, code: str, year: int) -> comparing.Measure | None:
        """The comparable measure of a topic."""
        return comparing.measure_of(topic, self.of(code, year), is_small=comparing.is_small_area(code))

    def newest(self, topic: Topic, code: str) -> int | None:
        """The newest year in which a region has a value for a topic; else the newest in which it is secret."""
        years = [
            (values[topic.key] is not None, year)
            for year, values in self.values.get(code, {}).items()
            if topic.key in values
        ]
        return max(years)[1] if years else None


def places_of(where: Any) -> tuple[Place, Place, Place]:
    """The neighbourhood, its municipality and the country."""
    town = where.municipality
    codes = (where.cbs_code, town.cbs_code, COUNTRY)
    changes: dict[str, dict[int, str]] = {code: {} for code in codes}
    for code, year, change in Region.objects.filter(region_code__in=codes).values_list("region_code", "year", "change"):
        changes[code][year] = change
    return (
        Place(where.cbs_code, where.name, changes[where.cbs_code], is_own=True),
        Place(town.cbs_code, town.name, changes[town.cbs_code]),
        Place(COUNTRY, _("the Netherlands"), changes[COUNTRY]),
    )
