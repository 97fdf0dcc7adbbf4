"""How long someone sits: at most two years, the rest of a predecessor's time, half of the chairs at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Groningen's ordinance: a term lasts at most two years.
TERM_DAYS_MAX = 731
FIRST_HALF, SECOND_HALF = 1, 2


@dataclass(frozen=True)
class Past:
    """How the last holder of a chair left it: the last day laid down beforehand, and the last day there was."""

    ends_on: date | None
    ended_on: date


def two_years_from(starts_on: date) -> date:
    """The last day of two years that begin on this day."""
    try:
        same_day = starts_on.replace(year=starts_on.year + 2)
    except ValueError:
        # The twenty-ninth of February.
        same_day = starts_on.replace(year=starts_on.year + 2, month=3, day=1)
    return same_day - timedelta(days=1)


def halfway(starts_on: date, ends_on: date) -> date:
    """The last day of the first half of a term."""
    return starts_on + timedelta(days=((ends_on - starts_on).days + 1) // 2 - 1)


def last_day(*, starts_on: date, term: tuple[date, date], half: int | None, past: Past | None) -> date:
    """Until when someone sits who takes a chair on `starts_on`.

    Who comes after someone that left early sits for the rest of that time. Where half of the chairs is
    renewed at a time, the first half's first time ends halfway the term; every later time lasts two years,
    whatever the term. Else everyone sits until the term ends.
    """
    if past is not None and past.ends_on is not None and past.ended_on < past.ends_on and starts_on <= past.ends_on:
        return past.ends_on
    if half is None:
        return term[1]
    if past is not None:
        return two_years_from(starts_on)
    return halfway(*term) if half == FIRST_HALF else term[1]
