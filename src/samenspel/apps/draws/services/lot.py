"""Stage 1: the pot is laid down, the lot falls, two people publish it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import request_approval, use_approval
from samenspel.foundation.errors import Refusal

from .. import access, engine
from ..acts import record
from ..models import Lot, RegisterImport
from .ticket_rows import NewTicket, insert_tickets, place_tickets

SALT_BYTES = 32
# Three balls give a thousand orders: too few for a neighbourhood.
LOT_SOURCES = ("text", "numbers", "drand")


@transaction.atomic
def commit_lot(
    *,
    register: RegisterImport,
    count: int,
    announced: str,
    by: Any,
    filling: str = "mirror",
    seats: int | None = None,
    at: datetime | None = None,
) -> Lot:
    """Give everyone in the register a ticket and publish the pot's commitment before the lot falls.

    `announced` is the public randomness that will decide: 'text', 'numbers:NAME;NAME' or 'drand:ROUND'.
    `filling` is how seats go to who says yes: 'in_order' (the first yeses in the order of the lot, `seats` of them)
    or 'mirror' (a panel is drawn); it is sealed with the pot. People who opted out are not in the pot. Refuses with
    'register_gone', 'lot_exists', 'count_outside_pot', 'announced_unknown', 'filling_unknown', 'seats_missing';
    raises EngineError announcement_unknown, drand_round_past.
    """
    access.require_keeper(by, register.neighbourhood)
    at = at or timezone.now()
    register = RegisterImport.objects.select_for_update().get(pk=register.pk)
    if register.status != RegisterImport.Status.LOADED or register.erased_at is not None:
        raise Refusal(_("These people are no longer in the register. Send the file again."), code="register_gone")
    if Lot.objects.filter(register=register).exists():
        raise Refusal(_("This register has its lot already. There is no second one."), code="lot_exists")
    if announced.partition(":")[0] not in LOT_SOURCES:
        raise Refusal(_("Say which public numbers will decide."), code="announced_unknown")
    announced = engine.announcement(announced, at=at)
    if filling not in Lot.Filling.values:
        raise Refusal(_("Choose how the seats are filled."), code="filling_unknown")
    if filling == Lot.Filling.IN_ORDER and not (seats and 1 <= seats <= count):
        raise Refusal(_("Say how many seats there are, at most as many as people to approach."), code="seats_missing")
    tickets = _tickets(register)
    if not 1 <= count <= len(tickets):
        raise Refusal(_("Choose a number of people that are in the pot."), code="count_outside_pot")
    terms = engine.filling_terms(filling, seats)
    bundle = engine.lot_bundle(
        commitments=[ticket.commitment for ticket in tickets], count=count, announced=announced, filling=terms
    )
    lot = Lot.objects.create(
        municipality_id=register.municipality_id,
        neighbourhood=register.neighbourhood,
        register=register,
        filling=filling,
        seats=terms["seats"],
        count=count,
        ticket_count=len(tickets),
        announced=announced,
        commitment=engine.lot_commitment(bundle),
        bundle=bundle.decode(),
        committed_at=at,
    )
    insert_tickets(lot=lot, tickets=tickets)
    payload = {
        "commitment": lot.commitment,
        "tickets": lot.ticket_count,
        "count": count,
        "announced": announced,
        "filling": filling,
        "seats": lot.seats,
        "delete_on": register.delete_on.isoformat(),
    }
    record(lot, "lot.committed", payload, at)
    return lot


def _tickets(register: RegisterImport) -> list[NewTicket]:
    """A ticket each, numbered at random: a place in the file or an address gives nobody a low number."""
    known = register.people.filter(opted_out=False).order_by("pk")
    people = list(known.values_list("pk", "address", "birth_year"))
    secrets.SystemRandom().shuffle(people)
    tickets = []
    for number, (person_id, address, birth_year) in enumerate(people, start=1):
        salt = secrets.token_hex(SALT_BYTES)
        facts = {"address": address, "birth_year": birth_year}
        commitment = engine.personal_commitment(ticket=number, salt=salt, facts=facts)
        tickets.append(NewTicket(number, person_id, salt, commitment))
    return tickets


@transaction.atomic
def draw_lot(*, lot: Lot, source: str, by: Any, at: datetime | None = None) -> Lot:
    """Let the lot fall: everyone's place in the order follows from the announced public randomness.

    `source` is 'text:…' or 'drand:ROUND:SIGNATURE'. Raises EngineError for a source that does not fit what
    was announced, Refusal 'lot_fallen'.
    """
    access.require_keeper(by, lot.neighbourhood)
    at = at or timezone.now()
    locked = Lot.objects.select_for_update().get(pk=lot.pk)
    if locked.status != Lot.Status.COMMITTED:
        raise Refusal(_("This lot has fallen already."), code="lot_fallen")
    bundle, order, randomness = engine.order_of_lot(locked.bundle.encode(), source)
    place_tickets(lot=locked, order=order)
    Lot.objects.filter(pk=lot.pk).update(
        bundle=bundle.decode(), randomness=randomness, status=Lot.Status.DRAWN, drawn_at=at
    )
    lot.refresh_from_db()
    payload = {"commitment": lot.commitment, "randomness": randomness, "first": order[:10]}
    record(lot, "lot.drawn", payload, at)
    return lot


def request_lot_publication(*, lot: Lot, requested_by: Any) -> Any:
    """Ask a second person to look at the fallen lot before it is published."""
    access.require_keeper(requested_by, lot.neighbourhood)
    return request_approval(
        municipality=lot.neighbourhood.municipality,
        kind="lot.publish",
        subject_kind="lot",
        subject_id=lot.public_id,
        payload=_publication(lot),
        requested_by=requested_by,
    )


@transaction.atomic
def publish_lot(*, lot: Lot, approval: Any, at: datetime | None = None) -> Lot:
    """Publish the order of the lot with the approval of a second person. Refuses with 'lot_not_fallen'."""
    at = at or timezone.now()
    locked = Lot.objects.select_for_update().get(pk=lot.pk)
    if locked.status != Lot.Status.DRAWN:
        raise Refusal(_("There is no fallen lot to publish."), code="lot_not_fallen")
    use_approval(
        approval=approval,
        kind="lot.publish",
        subject_kind="lot",
        subject_id=lot.public_id,
        payload=_publication(locked),
        at=at,
    )
    Lot.objects.filter(pk=lot.pk).update(status=Lot.Status.PUBLISHED, published_at=at)
    lot.refresh_from_db()
    record(lot, "lot.published", _publication(lot), at)
    return lot


def _publication(lot: Lot) -> dict[str, Any]:
    return {"commitment": lot.commitment, "randomness": lot.randomness, "count": lot.count}
