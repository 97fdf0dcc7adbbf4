"""Reads of councils and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from .models import Council, Decision, DecisionVote, Meeting, RulesOfPlay, Seat, SeatHolding, Term


def council_of(neighbourhood: Any) -> Council | None:
    """The council of a neighbourhood, or None."""
    return Council.objects.filter(neighbourhood=neighbourhood).select_related("neighbourhood", "municipality").first()


def rules_in_force(council: Council) -> RulesOfPlay | None:
    """The newest version of the rules of play."""
    return RulesOfPlay.objects.filter(council=council).order_by("-version").first()


def current_term(council: Council) -> Term | None:
    """The newest term."""
    return Term.objects.filter(council=council).order_by("-number").first()


@dataclass(frozen=True)
class SeatView:
    """A chair as the public sees it; `holder` is '' for an empty chair."""

    number: int
    origin: str
    origin_label: str
    holder: str
    display_name: str


def seats_of(council: Council) -> list[SeatView]:
    """All chairs in order, with who sits there now."""
    holders: dict[int, SeatHolding] = {
        h.seat_id: h for h in SeatHolding.objects.filter(seat__council=council, ended_on=None)
    }
    return [
        SeatView(
            number=seat.number,
            origin=seat.origin,
            origin_label=str(seat.get_origin_display()),
            holder=holders[seat.pk].pseudonym if seat.pk in holders else "",
            display_name=holders[seat.pk].display_name if seat.pk in holders else "",
        )
        for seat in council.seats.order_by("number")
    ]


def seated(council: Council) -> QuerySet[Seat]:
    """The chairs on which someone sits and that have a vote."""
    return council.seats.filter(holdings__ended_on=None, holdings__isnull=False).exclude(origin=Seat.Origin.OFFICIAL)


def voting_chairs(council: Council) -> int:
    """How many occupied chairs have a vote."""
    return seated(council).distinct().count()


def tally_of(decision: Decision) -> dict[str, int]:
    """Votes by choice, zeroes included: {'for', 'against', 'abstain'}."""
    counted = dict(DecisionVote.objects.filter(decision=decision).values_list("choice").annotate(number=Count("pk")))
    return {choice: counted.get(choice, 0) for choice in DecisionVote.Choice.values}


def decision_by_id(public_id: str) -> Decision | None:
    """The decision, or None."""
    return Decision.objects.filter(public_id=public_id).select_related("council", "rules").first()


def is_adopted(decision: Any) -> bool:
    """True when the decision stands as adopted in the database now, and is no mere advice."""
    return Decision.objects.filter(pk=decision.pk, status=Decision.Status.ADOPTED, is_advice=False).exists()


def decisions_of(council: Council) -> QuerySet[Decision]:
    """Decided decisions, newest first."""
    return council.decisions.exclude(status=Decision.Status.PROPOSED).order_by("-decided_at")


def coming_meetings(council: Council, *, now: datetime) -> QuerySet[Meeting]:
    """Meetings from now on, the first first."""
    return council.meetings.filter(starts_at__gte=now).order_by("starts_at")


@dataclass(frozen=True)
class CouncilPage:
    """What the council's page shows."""

    council: Council
    rules: RulesOfPlay | None
    term: Term | None
    seats: list[SeatView]
    decisions: list[Decision]
    meetings: list[Meeting]

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
    if council is None:
        return None
    return CouncilPage(
        council=council,
        rules=rules_in_force(council),
        term=current_term(council),
        seats=seats_of(council),
        decisions=list(decisions_of(council)),
        meetings=list(coming_meetings(council, now=now or timezone.now())),
    )
