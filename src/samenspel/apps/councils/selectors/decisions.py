"""Reads of decisions and their votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from ..models import Council, Decision, DecisionVote, Seat, SeatHolding


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
