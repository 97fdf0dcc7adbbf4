"""One topic over the years, and all figures as open data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from ...models import Figure, Region
from .. import comparing, presentation, words
from ..topic import Topic
from ..topics import TOPIC_OF_KEY, TOPICS, UNITS
from .page import cell_of, notes_on, sibling_codes
from .rows import Cell, Place, Table, places_of


@dataclass(frozen=True)
class YearRow:
    """One year of a topic: the own figure, those beside it, and why it may not be joined to the year before."""

    year: int
    own: Cell
    municipality: Cell
    country: Cell
    notes: tuple[str, ...]


@dataclass(frozen=True)
class TopicPage:
    """One topic: what it says, over the years and among the other neighbourhoods, and how far to trust it."""

    topic: Topic
    unit: str
    own: Place
    municipality: Place
    country: Place
    title: str
    growth: str
    among: SafeString | None
    lines: SafeString | None
    lines_caption: str
    rows: tuple[YearRow, ...]
    others: tuple[tuple[str, Cell], ...]
    others_year: int
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def topic_page(where: Any, key: str) -> TopicPage | None:
    """The page of one topic; None for a topic that is unknown or of which nothing is loaded here."""
    topic = TOPIC_OF_KEY.get(key)
    own, town, country = places_of(where)
    if topic is None:
        return None
    needed = {topic.key, *topic.base}
    table = Table((own.code, town.code, country.code), topics=needed)
    year = table.newest(topic, own.code)
    if year is None:
        return None
    near = Table(sibling_codes(where, [year]), topics=needed, years=[year])
    names = dict(Region.objects.filter(region_code__in=list(near.values), year=year).values_list("region_code", "name"))
    course = comparing.course_of(topic, table.values[own.code], own.changes, is_small=comparing.is_small_area(own.code))
    measures = [table.measure(topic, place.code, year) for place in (own, town, country)]
    others = [measure for code in near.values if (measure := near.measure(topic, code, year))]
    return TopicPage(
        topic=topic,
        unit=str(UNITS[topic.unit]),
        own=own,
        municipality=town,
        country=country,
        title=words.headline(topic, measures[0], measures[1], place=town.name)
        or words.plain(topic, table.of(own.code, year).get(topic.key), place=own.name),
        growth=presentation.growth_told(topic, course),
        among=presentation.among_others(topic, others, measures, (own, town, country)),
        lines=presentation.lines(topic, table, (own, town, country)) if len(course) > 1 else None,
        lines_caption=presentation.lines_caption(topic),
        rows=tuple(_year_row(topic, table, moment, (own, town, country)) for moment in reversed(course)),
        others=tuple(
            (names.get(code) or code, cell_of(topic, near, code, year))
            for code in sorted(near.values, key=lambda one: names.get(one) or one)
        ),
        others_year=year,
        notes=notes_on(own, town, sorted(table.values[own.code])),
        sources=tuple(dict.fromkeys(table.sources[own.code, moment.year, topic.key] for moment in course)),
    )


def _year_row(topic: Topic, table: Table, moment: comparing.Moment, places: Sequence[Place]) -> YearRow:
    own, town, country = (cell_of(topic, table, place.code, moment.year) for place in places)
    return YearRow(moment.year, own, town, country, tuple(words.break_told(topic, moment)))


def topics_loaded(where: Any) -> list[Topic]:
    """The topics of which there is any figure of this neighbourhood, in the order of the page."""
    found = set(Figure.objects.filter(region_code=where.cbs_code).values_list("topic", flat=True))
    return [topic for topic in TOPICS if topic.key in found]


@dataclass(frozen=True)
class OpenFigure:
    """One figure as open data; value None is secret or unknown at the source."""

    region_code: str
    region_name: str
    year: int
    topic: str
    label: str
    unit: str
    value: Decimal | None
    boundary: str
    source: str


def open_figures(where: Any) -> list[OpenFigure]:
    """All figures of a neighbourhood, its municipality and the country, by region, year and topic."""
    order = {topic.key: place for place, topic in enumerate(TOPICS)}
    found = []
    for place in places_of(where):
        rows = Figure.objects.filter(region_code=place.code).order_by("year")
        found += [
            OpenFigure(
                region_code=place.code,
                region_name=place.name,
                year=row.year,
                topic=row.topic,
                label=str(TOPIC_OF_KEY[row.topic].label),
                unit=str(UNITS[TOPIC_OF_KEY[row.topic].unit]),
                value=None if row.value is None else row.value.normalize() + 0,
                boundary=place.changes.get(row.year, ""),
                source=row.source,
            )
            for row in sorted(rows, key=lambda one: (one.year, order.get(one.topic, 999)))
            if row.topic in TOPIC_OF_KEY
        ]
    return found
