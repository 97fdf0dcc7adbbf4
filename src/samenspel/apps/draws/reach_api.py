"""Whom the draw reaches, and how seats went in the order of the lot, as open data. Small numbers are hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class ReachRowOut(Schema):
    """One group. `null` where a number is hidden: it is below five, or would reveal one that is."""

    value: str
    neighbourhood_share: float | None
    invited: int | None
    reached: int | None
    yes: int | None
    panel: int | None
    seated: int | None


class ReachTableOut(Schema):
    """Every group of one feature."""

    feature: str
    rows: list[ReachRowOut]


class ReachOut(Schema):
    """From letter to seat, for the newest lot."""

    lot: str
    invited: int
    reached: int
    yes: int
    panel: int
    seated: int
    never_before: int | None
    known_before: int
    people_erased: bool
    tables: list[ReachTableOut]


class PlaceOut(Schema):
    """A ticket in the order of the lot: 'seat', 'yes', 'open' or 'passed'."""

    place: int
    ticket: str
    outcome: str


class GivingOut(Schema):
    """A moment at which seats were given."""

    given_at: datetime
    commitment: str
    bundle: str


class CourseOut(Schema):
    """The course of a lot whose seats go in its order."""

    lot: str
    commitment: str
    seats: int
    open_seats: int
    approached: int
    answer_hours: int
    attempts: int
    letter_days: int
    places: list[PlaceOut]
    givings: list[GivingOut]


def _where(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@router.get("/reach", response=ReachOut, summary="Whom the newest draw reaches, per group")
def reach(request: HttpRequest, neighbourhood: Path[str]) -> dict[str, Any]:
    """Counts from letter to seat beside the neighbourhood; 404 when nothing was drawn yet."""
    found = selectors.latest_reach(_where(neighbourhood))
    if found is None:
        raise Http404
    numbers = ("invited", "reached", "yes", "panel", "seated", "never_before", "known_before")
    return {name: getattr(found, name) for name in numbers} | {
        "lot": found.lot.public_id,
        "people_erased": found.is_kept,
        "tables": [{"feature": table.feature, "rows": [vars(row) for row in table.rows]} for table in found.tables],
    }


@router.get("/lots/{lot}/course", response=CourseOut, summary="How seats go in the order of the lot")
def course(request: HttpRequest, neighbourhood: Path[str], lot: Path[str]) -> dict[str, Any]:
    """Every ticket that was approached, in order; 404 for a lot that is not filled in its order."""
    found = selectors.lot_by_id(_where(neighbourhood), lot)
    if found is None or found.filling != found.Filling.IN_ORDER:
        raise Http404
    page = selectors.filling_page(found)
    numbers = ("seats", "approached", "answer_hours", "attempts", "letter_days")
    return {name: getattr(page, name) for name in numbers} | {
        "lot": found.public_id,
        "commitment": found.commitment,
        "open_seats": max(0, page.free),
        "places": [
            {"place": place, "ticket": ticket, "outcome": outcome}
            for place, (ticket, outcome) in enumerate(page.course, start=1)
        ],
        "givings": [
            {"given_at": one.given_at, "commitment": one.commitment, "bundle": one.bundle} for one in page.givings
        ],
    }
