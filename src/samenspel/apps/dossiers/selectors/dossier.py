"""One dossier with all that stands in it, for the workspace and for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from samenspel.apps.matters.selectors import ValuesPage, matter_of, values_of

from ..models import GOING_ON, Audience, Chance, Dossier, PartialProblem, Step
from .linked import LinkGroup, LinkRow, linked_groups
from .told import Face, FacesPage, faces_of, numbers_compared
from .touch import OneSided, Touched, one_sided, touched_by

# Shown with the chances and with the money, not among the other links.
_APART = ("asset", "fund", "estimate")


@dataclass(frozen=True)
class DossierPage:
    """A dossier as its page shows it. `matter` tells who takes it up; `assets` are the linked ones."""

    dossier: Dossier
    chances: tuple[Chance, ...]
    assets: tuple[LinkRow, ...]
    problems: tuple[PartialProblem, ...]
    links: tuple[LinkGroup, ...]
    touched: Touched
    one_sided: OneSided | None
    faces: FacesPage
    values: ValuesPage | None
    matter: Any | None
    is_late: bool
    steps: tuple[Step, ...]

    @property
    def signal_count(self) -> int:
        return sum(len(group.rows) for group in self.links if group.kind == "signal")

    @property
    def problems_by_chair(self) -> list[tuple[PartialProblem, Any]]:
        """Each partial problem with the chair of its domain."""
        chairs = {tile.chair.key: tile.chair for tile in self.touched.tiles}
        return [(one, chairs.get(one.domain)) for one in self.problems]


@dataclass(frozen=True)
class FacePage:
    """A published dossier as told to one audience: the text is its own, the facts are those of every telling."""

    page: DossierPage
    face: Face


def published_dossiers(neighbourhood: Any) -> QuerySet[Dossier]:
    """Dossiers that everyone can read, the newest first."""
    return Dossier.objects.filter(neighbourhood=neighbourhood, published_at__isnull=False)


def open_dossiers(neighbourhood: Any) -> QuerySet[Dossier]:
    """Dossiers that are going on, published or not, the newest first."""
    return Dossier.objects.filter(neighbourhood=neighbourhood, phase__in=GOING_ON)


def dossier_by_id(public_id: str, *, neighbourhood: Any) -> Dossier | None:
    """The dossier, or None."""
    found = Dossier.objects.filter(public_id=public_id, neighbourhood=neighbourhood)
    return found.select_related("neighbourhood", "municipality").first()


def chance_by_id(dossier: Dossier, public_id: str) -> Chance | None:
    """A chance of this dossier, or None."""
    return dossier.chances.filter(public_id=public_id).select_related("dossier__neighbourhood").first()


def problem_by_id(dossier: Dossier, public_id: str) -> PartialProblem | None:
    """A partial problem of this dossier, or None."""
    return dossier.problems.filter(public_id=public_id).select_related("dossier__neighbourhood").first()


def dossier_page(dossier: Dossier, *, today: date, public_only: bool = False) -> DossierPage:
    """All that stands in a dossier; `public_only` leaves out what not everyone may see."""
    groups = linked_groups(dossier, public_only=public_only)
    problems = tuple(dossier.problems.all())
    touched = touched_by(dossier)
    matter: Any = matter_of("dossier", dossier.public_id)
    return DossierPage(
        dossier=dossier,
        chances=tuple(dossier.chances.all()),
        assets=next((group.rows for group in groups if group.kind == "asset"), ()),
        problems=problems,
        links=tuple(group for group in groups if group.kind not in _APART),
        touched=touched,
        one_sided=None if dossier.is_over else one_sided(problems, touched),
        faces=numbers_compared(faces_of(dossier)),
        values=values_of("dossier", dossier.public_id),
        matter=matter,
        is_late=bool(matter and matter.due_on and matter.due_on < today),
        steps=tuple(dossier.steps.select_related("by")),
    )


def face_page(dossier: Dossier, audience: str, *, today: date) -> FacePage | None:
    """A published dossier told to one audience; None when it is not published or there is no such audience."""
    if dossier.published_at is None or audience not in Audience.values:
        return None
    page = dossier_page(dossier, today=today, public_only=True)
    return FacePage(page, next(face for face in page.faces.faces if face.audience == audience))
