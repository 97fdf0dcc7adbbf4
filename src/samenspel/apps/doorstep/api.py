"""How far the doorbells are, as open data: counts alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class OutcomeOut(Schema):
    """An outcome and at how many doors it stands; null where so few that someone could be recognised."""

    outcome: str
    doors: int | None


class ProgressOut(Schema):
    """Rounds, doors on them, doors rung, and signals heard at doors that everyone may read."""

    rounds: int
    doors_planned: int
    doors_rung: int
    signals: int
    outcomes: list[OutcomeOut]


@router.get("/progress", response=ProgressOut, summary="How far the doorbells are")
def progress(request: HttpRequest, neighbourhood: Path[str]):
    """Each door counts once, by the last outcome that stands there."""
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    return selectors.progress_of(where)
