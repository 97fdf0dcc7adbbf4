"""What stands in a dossier: chances, partial problems, links, and advice that is asked from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.advice.services import request_advice
from samenspel.foundation import subjects
from samenspel.foundation.errors import Refusal

from ..access import require_going_on
from ..domains import Chair, chairs_of
from ..models import Chance, Dossier, Link, PartialProblem


@dataclass(frozen=True)
class NewChance:
    """A chance about to be added: what goes well, and from whom it comes (a Chance.Source)."""

    text: str
    source: str = Chance.Source.RESIDENTS


@transaction.atomic
def add_chance(*, dossier: Dossier, chance: NewChance, by: Any, at: datetime | None = None) -> Chance:
    """Add what goes well already. Refuses an empty one ('chance_missing') or one it has ('chance_known')."""
    require_going_on(dossier, by)
    return put_chance(dossier=dossier, chance=chance, at=at or timezone.now())


@transaction.atomic
def remove_chance(*, chance: Chance, by: Any) -> None:
    """Take a chance away, but not the last one where no asset is linked ('chances_missing')."""
    require_going_on(chance.dossier, by)
    others = chance.dossier.chances.exclude(pk=chance.pk).exists()
    if not others and not chance.dossier.links.filter(subject_kind="asset").exists():
        raise Refusal(_("Keep at least one chance: add another one first."), code="chances_missing")
    chance.delete()


@transaction.atomic
def add_problem(
    *,
    dossier: Dossier,
    text: str,
    domain: str,
    by: Any,
    department: str = "",
    solution: str = "",
    at: datetime | None = None,
) -> PartialProblem:
    """Add a part of the issue as a domain sees it, with the solution it proposes, if any.

    Refuses an empty one ('problem_missing'), one that stands there ('problem_known') and an unknown domain.
    """
    require_going_on(dossier, by)
    _chair(dossier, domain)
    if not text.strip():
        raise Refusal(_("Say what this domain sees."), code="problem_missing")
    try:
        with transaction.atomic():
            return PartialProblem.objects.create(
                municipality_id=dossier.municipality_id,
                dossier=dossier,
                text=text.strip(),
                domain=domain,
                department=department.strip(),
                solution=solution.strip(),
                added_at=at or timezone.now(),
            )
    except IntegrityError as error:
        raise Refusal(_("This stands in the dossier already."), code="problem_known") from error


@transaction.atomic
def change_problem(*, problem: PartialProblem, domain: str, department: str, solution: str, by: Any) -> PartialProblem:
    """Change whose a partial problem is and which solution it proposes; '' is none yet."""
    require_going_on(problem.dossier, by)
    _chair(problem.dossier, domain)
    problem.domain, problem.department, problem.solution = domain, department.strip(), solution.strip()
    problem.save(update_fields=["domain", "department", "solution"])
    return problem


@transaction.atomic
def remove_problem(*, problem: PartialProblem, by: Any) -> None:
    """Take a partial problem out of its dossier."""
    require_going_on(problem.dossier, by)
    problem.delete()


@transaction.atomic
def link_subject(
    *, dossier: Dossier, kind: str, public_id: str, by: Any, why: str = "", at: datetime | None = None
) -> Link:
    """Put a subject in a dossier; a second time gives back the first link.

    Refuses what does not exist in this neighbourhood ('subject_unknown') and the dossier itself ('subject_itself').
    """
    require_going_on(dossier, by)
    return put_link(dossier=dossier, kind=kind, public_id=public_id, why=why, by=by, at=at or timezone.now())


@transaction.atomic
def unlink_subject(*, dossier: Dossier, kind: str, public_id: str, by: Any) -> None:
    """Take a subject out of a dossier; nothing happens when it is not in it."""
    require_going_on(dossier, by)
    dossier.links.filter(subject_kind=kind, subject_id=public_id).delete()


@transaction.atomic
def ask_advice(
    *, dossier: Dossier, domain: str, question: str, due_on: date, by: Any, at: datetime | None = None
) -> Any:
    """Ask an expert of a domain about this dossier; the question stands in it at once. Returns the request.

    Refuses an unknown domain, and as `advice.request_advice` does.
    """
    require_going_on(dossier, by)
    at = at or timezone.now()
    request = request_advice(
        neighbourhood=dossier.neighbourhood,
        subject_kind="dossier",
        subject_id=dossier.public_id,
        domain=_chair(dossier, domain).label.lower(),
        question=question,
        due_on=due_on,
        at=at,
    )
    put_link(dossier=dossier, kind="advice", public_id=request.public_id, why="", by=by, at=at)
    return request


def put_chance(*, dossier: Dossier, chance: NewChance, at: datetime) -> Chance:
    """A chance in a dossier, for services that looked at who may."""
    text = " ".join(chance.text.split())
    if not text:
        raise Refusal(_("Say what goes well, or who pulls."), code="chance_missing")
    try:
        with transaction.atomic():
            return Chance.objects.create(
                municipality_id=dossier.municipality_id, dossier=dossier, text=text, source=chance.source, added_at=at
            )
    except IntegrityError as error:
        raise Refusal(_("This stands in the dossier already."), code="chance_known") from error


def put_link(*, dossier: Dossier, kind: str, public_id: str, why: str, by: Any, at: datetime) -> Link:
    """A link in a dossier, for services that looked at who may."""
    if (kind, public_id) == ("dossier", dossier.public_id):
        raise Refusal(_("A dossier does not stand in itself."), code="subject_itself")
    if subjects.find_one(dossier.neighbourhood, kind, public_id) is None:
        raise Refusal(_("We do not know this. Search again."), code="subject_unknown")
    link, _created = Link.objects.get_or_create(
        dossier=dossier,
        subject_kind=kind,
        subject_id=public_id,
        defaults={
            "municipality_id": dossier.municipality_id,
            "why": why.strip(),
            "added_at": at,
            "added_by": by,
        },
    )
    return link


def _chair(dossier: Dossier, domain: str) -> Chair:
    chair = chairs_of(dossier.neighbourhood).get(domain)
    if chair is None:
        raise Refusal(_("This is no domain of the area team."), code="domain_unknown")
    return chair
