"""Reads of councils and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from samenspel.foundation.desk import Waiting

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


def decision_about(subject_kind: str, subject_id: str) -> Decision | None:
    """The newest decision about a subject, whatever became of it, or None."""
    found = Decision.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return found.select_related("council", "rules").order_by("-proposed_at", "-pk").first()


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


# --- The council's desk -----------------------------------------------------------------------------------


def seat_by_number(council: Council, number: int) -> Seat | None:
    """The chair, or None."""
    return council.seats.filter(number=number).select_related("council__neighbourhood").first()


def empty_seats_count(council: Council, origin: str) -> int:
    """How many chairs of an origin are empty."""
    return council.seats.filter(origin=origin).exclude(holdings__ended_on=None, holdings__isnull=False).count()


def meeting_by_id(council: Council, public_id: str) -> Meeting | None:
    """The meeting of this council, or None."""
    return council.meetings.filter(public_id=public_id).first()


def proposals_of(council: Council) -> QuerySet[Decision]:
    """What was proposed and not decided yet, the oldest first."""
    return council.decisions.filter(status=Decision.Status.PROPOSED).select_related("meeting").order_by("proposed_at")


@dataclass(frozen=True)
class Ballot:
    """A chair with a vote, who sits there, and how it voted ('' for not yet)."""

    seat: Seat
    holder: str
    display_name: str
    choice: str
    choice_label: str
    interest: str


def ballots_of(decision: Decision) -> list[Ballot]:
    """Every occupied chair with a vote, in order; chairs that voted and were left since come too."""
    votes = {vote.seat_id: vote for vote in decision.votes.select_related("seat")}
    holders = {
        holding.seat_id: holding
        for holding in SeatHolding.objects.filter(seat__council=decision.council_id, ended_on=None)
    }
    seats = decision.council.seats.exclude(origin=Seat.Origin.OFFICIAL).order_by("number")
    return [
        Ballot(
            seat=seat,
            holder=holders[seat.pk].pseudonym if seat.pk in holders else "",
            display_name=holders[seat.pk].display_name if seat.pk in holders else "",
            choice=votes[seat.pk].choice if seat.pk in votes else "",
            choice_label=str(votes[seat.pk].get_choice_display()) if seat.pk in votes else "",
            interest=votes[seat.pk].interest if seat.pk in votes else "",
        )
        for seat in seats
        if seat.pk in holders or seat.pk in votes
    ]


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """Proposals that wait for votes or for the outcome, for the start page."""
    council = council_of(neighbourhood)
    if council is None:
        return []
    found = []
    for decision in proposals_of(council):
        voted = decision.votes.exists()
        told = gettext("Decision ‘%(title)s’: lay down the outcome") if voted else None
        told = told or gettext("Decision ‘%(title)s’: record the votes")
        address = reverse("councils-desk:decision", args=[neighbourhood.slug, decision.public_id])
        due_on = timezone.localdate(decision.meeting.starts_at) if decision.meeting else None
        found.append(Waiting(told % {"title": decision.title}, address, due_on))
    return found
