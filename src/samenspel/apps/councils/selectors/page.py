"""What the council's page shows, in one frozen piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from ..models import Council, Decision, Meeting, RulesOfPlay, Seat, Term
from .decisions import decisions_of
from .rows import coming_meetings, council_of, current_term, rules_in_force
from .seats import SeatView, Vacancy, seats_of, vacancies


@dataclass(frozen=True)
class CouncilPage:
    """What the council's page shows."""

    council: Council
    rules: RulesOfPlay | None
    term: Term | None
    seats: list[SeatView]
    decisions: list[Decision]
    meetings: list[Meeting]
    vacancies: list[Vacancy]

    @property
    def rotation_told(self) -> str:
        """How it was settled which half is renewed first, without the mark of its kind; numbers stay on one line."""
        return re.sub(r"(?<=\d) (?=\d)", "\u00a0", self.council.rotation_source.removeprefix("text:"))

    @property
    def drawn_count(self) -> int:
        return sum(1 for s in self.seats if s.origin == Seat.Origin.DRAWN and s.holder)

    @property
    def delegated_count(self) -> int:
        return sum(1 for s in self.seats if s.origin == Seat.Origin.DELEGATED and s.holder)

    @property
    def empty_count(self) -> int:
        return sum(1 for s in self.seats if not s.holder)


def council_page(neighbourhood: Any, *, now: datetime | None = None) -> CouncilPage | None:
    """Everything about the council of a neighbourhood, or None when it has none."""
    council = council_of(neighbourhood)
    now = now or timezone.now()
    if council is None:
        return None
    return CouncilPage(
        council=council,
        rules=rules_in_force(council),
        term=current_term(council),
        seats=seats_of(council),
        decisions=list(decisions_of(council)),
        meetings=list(coming_meetings(council, now=now)),
        vacancies=vacancies(council, today=timezone.localdate(now)),
    )
