"""A round on paper: for who has no phone, or does not want one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from samenspel.foundation.pdf import render_pdf

from . import selectors, words


def round_pdf(row: Any, *, created_at: datetime) -> bytes:
    """The list in route order with room to tick, the guide, and the route for care; tagged, in Dutch."""
    people = [place.person.name for place in row.places.select_related("person").order_by("person__name")]
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    with override("nl"):
        told = words.catalogues()["nl"]
        data = {
            "title": f"Ronde: {row.name}",
            "name": row.name,
            "neighbourhood": row.neighbourhood.name,
            "when": f"{date_format(start, 'l j F Y')}, {start:%H.%M} tot {end:%H.%M} uur",
            "place": row.meeting_place,
            "people": people,
            "outcomes": [told[f"outcome_{key}"] for key in ("yes", "thinking", "curious", "no", "not_home", "moved")],
            "guide": [told[f"guide_{number}"].replace("{name}.", "…").replace("{name}", "…") for number in range(1, 6)],
            "stops": selectors.stops_for_paper(row),
            "care": selectors.care_facts(row.neighbourhood),
        }
    return render_pdf("doorstep/round", data, created_at=created_at)
