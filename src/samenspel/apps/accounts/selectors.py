"""Reads of people, roles and approvals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from .models import Approval, LetterCode, Person, RoleGrant


def has_role(person: Person, role: str, *, municipality: Any, neighbourhood: Any = None) -> bool:
    """True when the person has the role here: in this neighbourhood or in the whole municipality."""
    where = Q(neighbourhood__isnull=True)
    if neighbourhood is not None:
        where |= Q(neighbourhood=neighbourhood)
    return (
        RoleGrant.objects.filter(person=person, role=role, municipality=municipality, ended_at=None)
        .filter(where)
        .exists()
    )


def people_with_role(role: str, *, municipality: Any, neighbourhood: Any = None) -> QuerySet[Person]:
    """The people who have a role here, by name."""
    where = Q(role_grants__neighbourhood__isnull=True)
    if neighbourhood is not None:
        where |= Q(role_grants__neighbourhood=neighbourhood)
    return (
        Person.objects.filter(
            where, role_grants__role=role, role_grants__municipality=municipality, role_grants__ended_at=None
        )
        .distinct()
        .order_by("name")
    )


def waiting_approvals(municipality: Any, *, for_person: Person) -> QuerySet[Approval]:
    """What waits for a second person, without what this person asked."""
    return (
        Approval.objects.filter(municipality=municipality, status=Approval.Status.WAITING)
        .exclude(requested_by=for_person)
        .order_by("requested_at")
    )


@dataclass(frozen=True)
class CodesOfDay:
    """What happened to codes on one day."""

    day: date
    issued: int
    used: int
    void: int


def codes_by_day(*, purpose: str, subject_kind: str, subject_prefix: str) -> list[CodesOfDay]:
    """Codes issued, used and voided per day, the first day first."""
    found = LetterCode.objects.filter(purpose=purpose, subject_kind=subject_kind, subject_id__startswith=subject_prefix)
    issued = Counter(found.values_list("issued_on", flat=True))
    closed = Counter((row.closed_on, row.status) for row in found.exclude(closed_on=None) if row.closed_on)
    days = sorted({*issued, *(day for day, _status in closed)})
    return [
        CodesOfDay(
            day=day,
            issued=issued[day],
            used=closed[day, LetterCode.Status.USED],
            void=closed[day, LetterCode.Status.VOID],
        )
        for day in days
    ]


def code_counts(*, purpose: str, subject_kind: str) -> dict[str, int]:
    """How many codes of a purpose are issued, used and void."""
    counts = (
        LetterCode.objects.filter(purpose=purpose, subject_kind=subject_kind)
        .values_list("status")
        .annotate(number=Count("pk"))
    )
    return {status: 0 for status, _label in LetterCode.Status.choices} | dict(counts)
