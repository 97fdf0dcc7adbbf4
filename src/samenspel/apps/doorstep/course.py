"""What a row of visits to one door comes down to, whatever the order in which they came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .models import Visit

SPOKEN = (Visit.Outcome.YES, Visit.Outcome.THINKING, Visit.Outcome.CURIOUS, Visit.Outcome.NO)
ANSWERS = (*SPOKEN, Visit.Outcome.MOVED)


@dataclass(frozen=True)
class Outcome:
    """What stands after all visits: the last answer and its moment, and the last word on each of the other things.

    `answer` is None when nobody answered; then `at` is the last visit's moment.
    """

    answer: str | None
    at: datetime
    took_part_before: bool | None
    needs: tuple[str, ...]
    compensation: str
    lighter_role: str


def standing(visits: Iterable[Any]) -> list[Any]:
    """The visits that were not corrected by another, in the order in which they were made."""
    found = list(visits)
    corrected = {visit.corrects for visit in found if visit.corrects}
    return sorted((v for v in found if v.key not in corrected), key=lambda v: (v.visited_at, str(v.key)))


def outcome_of(visits: Iterable[Any]) -> Outcome | None:
    """What the visits come down to; None without any. The same set gives the same outcome in any order."""
    kept = standing(visits)
    if not kept:
        return None
    last = next((v for v in reversed(kept) if v.outcome in ANSWERS), None)
    told = next((v.took_part_before for v in reversed(kept) if v.took_part_before is not None), None)
    return Outcome(
        answer=last.outcome if last else None,
        at=last.visited_at if last else kept[-1].visited_at,
        took_part_before=told,
        needs=next((tuple(v.needs.split(",")) for v in reversed(kept) if v.needs), ()),
        compensation=next((v.compensation for v in reversed(kept) if v.compensation), ""),
        lighter_role=next((v.lighter_role for v in reversed(kept) if v.lighter_role), ""),
    )
