"""Reads of the trail, and its verification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from . import engine
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
    """What an act tells, from its hashed content."""
    return engine.read_content(act.content)["payload"]


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
    told = engine.read_content(act.content)
    stored = engine.act_content(
        municipality=municipality_id,
        sequence=act.sequence,
        kind=act.kind,
        subject=(act.subject_kind, act.subject_id),
        neighbourhood=act.neighbourhood_id_public,
        payload=told.get("payload"),
        at=act.recorded_at,
    )
    return "" if stored == act.content else "columns beside the content"
