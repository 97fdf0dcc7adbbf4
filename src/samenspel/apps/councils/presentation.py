"""The council as a picture, for its own page and for the front page."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from samenspel.foundation.pictures import Seat, responsive, ring_of_seats

from .selectors import CouncilPage

LABEL_CHARACTERS = 3


def council_ring(page: CouncilPage, *, labelled: bool = True, room: str = "medium") -> SafeString:
    """The council around its table, in a wide and a narrow drawing.

    Drawn seats are round and yellow, delegated ones square and blue, empty ones dashed. `labelled` writes the end of
    each holder's pseudonym on the seat; `room` is where the wide drawing fits (see `pictures.responsive`).
    """
    chairs = [
        Seat(seat.origin if seat.holder else "open", seat.holder[-LABEL_CHARACTERS:] if labelled else "")
        for seat in page.seats
    ]
    title = gettext("The council around the table: %(drawn)s drawn residents, %(delegated)s city councillors") % {
        "drawn": page.drawn_count,
        "delegated": page.delegated_count,
    }
    wide, narrow = (
        ring_of_seats(chairs, title=title, centre=str(len(chairs)), note=gettext("seats"), narrow=small)
        for small in (False, True)
    )
    return responsive(wide, narrow, room=room)
