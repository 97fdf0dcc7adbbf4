"""Reads of people, roles and approvals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.apps.places.selectors import participating_neighbourhoods
from samenspel.foundation.desk import Waiting, approval_kind
from samenspel.foundation.errors import Refusal
from samenspel.foundation.ids import read_back

from . import codes
from .models import Approval, LetterCode, Person, Role, RoleGrant


def has_role(person: Person | None, role: str, *, municipality: Any, neighbourhood: Any = None) -> bool:
    """True when the person has the role here: in this neighbourhood or in the whole municipality."""
    return has_any_role(person, (role,), municipality=municipality, neighbourhood=neighbourhood)


def has_any_role(person: Person | None, roles: Iterable[str], *, municipality: Any, neighbourhood: Any = None) -> bool:
    """True when the person has one of these roles here; without a neighbourhood: in the whole municipality."""
    if person is None:
        return False
    where = Q(neighbourhood__isnull=True)
    if neighbourhood is not None:
        where |= Q(neighbourhood=neighbourhood)
    grants = RoleGrant.objects.filter(where, person=person, municipality=municipality, ended_at=None)
    return grants.filter(role__in=tuple(roles)).exists()


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


def code_by_text(*, purpose: str, text: str, subject_kind: str, also_used: bool = False) -> LetterCode:
    """The code that someone typed, for a purpose in which a code may be shown again and again; it stays as it is.

    With `also_used` a code that was used already counts too: its holder is still its holder. Refuses with
    'code_unknown' or 'code_void'.
    """
    found = LetterCode.objects.filter(
        purpose=purpose, code_hash=codes.hash_of(purpose, read_back(text)), subject_kind=subject_kind
    ).first()
    if found is None:
        raise Refusal(_("We do not know this code. Check what you wrote down."), code="code_unknown")
    allowed = {LetterCode.Status.ISSUED, *([LetterCode.Status.USED] if also_used else [])}
    if found.status not in allowed:
        raise Refusal(_("This code is no longer valid. Use the newest one."), code="code_void")
    return found


def roles_of(person: Any, *, neighbourhood: Any) -> set[str]:
    """The roles that someone has in a neighbourhood, those for the whole municipality included."""
    return set(
        RoleGrant.objects.filter(
            Q(neighbourhood=neighbourhood) | Q(neighbourhood__isnull=True),
            person=person,
            municipality=neighbourhood.municipality,
            ended_at=None,
        ).values_list("role", flat=True)
    )


def has_one_of(person: Any, roles: Iterable[str], *, neighbourhood: Any) -> bool:
    """True when the person has one of these roles in the neighbourhood."""
    return has_any_role(person, roles, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)


def demonstration_people(neighbourhood: Any) -> list[tuple[Person, str]]:
    """(person, role's name) of everyone with a role in a neighbourhood of a demonstration; else nobody."""
    if not neighbourhood.municipality.is_demonstration:
        return []
    grants = RoleGrant.objects.filter(neighbourhood=neighbourhood, ended_at=None).select_related("person")
    return [(grant.person, str(grant.get_role_display())) for grant in grants.order_by("pk")]


def approval_by_id(public_id: str, *, municipality: Any) -> Approval | None:
    """The approval, or None."""
    return (
        Approval.objects.filter(public_id=public_id, municipality=municipality).select_related("requested_by").first()
    )


def approvals_about(*, municipality: Any, kinds: Iterable[str], statuses: Iterable[str]) -> QuerySet[Approval]:
    """Requests of these kinds in these states, the first asked first."""
    return (
        Approval.objects.filter(municipality=municipality, kind__in=list(kinds), status__in=list(statuses))
        .select_related("requested_by", "decided_by")
        .order_by("requested_at", "pk")
    )


def role_names(roles: Iterable[str]) -> list[str]:
    """The names of roles in the language of the page, in the order in which the roles are defined."""
    held = set(roles)
    return [str(label) for value, label in Role.choices if value in held]


def every_role() -> list[tuple[str, str]]:
    """(role, its name in the language of the page) of all roles there are, in the order in which they are defined."""
    return [(value, str(label)) for value, label in Role.choices]


def approvals_for(person: Any, *, neighbourhood: Any) -> list[Approval]:
    """What waits for a second person and may be looked at by this one.

    Each kind of approval says who may decide; nobody sees an own request here.
    """
    held = roles_of(person, neighbourhood=neighbourhood)
    waiting = waiting_approvals(neighbourhood.municipality, for_person=person).select_related("requested_by")
    return [approval for approval in waiting if held & approval_kind(approval.kind).roles]


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """Approvals as things that wait, for the start page."""
    return [
        Waiting(approval.told, reverse("accounts:decide", args=[neighbourhood.slug, approval.public_id]))
        for approval in approvals_for(person, neighbourhood=neighbourhood)
    ]


def approval_for(*, kind: str, subject_kind: str, subject_id: str) -> Approval | None:
    """The newest request for this act on this subject, whatever became of it, or None."""
    return (
        Approval.objects.filter(kind=kind, subject_kind=subject_kind, subject_id=subject_id)
        .select_related("requested_by", "decided_by")
        .order_by("-requested_at", "-pk")
        .first()
    )


def desks_of(person: Any) -> list[Any]:
    """The participating neighbourhoods in which the person has a role, by name."""
    grants = RoleGrant.objects.filter(person=person, ended_at=None).values_list("municipality", "neighbourhood")
    wide = {municipality for municipality, neighbourhood in grants if neighbourhood is None}
    own = {neighbourhood for _municipality, neighbourhood in grants if neighbourhood is not None}
    return [n for n in participating_neighbourhoods() if n.pk in own or n.municipality_id in wide]


def grants_in(neighbourhood: Any) -> list[RoleGrant]:
    """The roles that count in a neighbourhood now, by person; those for the whole municipality included."""
    found = RoleGrant.objects.filter(
        Q(neighbourhood=neighbourhood) | Q(neighbourhood__isnull=True),
        municipality=neighbourhood.municipality,
        ended_at=None,
    )
    return list(found.select_related("person").order_by("person__name", "pk"))


def grant_by_id(pk: int, *, neighbourhood: Any) -> RoleGrant | None:
    """A role in this very neighbourhood that has not ended, or None."""
    return RoleGrant.objects.filter(pk=pk, neighbourhood=neighbourhood, ended_at=None).select_related("person").first()


def person_by_id(public_id: str) -> Person | None:
    """The person, or None."""
    return Person.objects.filter(public_id=public_id, is_active=True).first()
