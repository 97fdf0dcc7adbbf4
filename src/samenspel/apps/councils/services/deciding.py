"""Meetings, proposals, votes and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.matters.services import open_matter
from samenspel.foundation.errors import Outsider, Refusal

from .. import selectors
from ..acts import record
from ..models import Council, Decision, DecisionVote, Meeting, Seat


@transaction.atomic
def plan_meeting(
    *,
    council: Council,
    title: str,
    starts_at: datetime,
    place: str,
    agenda: Sequence[str] = (),
    is_public: bool = True,
) -> Meeting:
    """Plan a meeting; it is public unless told otherwise."""
    return Meeting.objects.create(
        municipality_id=council.municipality_id,
        council=council,
        title=title,
        starts_at=starts_at,
        place=place,
        agenda=list(agenda),
        is_public=is_public,
    )


@transaction.atomic
def propose_decision(
    *,
    council: Council,
    title: str,
    text: str,
    scope_key: str,
    consultation: str = "",
    urgency: str = "",
    amount_cents: int | None = None,
    subject_kind: str = "",
    subject_id: str = "",
    meeting: Meeting | None = None,
    at: datetime | None = None,
) -> Decision:
    """Put a decision before the council.

    Refuses what the rules of play do not give it: 'outside_scope', 'forbidden' for what it may not touch,
    'amount_too_high' above the amount it may decide on.
    """
    rules = selectors.rules_in_force(council)
    if rules is None:
        raise Refusal(_("This council has no rules of play yet."), code="rules_missing")
    if any(item["key"] == scope_key for item in rules.may_not_touch):
        raise Outsider(_("The rules of play keep this outside the council."), code="forbidden")
    found = {item["key"]: (item["text"], False) for item in rules.decides}
    found.update({item["key"]: (item["text"], True) for item in rules.advises})
    if scope_key not in found:
        raise Outsider(_("The rules of play do not give this to the council."), code="outside_scope")
    if amount_cents is not None and amount_cents > rules.amount_max_cents:
        raise Outsider(_("This is more money than the council may decide on."), code="amount_too_high")
    scope_text, is_advice = found[scope_key]
    return Decision.objects.create(
        municipality_id=council.municipality_id,
        council=council,
        meeting=meeting,
        rules=rules,
        title=title,
        text=text,
        scope_key=scope_key,
        scope_text=scope_text,
        is_advice=is_advice,
        amount_cents=amount_cents,
        consultation=consultation,
        urgency=urgency,
        subject_kind=subject_kind,
        subject_id=subject_id,
        proposed_at=at or timezone.now(),
    )


@transaction.atomic
def tell_consultation(*, decision: Decision, consultation: str, urgency: str = "") -> Decision:
    """Say who was asked and what they said, or why it could not wait, as long as nothing is decided."""
    if not (consultation.strip() or urgency.strip()):
        raise Refusal(_("Say who was asked and what they said, or why it could not wait."), code="consultation_missing")
    told = {"consultation": consultation, "urgency": urgency}
    if not Decision.objects.filter(pk=decision.pk, status=Decision.Status.PROPOSED).update(**told):
        raise Refusal(_("This was decided already."), code="not_open")
    decision.refresh_from_db()
    return decision


@transaction.atomic
def cast_decision_vote(
    *,
    decision: Decision,
    seat: Seat,
    choice: str,
    interest: str = "",
    explanation: str = "",
    at: datetime | None = None,
) -> DecisionVote:
    """Record how a seat votes. A seat votes once; who names an interest abstains."""
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.status != Decision.Status.PROPOSED:
        raise Refusal(_("This was decided already."), code="not_open")
    if seat.council_id != decision.council_id or not seat.has_vote:
        raise Outsider(_("This chair has no vote here."), code="no_vote")
    if not selectors.is_occupied(seat, on=timezone.localdate(at)):
        raise Outsider(_("Nobody sits on this chair."), code="seat_empty")
    try:
        with transaction.atomic():
            return DecisionVote.objects.create(
                municipality_id=decision.municipality_id,
                decision=decision,
                seat=seat,
                choice=choice,
                interest=interest,
                explanation=explanation,
                cast_at=at or timezone.now(),
            )
    except IntegrityError as error:
        if interest and choice != DecisionVote.Choice.ABSTAIN:
            raise Refusal(_("Who has an interest abstains."), code="interest_abstains") from error
        raise Refusal(_("This chair has voted already."), code="voted_already") from error


@dataclass(frozen=True)
class NewVote:
    """How one seat votes. Who names an interest abstains."""

    seat: Seat
    choice: str
    interest: str = ""


@transaction.atomic
def record_votes(*, decision: Decision, votes: Sequence[NewVote], at: datetime | None = None) -> list[DecisionVote]:
    """Record the votes of a meeting, all or none. Refuses with 'votes_missing' and as `cast_decision_vote`."""
    if not votes:
        raise Refusal(_("Fill in how at least one chair voted."), code="votes_missing")
    return [
        cast_decision_vote(decision=decision, seat=vote.seat, choice=vote.choice, interest=vote.interest, at=at)
        for vote in votes
    ]


@transaction.atomic
def adopt_decision(*, decision: Decision, at: datetime | None = None) -> Decision:
    """Decide by majority of the votes cast; more than half of the voting chairs must be present.

    Refuses with 'quorum_missing', and with 'consultation_missing' when nobody was asked and no reason says
    why it could not wait. A majority against makes it rejected: that is a result too, and is recorded.
    """
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.status != Decision.Status.PROPOSED:
        raise Refusal(_("This was decided already."), code="not_open")
    if not (locked.consultation.strip() or locked.urgency.strip()):
        raise Refusal(_("Say who was asked and what they said, or why it could not wait."), code="consultation_missing")
    tally = selectors.tally_of(locked)
    present = sum(tally.values())
    chairs = selectors.voting_chairs(locked.council)
    if present * 2 <= chairs:
        raise Refusal(_("More than half of the chairs must vote."), code="quorum_missing")
    carried = tally["for"] > tally["against"]
    locked.status = Decision.Status.ADOPTED if carried else Decision.Status.REJECTED
    locked.decided_at = at or timezone.now()
    locked.save(update_fields=["status", "decided_at"])
    payload = {
        "title": locked.title,
        "status": locked.status,
        "votes": tally,
        "legal_form": locked.council.legal_form,
        "rules_version": locked.rules.version,
        "scope": locked.scope_key,
        "amount_cents": locked.amount_cents,
        "consultation": locked.consultation or locked.urgency,
        "on": [locked.subject_kind, locked.subject_id],
    }
    record(
        locked.council, f"decision.{locked.status}", payload, locked.decided_at, subject=("decision", locked.public_id)
    )
    if carried:
        # What was decided has a course of its own: who carries it out, with whom, by when.
        open_matter(
            neighbourhood=locked.council.neighbourhood,
            subject_kind="decision",
            subject_id=locked.public_id,
            title=locked.title,
            at=locked.decided_at,
        )
    decision.refresh_from_db()
    return decision
