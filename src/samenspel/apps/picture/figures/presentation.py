"""Figures as pictures and sentences. Everything comes in counted; nothing here asks the database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samenspel.foundation import pictures

from . import comparing, words
from .topic import Topic

if TYPE_CHECKING:
    from .selectors.rows import Place, Table

KINDS = ("resident", "municipality", "other")


def opening(table: Table, own: Place, town: Place, year: int) -> tuple[str, str]:
    """The heading above all figures, and the sentence under it."""
    people, all_people = (table.of(place.code, year).get("inhabitants") for place in (own, town))
    if people is None:
        return _("%(place)s in figures") % {"place": own.name}, ""
    title = _("%(number)s people live in %(place)s") % {"number": words.rounded(people, 0), "place": own.name}
    if not all_people:
        return title, ""
    share = people * 100 / all_people
    places = 0 if share >= 10 else 1
    lead = _("That is %(share)s of every 100 inhabitants of %(town)s.") % {
        "share": words.rounded(share, places),
        "town": town.name,
    }
    return title, lead


def of_a_hundred(
    topics: Sequence[Topic], table: Table, own: Place, town: Place, year: int, *, title: str
) -> SafeString | None:
    """People (or households) of every hundred as dots; None where a part is not known."""
    rows = []
    for topic in topics:
        here, there = (table.measure(topic, place.code, year) for place in (own, town))
        if here is None:
            return None
        note = f"{town.name} {words.rounded(there.value, 0)}" if there else ""
        rows.append(pictures.HundredRow(str(topic.label), int(here.value + Decimal("0.5")), note))
    desc = "; ".join(
        f"{row.label}: {row.count} ({row.note})" if row.note else f"{row.label}: {row.count}" for row in rows
    )
    wide, narrow = (pictures.hundred(rows, title=title, desc=desc, narrow=small) for small in (False, True))
    return pictures.responsive(wide, narrow)


def among_others(
    topic: Topic,
    others: Sequence[comparing.Measure],
    measures: Sequence[comparing.Measure | None],
    places: Sequence[Place],
) -> SafeString | None:
    """Where the neighbourhood stands among the others of its municipality; None without a figure of its own."""
    own = measures[0]
    if own is None or not (others or any(measures[1:])):
        return None
    marks = [
        pictures.StripMark(float(measure.value), f"{place.name}: {words.comparable(topic, measure)}", kind)
        for measure, place, kind in zip(measures[1:], places[1:], KINDS[1:], strict=True)
        # Numbers of people are no measure between a neighbourhood and a city, only among neighbourhoods.
        if measure is not None and topic.sentence
    ]
    own_label = f"{places[0].name}: {words.comparable(topic, own)}"
    higher = sum(other.value > own.value for other in others)
    told = _("%(own)s. Of %(count)s other neighbourhoods %(higher)s have more.") % {
        "own": own_label,
        "count": len(others),
        "higher": higher,
    }
    desc = " ".join([told, *(f"{mark.label}." for mark in marks)])
    wide, narrow = (
        pictures.strip(
            [float(other.value) for other in others],
            own=float(own.value),
            own_label=own_label,
            marks=marks,
            value=lambda amount: words.axis_value(topic, amount),
            title=str(topic.label),
            desc=desc,
            narrow=small,
        )
        for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def lines(topic: Topic, table: Table, places: Sequence[Place]) -> SafeString | None:
    """The topic over the years; a line breaks where years may not be compared."""
    series = []
    for place, kind in zip(places, KINDS, strict=True):
        # A count that is compared with nothing would only show how large the country is.
        if not topic.sentence and not place.is_own:
            continue
        course = comparing.course_of(
            topic, table.values.get(place.code, {}), place.changes, is_small=comparing.is_small_area(place.code)
        )
        points: list[tuple[int, float | None]] = []
        for moment in course:
            if points and comparing.SEPARATING & set(moment.breaks):
                points.append((moment.year, None))
            measure = moment.measure
            points.append((moment.year, None if measure is None else float(measure.value)))
        if any(value is not None for _year, value in points):
            series.append(pictures.Series(place.name, points, kind))
    if not series:
        return None
    told = "; ".join(
        f"{one.label}: "
        + ", ".join(f"{year} {words.axis_value(topic, value)}" for year, value in one.points if value is not None)
        for one in series
    )
    wide, narrow = (
        pictures.line_over_years(
            series,
            value=lambda amount: words.axis_value(topic, amount),
            title=str(topic.label),
            desc=told,
            narrow=small,
        )
        for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def lines_caption(topic: Topic) -> str:
    """What the lines are, and of what."""
    if topic.base:
        return _("%(topic)s, of every %(per)s. A line stops where years may not be compared.") % {
            "topic": topic.label,
            "per": words.rounded(Decimal(topic.per), 0),
        }
    return _("%(topic)s. A line stops where years may not be compared.") % {"topic": topic.label}


def growth_told(topic: Topic, course: Sequence[comparing.Moment]) -> str:
    """How it went over the years that may be compared; '' below two such years."""
    found = comparing.growth(course)
    if found is None:
        return ""
    first, last, direction = found
    facts = {
        "first": first.year,
        "last": last.year,
        "before": words.comparable(topic, first.measure),
        "now": words.comparable(topic, last.measure),
    }
    return {
        "more": lambda: _("It went up: from %(before)s in %(first)s to %(now)s in %(last)s.") % facts,
        "less": lambda: _("It went down: from %(before)s in %(first)s to %(now)s in %(last)s.") % facts,
        "same": lambda: _("It stayed about the same: %(before)s in %(first)s, %(now)s in %(last)s.") % facts,
    }[direction]()
