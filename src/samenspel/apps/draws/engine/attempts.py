"""When someone counts as not reached, and when the time to decide is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

# Three times at the door, at different times: then someone may be passed over as not reached.
ATTEMPTS_MIN = 3
# From the first time that someone was spoken with.
ANSWER_HOURS = 72
# Whom nobody visits (a secrecy mark) has this long from the day on which the letters of the wave go out.
LETTER_DAYS = 14
# Hours at which a part of the day begins: night and morning, afternoon, evening.
_PARTS_OF_DAY = (12, 18)


def time_slots(moments: Iterable[datetime], zone: tzinfo) -> set[tuple[str, int]]:
    """The (day, part of the day) of each moment: two rings within one morning are one time."""
    slots = set()
    for moment in moments:
        local = moment.astimezone(zone)
        slots.add((local.date().isoformat(), sum(local.hour >= hour for hour in _PARTS_OF_DAY)))
    return slots


def attempts_suffice(moments: Iterable[datetime], zone: tzinfo) -> bool:
    """True after three times at the door, on at least two days and in at least two parts of the day."""
    slots = time_slots(moments, zone)
    days = {day for day, _part in slots}
    parts = {part for _day, part in slots}
    return len(slots) >= ATTEMPTS_MIN and len(days) > 1 and len(parts) > 1


def decide_by(reached_at: datetime) -> datetime:
    """The moment on which the time to decide is over."""
    return reached_at + timedelta(hours=ANSWER_HOURS)
