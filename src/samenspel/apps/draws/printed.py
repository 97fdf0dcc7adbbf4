"""The numbered panels on paper: to hang on the wall before the number falls, and to look it up in afterwards."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import override

from samenspel.foundation.pdf import render_pdf

from . import selectors
from .models import PanelDraw

# A table can be read by rows and columns; with more seats a panel is a line of its own.
TABLE_SEATS_MAX = 17


def panels_pdf(draw: PanelDraw) -> bytes:
    """All numbered panels as an accessible PDF in Dutch, with the code of the draw on every page.

    The same bytes every time: nothing in it depends on when it is made.
    """
    panels = selectors.numbered_panels(draw)
    with override("nl"):
        data: dict[str, Any] = {
            "title": f"De genummerde samenstellingen van de loting in {draw.neighbourhood.name}",
            "neighbourhood": draw.neighbourhood.name,
            "municipality": draw.neighbourhood.municipality.name,
            "sealed_on": date_format(localtime(draw.committed_at), "j F Y, H.i") if draw.committed_at else "",
            "count": number_format(len(panels)),
            "first": panels[0][0],
            "last": panels[-1][0],
            "seats": draw.seats,
            "is_replacement": draw.purpose == PanelDraw.Purpose.REPLACEMENT,
            "staying": draw.staying,
            "commitment": " ".join(draw.commitment[start : start + 4] for start in range(0, 64, 4)),
            "short": " ".join(draw.commitment[start : start + 4] for start in range(0, 16, 4)),
            "as_table": draw.seats <= TABLE_SEATS_MAX,
            "panels": [{"number": number, "tickets": tickets} for number, tickets in panels],
        }
    return render_pdf("draws/panels", data, created_at=draw.committed_at)
