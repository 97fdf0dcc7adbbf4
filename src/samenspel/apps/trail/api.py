"""The public log as open data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class ActOut(Schema):
    """One public act."""

    sequence: int
    kind: str
    subject_kind: str
    subject_id: str
    recorded_at: datetime
    leaf_hash: str
    payload: dict[str, Any]

    @staticmethod
    def resolve_payload(act: Any) -> dict[str, Any]:
        return selectors.payload_of(act)


class LogOut(Schema):
    """Acts of one neighbourhood, newest first, with the size and the root of the municipality's whole log."""

    size: int
    root: str
    acts: list[ActOut]


@router.get("/acts", response=LogOut, summary="The public log, newest first")
def acts(
    request: HttpRequest, neighbourhood: Path[str], before: int | None = None, limit: int = Query(100, ge=1, le=500)
):
    """Acts with a number below `before` (default: the newest), at most `limit`."""
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    found = selectors.acts_of(where.municipality, neighbourhood=where.public_id)
    if before is not None:
        found = found.filter(sequence__lt=before)
    size, root = selectors.trail_root(where.municipality)
    return {"size": size, "root": root, "acts": list(found[:limit])}
