"""Each time that someone tried to reach a drawn person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Outsider, Refusal

from .. import engine
from ..models import Attempt, LotTicket
from .tickets import locked_ticket, require_approached


@transaction.atomic
def record_attempt(
    *, ticket: LotTicket, outcome: str, by: Any, at: datetime | None = None, reference: str = ""
) -> Attempt:
    """Record one attempt to reach the holder of a drawn ticket, at the door or by telephone.

    `outcome` is 'not_home', 'reached' or 'moved'. The first 'reached' starts the 72 hours in which someone
    decides. After three attempts at different times (on two days at least, and in two parts of the day) who
    has not answered counts as 'not reached'. `reference` names the visit where it was recorded: the same
    one sent twice gives back the first, and changes nothing. Attempts may arrive in any order.

    The caller has made sure that `by` may do this. Refuses with 'not_drawn', 'outcome_unknown', and with
    'no_visit' for someone with a secrecy mark, who gets a letter only.
    """
    at = at or timezone.now()
    if outcome not in Attempt.Outcome.values:
        raise Refusal(_("Choose what happened at the door."), code="outcome_unknown")
    locked = locked_ticket(ticket=ticket)
    require_approached(ticket=locked)
    if locked.person is not None and locked.person.is_secret:
        raise Outsider(_("This person gets a letter and no visit."), code="no_visit")
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                municipality_id=locked.municipality_id,
                ticket=locked,
                outcome=outcome,
                by=by,
                at=at,
                reference=reference,
            )
    except IntegrityError:
        return Attempt.objects.get(ticket=locked, reference=reference)
    _follow(locked, attempt)
    ticket.refresh_from_db()
    return attempt


def attempts_suffice(*, ticket: LotTicket) -> bool:
    """True when enough was tried to call someone 'not reached'."""
    moments = ticket.attempts.values_list("at", flat=True)
    return engine.attempts_suffice(moments, timezone.get_default_timezone())


def _follow(ticket: LotTicket, attempt: Attempt) -> None:
    """Bring the ticket in line with an attempt."""
    unanswered = ticket.answer in (LotTicket.Answer.WAITING, LotTicket.Answer.NOT_REACHED)
    if attempt.outcome == Attempt.Outcome.REACHED:
        ticket.reached_at = min(ticket.reached_at or attempt.at, attempt.at)
        if ticket.answer == LotTicket.Answer.NOT_REACHED:
            ticket.answer, ticket.answered_at = LotTicket.Answer.WAITING, None
    elif attempt.outcome == Attempt.Outcome.MOVED and unanswered:
        ticket.answer, ticket.answered_at = LotTicket.Answer.MOVED, attempt.at
    elif ticket.answer == LotTicket.Answer.WAITING and ticket.reached_at is None and attempts_suffice(ticket=ticket):
        ticket.answer, ticket.answered_at = LotTicket.Answer.NOT_REACHED, attempt.at
    ticket.save(update_fields=["reached_at", "answer", "answered_at"])
