"""The one way to put an act on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import engine
from .models import Act, TrailHead


@dataclass(frozen=True)
class NewAct:
    """An act about to be recorded. `payload` holds only dict, list, str, int, bool and None, and no names."""

    kind: str
    subject_kind: str
    subject_id: str
    payload: dict[str, Any] = field(default_factory=dict)
    neighbourhood: str = ""


@transaction.atomic
def record_acts(*, municipality: Any, acts: Sequence[NewAct], at: datetime | None = None) -> list[Act]:
    """Append acts in order, gap-free, in the caller's transaction: they stand or fall with what they tell of.

    The head's row is locked, so writers of one municipality queue up; numbers have no gaps and the tree
    has one order.
    """
    at = at or timezone.now()
    TrailHead.objects.bulk_create([TrailHead(municipality=municipality)], ignore_conflicts=True)
    head = TrailHead.objects.select_for_update().get(municipality=municipality)
    rows = []
    for sequence, act in enumerate(acts, start=head.size + 1):
        content = engine.act_content(
            municipality=municipality.public_id,
            sequence=sequence,
            kind=act.kind,
            subject=(act.subject_kind, act.subject_id),
            neighbourhood=act.neighbourhood,
            payload=act.payload,
            at=at,
        )
        rows.append(
            Act(
                municipality=municipality,
                sequence=sequence,
                kind=act.kind,
                subject_kind=act.subject_kind,
                subject_id=act.subject_id,
                neighbourhood_id_public=act.neighbourhood,
                content=content,
                leaf_hash=engine.hash_of(content),
                recorded_at=at,
            )
        )
    head.frontier, head.size, head.root = engine.grow(head.frontier, head.size, [r.leaf_hash for r in rows])
    created = Act.objects.bulk_create(rows)
    head.save(update_fields=["frontier", "size", "root"])
    return created


def record_act(
    *,
    municipality: Any,
    kind: str,
    subject_kind: str,
    subject_id: str,
    payload: dict[str, Any] | None = None,
    neighbourhood: str = "",
    at: datetime | None = None,
) -> Act:
    """Append one act; see `record_acts`."""
    act = NewAct(kind, subject_kind, subject_id, payload or {}, neighbourhood)
    return record_acts(municipality=municipality, acts=[act], at=at)[0]
