"""The one way to put an act on the trail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
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


@transaction.atomic(savepoint=False)
def record_acts(*, municipality: Any, acts: Sequence[NewAct], at: datetime | None = None) -> list[Act]:
    """Append acts in order, gap-free, in the caller's transaction: they stand or fall with what they tell of.

    The head's row is locked, so writers of one municipality queue up; numbers have no gaps and the tree
    has one order. Written in SQL because every vote and every transfer waits for it.
    """
    at = at or timezone.now()
    with connection.cursor() as cursor:
        size, frontier = _locked_head(cursor, municipality)
        rows = [_row(municipality, sequence, act, at) for sequence, act in enumerate(acts, start=size + 1)]
        frontier, size, root = engine.grow(frontier, size, [row.leaf_hash for row in rows])
        for row in rows:
            values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _FIELDS]
            cursor.execute(_INSERT, values)
            row.pk = cursor.fetchone()[0]
            row._state.adding, row._state.db = False, connection.alias
        cursor.execute(
            "UPDATE trail_trailhead SET size = %s, frontier = %s, root = %s WHERE municipality_id = %s",
            [size, json.dumps(frontier), root, municipality.pk],
        )
    return rows


_FIELDS = [field for field in Act._meta.concrete_fields if not field.primary_key]
_INSERT = (
    f"INSERT INTO trail_act ({', '.join(str(field.column) for field in _FIELDS)}) "  # noqa: S608 - names of the model
    f"VALUES ({', '.join(['%s'] * len(_FIELDS))}) RETURNING id"
)


def _locked_head(cursor: Any, municipality: Any) -> tuple[int, list[str]]:
    """Size and edge of the tree, with the head's row locked until the transaction ends; born when new."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    statement = f"SELECT size, frontier FROM trail_trailhead WHERE municipality_id = %s{lock}"  # noqa: S608
    cursor.execute(statement, [municipality.pk])
    row = cursor.fetchone()
    if row is None:
        TrailHead.objects.bulk_create([TrailHead(municipality=municipality)], ignore_conflicts=True)
        return _locked_head(cursor, municipality)
    return row[0], json.loads(row[1])


def _row(municipality: Any, sequence: int, act: NewAct, at: datetime) -> Act:
    content = engine.act_content(
        municipality=municipality.public_id,
        sequence=sequence,
        kind=act.kind,
        subject=(act.subject_kind, act.subject_id),
        neighbourhood=act.neighbourhood,
        payload=act.payload,
        at=at,
    )
    return Act(
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
