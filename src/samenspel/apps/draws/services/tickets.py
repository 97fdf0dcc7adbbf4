"""Finding a ticket to write on, and who may be written about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Outsider

from ..models import Lot, LotTicket


def locked_ticket(*, ticket: LotTicket) -> LotTicket:
    """The ticket's row, locked until the end of the transaction, with its lot, register and person."""
    return (
        LotTicket.objects.select_for_update(of=("self",))
        .select_related("lot", "lot__register", "person")
        .get(pk=ticket.pk)
    )


def approached_count(*, lot: Lot) -> int:
    """How many people are approached by now: in the order of the lot those of the waves, else all."""
    if lot.filling == Lot.Filling.MIRROR:
        return lot.count
    last = lot.waves.order_by("-number").values_list("last", flat=True).first()
    return last or 0


def require_approached(*, ticket: LotTicket) -> None:
    """Refuse with 'not_drawn' a ticket that is not approached (yet)."""
    lot = ticket.lot
    if (
        lot.status != Lot.Status.PUBLISHED
        or ticket.position is None
        or ticket.position > lot.count
        or ticket.position > approached_count(lot=lot)
    ):
        raise Outsider(_("This ticket was not drawn."), code="not_drawn")
