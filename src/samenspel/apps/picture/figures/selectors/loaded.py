"""What is loaded, for those who keep the figures, and what can be chosen from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from samenspel.apps.places.selectors import all_municipalities, neighbourhoods_of

from ...models import Figure, FigureImport, Region


@dataclass(frozen=True)
class LoadedYear:
    """What is loaded of one year: how many municipalities, neighbourhoods and topics, and whether names are known."""

    year: int
    municipalities: int
    neighbourhoods: int
    small_areas: int
    topics: int
    figures: int
    sources: tuple[str, ...]
    has_names: bool


def loaded_years() -> list[LoadedYear]:
    """What is loaded, the newest year first."""
    regions = {
        row["year"]: row
        for row in Region.objects.values("year").annotate(
            towns=Count("pk", filter=Q(region_code__startswith="GM")),
            wards=Count("pk", filter=Q(region_code__startswith="WK")),
            small=Count("pk", filter=Q(region_code__startswith="BU")),
            named=Count("pk", filter=Q(region_code__startswith="WK") & ~Q(name="")),
        )
    }
    figures = Figure.objects.values("year").annotate(number=Count("pk"), kinds=Count("topic", distinct=True))
    sources: dict[int, list[str]] = {}
    for year, source in Figure.objects.values_list("year", "source").distinct().order_by("source"):
        sources.setdefault(year, []).append(source)
    found = []
    for row in figures.order_by("-year"):
        seen = regions.get(row["year"], {"towns": 0, "wards": 0, "small": 0, "named": 0})
        found.append(
            LoadedYear(
                row["year"],
                seen["towns"],
                seen["wards"],
                seen["small"],
                row["kinds"],
                row["number"],
                tuple(sources[row["year"]]),
                bool(seen["named"]) and seen["named"] == seen["wards"],
            )
        )
    return found


def imports_of(municipality: Any) -> QuerySet[FigureImport]:
    """What was loaded from the workspace of this municipality, the newest first."""
    return FigureImport.objects.filter(municipality=municipality).select_related("loaded_by")


@dataclass(frozen=True)
class OutlinesKept:
    """How many neighbourhoods of a municipality there are, how many have an outline, and from where."""

    neighbourhoods: int
    with_outline: int
    sources: tuple[str, ...]


def outlines_of(municipality: Any) -> OutlinesKept:
    """The outlines of a municipality's neighbourhoods."""
    rows = list(neighbourhoods_of(municipality).values_list("outline", "outline_source"))
    drawn = [source for outline, source in rows if outline]
    return OutlinesKept(len(rows), len(drawn), tuple(sorted({source for source in drawn if source})))


@dataclass(frozen=True)
class Choice:
    """A region that may take part: its code, its name ('' unknown), its inhabitants, and whether it already does."""

    code: str
    name: str
    inhabitants: int | None
    takes_part: bool = False


def municipalities_to_choose() -> list[Choice]:
    """The municipalities of the newest year that is loaded, by name and then by code."""
    found = _choices("GM")
    there = set(all_municipalities().values_list("cbs_code", flat=True))
    named = dict(all_municipalities().values_list("cbs_code", "name"))
    chosen = [Choice(one.code, named.get(one.code) or one.name, one.inhabitants, one.code in there) for one in found]
    return sorted(chosen, key=lambda one: (not one.name, one.name, one.code))


def neighbourhoods_to_choose(municipality_code: str, *, small_areas: bool = False) -> list[Choice]:
    """The neighbourhoods of a municipality in the newest year, by code, with those that take part already."""
    start = ("BU" if small_areas else "WK") + municipality_code[2:]
    town = all_municipalities().filter(cbs_code=municipality_code).first()
    there = dict(neighbourhoods_of(town).values_list("cbs_code", "takes_part")) if town else {}
    named = dict(neighbourhoods_of(town).values_list("cbs_code", "name")) if town else {}
    return [
        Choice(one.code, named.get(one.code) or one.name, one.inhabitants, there.get(one.code, False))
        for one in _choices(start)
    ]


def _choices(start: str) -> list[Choice]:
    rows = Region.objects.filter(region_code__startswith=start)
    newest = rows.aggregate(newest=Max("year"))["newest"]
    people = dict(
        Figure.objects.filter(region_code__startswith=start, year=newest, topic="inhabitants").values_list(
            "region_code", "value"
        )
    )
    return [
        Choice(code, name, None if (number := people.get(code)) is None else int(number))
        for code, name in rows.filter(year=newest).order_by("region_code").values_list("region_code", "name")
    ]


def municipality_name(code: str) -> str:
    """What the source calls a municipality, or ''."""
    row = Region.objects.filter(region_code=code).exclude(name="").order_by("-year").first()
    if row is None:
        row = Region.objects.filter(region_code__startswith="WK" + code[2:]).exclude(municipality_name="").first()
        return row.municipality_name if row else ""
    return row.name
