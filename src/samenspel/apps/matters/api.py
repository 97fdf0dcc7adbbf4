"""What is taken up, as open data: every matter whose subject is public, and the share that is carried together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class StepOut(Schema):
    """One step in the course of a matter."""

    at: datetime
    status: str
    told: str


class MatterOut(Schema):
    """One matter: what it is about, who carries it, what comes next, what came of it."""

    id: str
    subject_kind: str
    subject_id: str
    title: str
    status: str
    owner_kind: str
    who: str
    next_step: str
    due_on: date | None
    is_late: bool
    outcome: str
    steps: list[StepOut]


class ShareOut(Schema):
    """Who carries what is carried; each matter is counted once."""

    carried: int
    together: int
    by_residents: int
    by_pair: int
    by_partners: int
    by_official: int
    left_to_street: int
    nobody: int


def _public_rows(slug: str, kind: str = "") -> list[Any]:
    where = neighbourhood_by_slug(slug)
    if where is None:
        raise Http404
    found = selectors.matters_of(where, subject_kind=kind or None).prefetch_related("steps")
    return [row for row in selectors.rows_of(where, found, day=selectors.today()) if row.is_public]


def _out(row: Any) -> dict[str, Any]:
    matter = row.matter
    names = ("subject_kind", "subject_id", "title", "status", "owner_kind", "next_step", "due_on", "outcome")
    return {
        **{name: getattr(matter, name) for name in names},
        "id": matter.public_id,
        "who": matter.who,
        "is_late": row.is_late,
        "steps": [{"at": step.at, "status": step.status, "told": step.told} for step in matter.steps.all()],
    }


@router.get("/matters", response=list[MatterOut], summary="What is taken up, newest first")
def matters(request: HttpRequest, neighbourhood: Path[str], kind: str = ""):
    """Every public matter; `kind` narrows it to one kind of subject, such as signal, project, decision or promise."""
    return [_out(row) for row in _public_rows(neighbourhood, kind)]


@router.get("/share", response=ShareOut, summary="The share that is carried together")
def share(request: HttpRequest, neighbourhood: Path[str]):
    """Counts over all public matters; 'together' is what more than the municipality alone carries."""
    return selectors.share_of(row.matter for row in _public_rows(neighbourhood))
