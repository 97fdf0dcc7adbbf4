"""The three tellings of a dossier: the newest of each, those before, and which numbers stand in which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ..models import Audience, Dossier, FaceText
from ..numbers import numbers_in


@dataclass(frozen=True)
class Face:
    """How a dossier is told to one audience; no version yet: text '' and version 0."""

    audience: str
    label: str
    text: str = ""
    version: int = 0
    author: str = ""
    written_at: datetime | None = None
    earlier: tuple[FaceText, ...] = ()


@dataclass(frozen=True)
class NumberRow:
    """A number as it was first written, and for each telling whether it holds it: (it does, for whom it is)."""

    written: str
    cells: tuple[tuple[bool, str], ...]

    @property
    def is_everywhere(self) -> bool:
        return all(stands for stands, _label in self.cells)


@dataclass(frozen=True)
class FacesPage:
    """Three tellings side by side; `numbers` compares those that were told, in the order of `told`."""

    faces: tuple[Face, ...]
    told: tuple[Face, ...]
    numbers: tuple[NumberRow, ...]

    @property
    def differing(self) -> tuple[NumberRow, ...]:
        """Numbers that some tellings hold and others don't."""
        return tuple(row for row in self.numbers if not row.is_everywhere)


def faces_of(dossier: Dossier) -> tuple[Face, ...]:
    """The three tellings in order: residents, organisation, politics."""
    versions: dict[str, list[FaceText]] = {}
    for text in dossier.texts.select_related("author").order_by("-version"):
        versions.setdefault(text.audience, []).append(text)
    return tuple(_face(audience, versions.get(audience, [])) for audience in Audience)


def _face(audience: Audience, versions: list[FaceText]) -> Face:
    if not versions:
        return Face(audience.value, str(audience.label))
    latest = versions[0]
    return Face(
        audience.value,
        str(audience.label),
        text=latest.text,
        version=latest.version,
        author=latest.author.name,
        written_at=latest.written_at,
        earlier=tuple(versions[1:]),
    )


def numbers_compared(faces: tuple[Face, ...]) -> FacesPage:
    """Lay the tellings side by side."""
    told = tuple(face for face in faces if face.text)
    written: dict[tuple[Decimal, str], str] = {}
    holds = []
    for face in told:
        found = numbers_in(face.text)
        holds.append({one.key for one in found})
        for one in found:
            written.setdefault(one.key, one.written)
    rows = tuple(
        NumberRow(text, tuple((key in keys, face.label) for keys, face in zip(holds, told, strict=True)))
        for key, text in written.items()
    )
    return FacesPage(faces, told, rows)
