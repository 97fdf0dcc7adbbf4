"""'Was I in the pot?': what someone may know about their own ticket, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import code_by_text
from samenspel.foundation.errors import Refusal

from .. import engine
from ..models import Lot, LotTicket, PanelDraw, RegisterPerson, Volunteer
from ..services.answers import CODE_PURPOSE, CODE_SUBJECT
from ..tickets import ticket_of, written_ticket


@dataclass(frozen=True)
class PotDraw:
    """A draw of panels that someone was in: their ticket, in how many panels, and what became of it.

    `outcome` is 'waiting' (the number has not been published), 'drawn' or 'not_drawn'; 'staying' and 'left_out' tell
    of a replacement in which someone was no candidate. `panels` and `panel_count` are 0 then.
    """

    draw: PanelDraw
    ticket: str
    panels: int
    panel_count: int
    outcome: str


@dataclass(frozen=True)
class PotAnswer:
    """What someone hears. `position` is None as long as the order is not public.

    `salt` and `commitment` let them check their own ticket in the published list; the salt is '' once erased.
    """

    lot: Lot
    number: int
    position: int | None
    is_approached: bool
    answer: str
    answer_label: str
    is_volunteer: bool
    salt: str
    commitment: str
    in_list: bool
    draws: tuple[PotDraw, ...]


def pot_of_code(neighbourhood: Any, code: str) -> PotAnswer:
    """By the code from the letter, which stays as it is. Refuses with 'code_unknown' or 'code_void'."""
    row = code_by_text(purpose=CODE_PURPOSE, text=code, subject_kind=CODE_SUBJECT, also_used=True)
    lot_id, number = ticket_of(row.subject_id)
    ticket = LotTicket.objects.filter(lot__public_id=lot_id, lot__neighbourhood=neighbourhood, number=number).first()
    if ticket is None:
        raise Refusal(_("This code is of another neighbourhood."), code="code_unknown")
    return pot_of_ticket(ticket)


def pot_of_ticket(ticket: LotTicket) -> PotAnswer:
    """What may be told about a ticket, to its holder alone."""
    lot = ticket.lot
    is_public = lot.status == Lot.Status.PUBLISHED
    volunteer = Volunteer.objects.filter(lot_ticket=ticket).select_related("pool").first()
    published = engine.read_bundle(lot.bundle)["tickets"]
    return PotAnswer(
        lot=lot,
        number=ticket.number,
        position=ticket.position if is_public else None,
        is_approached=is_public and ticket.position is not None and ticket.position <= lot.count,
        answer=ticket.answer,
        answer_label=str(ticket.get_answer_display()),
        is_volunteer=volunteer is not None,
        salt=ticket.salt,
        commitment=ticket.commitment,
        in_list=published[ticket.number - 1] == ticket.commitment,
        draws=tuple(_draws_with(volunteer)) if volunteer and volunteer.ticket else (),
    )


def _draws_with(volunteer: Volunteer) -> list[PotDraw]:
    numbers = volunteer.pool.volunteers.exclude(ticket=None).values_list("ticket", flat=True)
    highest = max(number or 0 for number in numbers)
    written = written_ticket(volunteer.ticket or 0, highest)
    public = (PanelDraw.Status.COMMITTED, PanelDraw.Status.PICKED, PanelDraw.Status.PUBLISHED)
    rows = volunteer.pool.draws.filter(status__in=public).order_by("committed_at", "pk")
    return [_draw_with(draw, written) for draw in rows]


def _draw_with(draw: PanelDraw, ticket: str) -> PotDraw:
    if ticket in draw.staying or ticket in draw.left_out:
        return PotDraw(draw, ticket, 0, 0, "staying" if ticket in draw.staying else "left_out")
    document = engine.read_bundle(draw.bundle)
    outcome = "waiting"
    if draw.status == PanelDraw.Status.PUBLISHED:
        outcome = "drawn" if ticket in draw.panel else "not_drawn"
    return PotDraw(draw, ticket, engine.panel_counts(document).get(ticket, 0), len(document["panels"]), outcome)


def people_at(lot: Lot, *, address: str, birth_year: int) -> list[LotTicket]:
    """The tickets of who lives at an address and was born in a year, as far as the register is still there.

    For the keeper's eyes, with the person in front of them. Spaces and capitals do not matter.
    """
    wanted = " ".join(address.split()).casefold()
    people = RegisterPerson.objects.filter(register=lot.register, birth_year=birth_year).only("pk", "address")
    found = [person.pk for person in people if " ".join(person.address.split()).casefold() == wanted]
    return list(lot.tickets.filter(person_id__in=found).select_related("lot", "person").order_by("number"))
