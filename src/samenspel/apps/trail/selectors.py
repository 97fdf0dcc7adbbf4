"""Reads of the trail, and its verification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from samenspel.foundation.lines import lines_of

from . import engine
from .kinds import LABELS
from .models import Act, TrailHead


@dataclass(frozen=True)
class TrailFault:
    """One act that is not as it was recorded: its number and what differs."""

    sequence: int
    what: str


@dataclass(frozen=True)
class TrailReport:
    """The outcome of reading the whole trail again."""

    size: int
    root: str
    faults: tuple[TrailFault, ...]

    @property
    def verifies(self) -> bool:
        return not self.faults


def acts_of(
    municipality: Any, *, neighbourhood: str | None = None, subject: tuple[str, str] | None = None
) -> QuerySet[Act]:
    """Acts of a municipality, newest first; of one neighbourhood or one subject if asked."""
    acts = Act.objects.filter(municipality=municipality).order_by("-sequence")
    if neighbourhood is not None:
        acts = acts.filter(neighbourhood_id_public=neighbourhood)
    if subject is not None:
        acts = acts.filter(subject_kind=subject[0], subject_id=subject[1])
    return acts


def trail_root(municipality: Any) -> tuple[int, str]:
    """(number of acts, hex root of their tree); (0, '') for an empty trail."""
    head = TrailHead.objects.filter(municipality=municipality).first()
    return (head.size, head.root) if head else (0, "")


def payload_of(act: Act) -> dict[str, Any]:
    """What an act tells, from its hashed content; {} where the content was spoilt, as `verify_trail` then tells."""
    try:
        return dict(engine.read_content(act.content)["payload"])
    except (ValueError, KeyError, TypeError):
        return {}


def verify_trail(municipality: Any) -> TrailReport:
    """Read every act again: numbers without gaps, content and columns that agree, hashes, and the root."""
    size, root = trail_root(municipality)
    faults: list[TrailFault] = []
    leaves: list[str] = []
    expected = 0
    for act in Act.objects.filter(municipality=municipality).order_by("sequence").iterator(chunk_size=2000):
        expected += 1
        if act.sequence != expected:
            faults.append(TrailFault(expected, "missing"))
            expected = act.sequence
        if what := _differs(act, municipality.public_id):
            faults.append(TrailFault(act.sequence, what))
        leaves.append(engine.hash_of(act.content))
    frontier, grown, recomputed = engine.grow([], 0, leaves) if leaves else ([], 0, "")
    if grown != size:
        faults.append(TrailFault(size, f"head counts {size} acts, the trail holds {grown}"))
    elif recomputed != root or frontier != _frontier(municipality):
        faults.append(TrailFault(size, "root"))
    return TrailReport(size=size, root=root, faults=tuple(faults))


def _frontier(municipality: Any) -> list[str]:
    head = TrailHead.objects.filter(municipality=municipality).first()
    return head.frontier if head else []


def _differs(act: Act, municipality_id: str) -> str:
    """Name the column that disagrees with the hashed content, or ''."""
    if engine.hash_of(act.content) != act.leaf_hash:
        return "content or leaf hash"
    try:
        told = engine.read_content(act.content)
    except ValueError:
        return "content is no JSON"
    if not isinstance(told, dict):
        return "content is no act"
    try:
        stored = engine.act_content(
            municipality=municipality_id,
            sequence=act.sequence,
            kind=act.kind,
            subject=(act.subject_kind, act.subject_id),
            neighbourhood=act.neighbourhood_id_public,
            payload=told.get("payload", {}),
            at=act.recorded_at,
        )
    except engine.EngineError:
        return "content is no act"
    return "" if stored == act.content else "columns beside the content"


@dataclass(frozen=True)
class ActView:
    """An act as a page shows it: its number, what it is called, when, and on what."""

    sequence: int
    label: str
    recorded_at: datetime
    subject: tuple[str, str]
    leaf_hash: str
    payload: dict[str, Any]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The payload flattened to (path, value) lines, in order."""
        return list(lines_of(self.payload))


def act_view(act: Act) -> ActView:
    """The view of a stored act."""
    return ActView(
        sequence=act.sequence,
        label=str(LABELS.get(act.kind, act.kind)),
        recorded_at=act.recorded_at,
        subject=(act.subject_kind, act.subject_id),
        leaf_hash=act.leaf_hash,
        payload=payload_of(act),
    )


def act_in_detail(municipality: Any, *, sequence: int) -> ActView | None:
    """One act by its number, or None."""
    act = Act.objects.filter(municipality=municipality, sequence=sequence).first()
    return act_view(act) if act else None


def trail_bytes(municipality: Any) -> bytes:
    """The trail as a sealed bundle: what `samenspel verify` checks offline."""
    contents = Act.objects.filter(municipality=municipality).order_by("sequence").values_list("content", flat=True)
    return engine.sealed_trail(municipality.public_id, contents.iterator(chunk_size=2000))
