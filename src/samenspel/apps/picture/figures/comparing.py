"""What figures may be said to tell: measures that can be compared, how sure they are, and where lines must break.

Pure: figures in, statements out. A published figure is rounded (of neighbourhoods even by lot), so each measure
carries the least and the most that the exact one can be. 'More' is only said where rounding cannot explain it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .topic import Topic
from .topics import TOPIC_OF_KEY

# Differences below this share of the other value are not worth the word 'more'.
SMALL_SHARE = Decimal("0.03")
BOUNDARY_MOVED = "3"
# Why a year may not be joined to the one before it; a gap alone is no reason.
SEPARATING = frozenset({"boundary", "unknown", "counting"})

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Measure:
    """A comparable figure: its value, and the least and most that the exact one can be."""

    value: Decimal
    low: Decimal
    high: Decimal


def is_small_area(code: str) -> bool:
    """True for neighbourhoods and parts of them, whose counts are rounded further."""
    return code[:2] in ("WK", "BU")


def measure_of(topic: Topic, values: Values, *, is_small: bool) -> Measure | None:
    """The comparable measure of a topic in a region: a count as so many of `per`, anything else as it is.

    None where a figure is missing, secret, or there is nothing to divide by.
    """
    value = values.get(topic.key)
    if value is None:
        return None
    slack = _slack(topic, is_small)
    if not topic.base:
        return Measure(value, value - slack, value + slack)
    parts = [values.get(key) for key in topic.base]
    whole = sum((part for part in parts if part is not None), Decimal(0))
    spread = sum((_slack(TOPIC_OF_KEY[key], is_small) for key in topic.base), Decimal(0))
    if any(part is None for part in parts) or whole - spread <= 0:
        return None
    return Measure(
        value * topic.per / whole,
        max(value - slack, Decimal(0)) * topic.per / (whole + spread),
        (value + slack) * topic.per / (whole - spread),
    )


def _slack(topic: Topic, is_small: bool) -> Decimal:
    return topic.slack if is_small else topic.slack_of_municipality


def difference(own: Measure | None, there: Measure | None) -> str:
    """'more', 'less' or 'same' (also where rounding may explain the difference); '' where one of them is unknown."""
    if own is None or there is None:
        return ""
    if abs(own.value - there.value) <= SMALL_SHARE * abs(there.value):
        return "same"
    if own.low > there.high:
        return "more"
    return "less" if own.high < there.low else "same"


def distance(topic: Topic, own: Measure | None, there: Measure | None) -> Decimal:
    """How far apart two measures certainly are; 0 where nothing is certain.

    Shares by their points (a gap of 20 of every 100 is 0.2), anything else as a share of the larger one.
    """
    if difference(own, there) not in ("more", "less") or own is None or there is None:
        return Decimal(0)
    gap = own.low - there.high if own.value > there.value else there.low - own.high
    whole = topic.per or (100 if topic.unit == "percent" else 0)
    return gap / whole if whole else gap / max(abs(there.value), abs(own.value))


@dataclass(frozen=True)
class Moment:
    """One year of a topic in a region. `breaks`: why it may not be joined to the year before, if so."""

    year: int
    value: Decimal | None
    measure: Measure | None
    is_secret: bool
    breaks: tuple[str, ...] = ()


def course_of(
    topic: Topic, by_year: Mapping[int, Values], changes: Mapping[int, str], *, is_small: bool
) -> list[Moment]:
    """The topic over the years of one region code, in order.

    by_year: year → values of the region; changes: year → what the source says of its boundary ('' unknown). Breaks:
    'boundary' (it moved), 'unknown' (the source does not say), 'counting' (the source counts otherwise from here),
    'gap' (years in between are missing).
    """
    found: list[Moment] = []
    for year in sorted(by_year):
        values = by_year[year]
        if topic.key not in values:
            continue
        breaks = _breaks(topic, found[-1].year, year, changes, is_small=is_small) if found else ()
        value = values[topic.key]
        found.append(Moment(year, value, measure_of(topic, values, is_small=is_small), value is None, breaks))
    return found


def _breaks(topic: Topic, before: int, year: int, changes: Mapping[int, str], *, is_small: bool) -> tuple[str, ...]:
    found = []
    between = range(before + 1, year + 1)
    if any(changes.get(one) == BOUNDARY_MOVED for one in between):
        found.append("boundary")
    elif is_small and not all(changes.get(one) for one in between):
        found.append("unknown")
    if any(one in topic.breaks for one in between):
        found.append("counting")
    if year - before > 1:
        found.append("gap")
    return tuple(found)


def joined(course: Sequence[Moment]) -> list[list[Moment]]:
    """The course in stretches within which years may be compared: a boundary that moved (or of which the
    source does not say) or another way of counting ends a stretch. Secret years stay in, as holes."""
    stretches: list[list[Moment]] = []
    for moment in course:
        if not stretches or SEPARATING & set(moment.breaks):
            stretches.append([])
        stretches[-1].append(moment)
    return stretches


def growth(course: Sequence[Moment]) -> tuple[Moment, Moment, str] | None:
    """(first, last, 'more'/'less'/'same') of the last stretch in which years may be compared; None below two years."""
    stretch = [moment for moment in (joined(course) or [[]])[-1] if moment.measure is not None]
    if len(stretch) < 2:
        return None
    first, last = stretch[0], stretch[-1]
    return first, last, difference(last.measure, first.measure)
