"""Set up a council, seat its members, and decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Outsider, Refusal

from . import selectors
from .models import Council, Decision, DecisionVote, Meeting, RulesOfPlay, Seat, SeatHolding, Term

# Groningen's ordinance: a term lasts at most two years.
TERM_DAYS_MAX = 731
# Why someone leaves a chair, as it stands on the trail.
LEAVING = ("own_request", "moved", "term_ended", "other_office", "died", "other")


@transaction.atomic
def create_council(
    *,
    neighbourhood: Any,
    name: str,
    legal_form: str,
    instituted_by: str,
    instituted_on: date,
    competent_body: str,
    objection: str,
    seats_drawn: int = 11,
    seats_delegated: int = 6,
    seats_official: int = 0,
    at: datetime | None = None,
) -> Council:
    """Institute the council of a neighbourhood with its chairs; the defaults are Groningen's 11 and 6."""
    council = Council.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        name=name,
        legal_form=legal_form,
        instituted_by=instituted_by,
        instituted_on=instituted_on,
        competent_body=competent_body,
        objection=objection,
        seats_drawn=seats_drawn,
        seats_delegated=seats_delegated,
    )
    origins = (
        [Seat.Origin.DRAWN] * seats_drawn
        + [Seat.Origin.DELEGATED] * seats_delegated
        + [Seat.Origin.OFFICIAL] * seats_official
    )
    Seat.objects.bulk_create(
        Seat(municipality_id=council.municipality_id, council=council, number=number, origin=origin)
        for number, origin in enumerate(origins, start=1)
    )
    _record(
        council,
        "council.instituted",
        ("council", council.public_id),
        {
            "name": name,
            "legal_form": legal_form,
            "instituted_by": instituted_by,
            "seats_drawn": seats_drawn,
            "seats_delegated": seats_delegated,
        },
        at,
    )
    return council


@transaction.atomic
def set_rules(
    *,
    council: Council,
    decides: Sequence[dict[str, str]],
    advises: Sequence[dict[str, str]],
    may_not_touch: Sequence[dict[str, str]],
    amount_max_cents: int,
    in_force_from: date,
    at: datetime | None = None,
) -> RulesOfPlay:
    """Lay down a new version of the rules of play. Each item is {'key', 'text'}; a key stands in one list."""
    keys = [item["key"] for item in (*decides, *advises, *may_not_touch)]
    if len(set(keys)) != len(keys):
        raise Refusal(_("Each rule needs a key of its own."), code="rule_key_twice")
    last = selectors.rules_in_force(council)
    rules = RulesOfPlay.objects.create(
        municipality_id=council.municipality_id,
        council=council,
        version=last.version + 1 if last else 1,
        decides=list(decides),
        advises=list(advises),
        may_not_touch=list(may_not_touch),
        amount_max_cents=amount_max_cents,
        in_force_from=in_force_from,
    )
    payload = {
        "version": rules.version,
        "decides": rules.decides,
        "advises": rules.advises,
        "may_not_touch": rules.may_not_touch,
        "amount_max_cents": amount_max_cents,
    }
    _record(council, "council.rules_set", ("council", council.public_id), payload, at)
    return rules


@transaction.atomic
def open_term(*, council: Council, starts_on: date, ends_on: date, at: datetime | None = None) -> Term:
    """Open the next term; refuses one of more than two years ('term_too_long')."""
    if (ends_on - starts_on).days > TERM_DAYS_MAX:
        raise Refusal(_("A term lasts at most two years."), code="term_too_long")
    number = council.terms.count() + 1
    term = Term.objects.create(
        municipality_id=council.municipality_id,
        council=council,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    payload = {"number": number, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    _record(council, "council.term_opened", ("council", council.public_id), payload, at)
    return term


@dataclass(frozen=True)
class NewRules:
    """Rules of play to lay down: lists of {'key', 'text'}, and the most that may be decided on."""

    decides: Sequence[dict[str, str]]
    advises: Sequence[dict[str, str]]
    may_not_touch: Sequence[dict[str, str]]
    amount_max_cents: int
    in_force_from: date


@transaction.atomic
def set_up_council(
    *, neighbourhood: Any, rules: NewRules, term: tuple[date, date], at: datetime | None = None, **facts: Any
) -> Council:
    """Institute a council with its rules of play and its first term, all or none.

    `facts` are those of `create_council`. Refuses with 'council_exists', 'term_backwards' and what
    `set_rules` and `open_term` refuse.
    """
    starts_on, ends_on = term
    if ends_on <= starts_on:
        raise Refusal(_("A term ends after it begins."), code="term_backwards")
    try:
        with transaction.atomic():
            council = create_council(neighbourhood=neighbourhood, at=at, **facts)
    except IntegrityError as error:
        raise Refusal(_("This neighbourhood has its council already."), code="council_exists") from error
    set_rules(
        council=council,
        decides=rules.decides,
        advises=rules.advises,
        may_not_touch=rules.may_not_touch,
        amount_max_cents=rules.amount_max_cents,
        in_force_from=rules.in_force_from,
        at=at,
    )
    open_term(council=council, starts_on=starts_on, ends_on=ends_on, at=at)
    return council


@transaction.atomic
def seat_members(
    *,
    council: Council,
    term: Term,
    origin: str,
    holders: Sequence[tuple[str, str]],
    reason: str,
    starts_on: date | None = None,
    at: datetime | None = None,
) -> list[SeatHolding]:
    """Seat people on empty chairs of an origin, in order. `holders` are (pseudonym, display name or '').

    All or none: refuses with 'seats_short' when there are more people than empty chairs.
    """
    empty = list(
        council.seats.filter(origin=origin).exclude(holdings__ended_on=None, holdings__isnull=False).order_by("number")
    )
    if len(holders) > len(empty):
        raise Refusal(_("There are more people than empty chairs."), code="seats_short")
    starts_on = starts_on or max(term.starts_on, timezone.localdate())
    try:
        with transaction.atomic():
            holdings = SeatHolding.objects.bulk_create(
                SeatHolding(
                    municipality_id=council.municipality_id,
                    seat=seat,
                    term=term,
                    pseudonym=pseudonym,
                    display_name=display_name,
                    reason=reason,
                    starts_on=starts_on,
                )
                for seat, (pseudonym, display_name) in zip(empty, holders, strict=False)
            )
    except IntegrityError as error:
        raise Refusal(_("Someone on this list sits already."), code="seated_twice") from error
    payload = {
        "term": term.number,
        "origin": origin,
        "seats": [{"seat": h.seat.number, "holder": h.pseudonym} for h in holdings],
        "reason": reason,
    }
    _record(council, "council.members_seated", ("council", council.public_id), payload, at)
    return holdings


@transaction.atomic
def end_holding(*, seat: Seat, reason: str, ended_on: date | None = None, at: datetime | None = None) -> SeatHolding:
    """Someone leaves a chair, which is empty from then on. `reason` is one of `LEAVING`: no story on the trail.

    Refuses with 'reason_unknown', with 'seat_empty' when nobody sits there, and with 'ended_before_start'.
    """
    if reason not in LEAVING:
        raise Refusal(_("Choose one of the reasons."), code="reason_unknown")
    holding = SeatHolding.objects.select_for_update().filter(seat=seat, ended_on=None).first()
    if holding is None:
        raise Refusal(_("Nobody sits on this chair."), code="seat_empty")
    ended_on = ended_on or timezone.localdate(at)
    if ended_on < holding.starts_on:
        raise Refusal(_("This day is before the first day on this chair."), code="ended_before_start")
    holding.ended_on = ended_on
    holding.save(update_fields=["ended_on"])
    payload = {
        "seat": seat.number,
        "holder": holding.pseudonym,
        "reason": reason,
        "ended_on": ended_on.isoformat(),
    }
    council = seat.council
    _record(council, "council.member_left", ("council", council.public_id), payload, at)
    return holding


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
    if not seat.holdings.filter(ended_on=None).exists():
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
    _record(
        locked.council,
        f"decision.{locked.status}",
        ("decision", locked.public_id),
        payload,
        locked.decided_at,
    )
    decision.refresh_from_db()
    return decision


def _record(
    council: Council, kind: str, subject: tuple[str, str], payload: dict[str, Any], at: datetime | None
) -> None:
    record_act(
        municipality=council.municipality,
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        payload=payload,
        neighbourhood=council.neighbourhood.public_id,
        at=at,
    )
