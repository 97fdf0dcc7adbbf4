"""What was heard, as open data: cleared signals by theme, and what rises."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class SignalOut(Schema):
    """One cleared signal; its spot is about a hundred metres precise."""

    public_id: str
    text: str
    source: str
    source_role: str
    place: str
    affects: str
    heard_at: datetime
    longitude: float | None
    latitude: float | None


class ThemeOut(Schema):
    """A theme with its cleared signals, newest first; both empty strings for signals under no theme."""

    public_id: str
    name: str
    told: str
    signals: list[SignalOut]


class RisingOut(Schema):
    """How a theme moved between two windows of eight weeks; numbers are null where too small to tell."""

    theme: str
    before: int | None
    recent: int | None
    verdict: str


class SignalsOut(Schema):
    """What was heard and cleared, by theme, the most heard first."""

    themes: list[ThemeOut]
    rising: list[RisingOut]


@router.get("/signals", response=SignalsOut, summary="What was heard, by theme, and what rises")
def signals(request: HttpRequest, neighbourhood: Path[str], theme: str = "", source: str = "") -> dict[str, Any]:
    """Cleared signals; `theme` (public id) and `source` (door, table, site, mail, desk) narrow them."""
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    groups, part = selectors.cleared_groups(where, theme=theme, source=source), selectors.public_rising(where)
    return {
        "themes": [
            {
                "public_id": group.theme.public_id if group.theme else "",
                "name": group.theme.name if group.theme else "",
                "told": group.told,
                "signals": [selectors.open_signal(signal) for signal in group.signals],
            }
            for group in groups
        ],
        "rising": [
            {"theme": row.theme, "before": row.before, "recent": row.recent, "verdict": row.verdict}
            for row in (part.rows if part else ())
        ],
    }
