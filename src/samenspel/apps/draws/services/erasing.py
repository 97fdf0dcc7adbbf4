"""People go: everyone on the day that was announced, and whoever asks for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import code_by_text
from samenspel.apps.accounts.services import void_codes
from samenspel.foundation.errors import Refusal

from .. import access
from ..acts import record
from ..models import Attempt, Lot, LotTicket, Pool, RegisterImport, RegisterPerson, Volunteer
from ..tickets import ticket_of, ticket_subject
from .answers import CODE_PURPOSE, CODE_SUBJECT
from .opting_out import leave_alone

# What goes from a ticket whose holder did not say yes; the answer itself stays, to be counted.
_EMPTY: dict[str, Any] = {
    "took_part_before": None,
    "reached_at": None,
    "needs": [],
    "compensation": "",
    "lighter_role": "",
}


@transaction.atomic
def erase_person(*, person: RegisterPerson, by: Any) -> None:
    """Erase someone who asks for it: the facts and the salts go, the ticket's number and hash stay."""
    access.require_keeper(by, person.register.neighbourhood)
    _erase(person)


@transaction.atomic
def erase_by_code(*, code: str, leave_me_alone: bool = False) -> None:
    """Erase the person whose letter holds this code, who asks for it; with `leave_me_alone` for good.

    Who is in an open pool leaves it. Refuses with 'code_unknown', 'register_gone' when nothing is left to
    erase, and with 'pool_closed' once panels were laid down with their ticket.
    """
    ticket = ticket_by_code(code=code)
    person = ticket.person
    if person is None:
        raise Refusal(_("There is nothing left to erase."), code="register_gone")
    if leave_me_alone:
        leave_alone(person=person)
    _erase(person)
    void_codes(purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_id=ticket_subject(ticket.lot, ticket.number))


def ticket_by_code(*, code: str) -> LotTicket:
    """The ticket whose letter holds this code, used or not. Refuses with 'code_unknown' or 'code_void'."""
    found = code_by_text(purpose=CODE_PURPOSE, text=code, subject_kind=CODE_SUBJECT, also_used=True)
    lot_id, number = ticket_of(found.subject_id)
    return LotTicket.objects.select_related("lot__register__neighbourhood", "lot__neighbourhood", "person").get(
        lot__public_id=lot_id, number=number
    )


def _erase(person: RegisterPerson) -> None:
    tickets = LotTicket.objects.select_for_update().filter(person=person)
    for ticket in tickets:
        joined = Volunteer.objects.filter(lot_ticket=ticket).select_related("pool").first()
        if joined is not None and joined.pool.status != Pool.Status.OPEN:
            # The published panels hold this ticket's features: they are public and stay, the way back to a person goes.
            Volunteer.objects.filter(pk=joined.pk).update(
                salt="", household="", took_part_before=None, reference=f"erased:{joined.pk}"
            )
        elif joined is not None:
            joined.delete()
    Attempt.objects.filter(ticket__in=tickets).delete()
    tickets.update(person=None, salt="", **_EMPTY)
    person.delete()


@transaction.atomic
def erase_expired(*, today: date, municipality: Any = None, at: datetime | None = None) -> int:
    """Erase the people of every register whose announced day has come. Returns how many.

    Who said yes stays: a volunteer with the features of the pool, or a ticket in the order of the lot, without
    an address. For the rest the salts go too: no commitment can be traced back to anyone. Attempts at doors go
    for all. The counts per group stay as they were published.
    """
    at = at or timezone.now()
    erased = 0
    due = RegisterImport.objects.filter(
        delete_on__lte=today, erased_at=None, status=RegisterImport.Status.LOADED
    ).select_related("neighbourhood__municipality")
    if municipality is not None:
        due = due.filter(municipality=municipality)
    for register in due:
        erased += _erase_register(register, at)
    return erased


def _erase_register(register: RegisterImport, at: datetime) -> int:
    # Here and not above: the selectors of this app read from its services.
    from ..selectors.reach import reach_to_keep

    for lot in Lot.objects.filter(register=register, status=Lot.Status.PUBLISHED).select_related("register"):
        Lot.objects.filter(pk=lot.pk).update(reach=reach_to_keep(lot))
    volunteers = Volunteer.objects.filter(lot_ticket__lot__register=register).values("lot_ticket_id")
    tickets = LotTicket.objects.filter(lot__register=register)
    tickets.exclude(pk__in=volunteers).exclude(answer=LotTicket.Answer.YES).update(salt="", **_EMPTY)
    Attempt.objects.filter(ticket__lot__register=register).delete()
    tickets.update(person=None)
    number, _per_model = RegisterPerson.objects.filter(register=register).delete()
    RegisterImport.objects.filter(pk=register.pk).update(erased_at=at)
    record(register, "register.erased", {"people": number}, at)
    return number
