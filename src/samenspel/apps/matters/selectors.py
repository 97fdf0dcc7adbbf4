"""Reads of matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.apps.accounts.selectors import code_by_text
from samenspel.foundation import subjects
from samenspel.foundation.desk import Waiting
from samenspel.foundation.errors import Refusal
from samenspel.foundation.subjects import Subject

from .models import Matter, Promise, ValueWeighing
from .services.following import CODE_PURPOSE, CODE_SUBJECT
from .values import ValuesPage as ValuesPage
from .values import values_of as values_of

# What a matter can be and who can own one, for forms and pages of other apps.
Status = Matter.Status
Owner = Matter.Owner


def matter_of(subject_kind: str, subject_id: str) -> Matter | None:
    """The matter of a subject, or None."""
    return Matter.objects.filter(subject_kind=subject_kind, subject_id=subject_id).first()


def matters_of(neighbourhood: Any, *, subject_kind: str | None = None) -> QuerySet[Matter]:
    """The matters of a neighbourhood, newest first."""
    found = Matter.objects.filter(neighbourhood=neighbourhood).order_by("-created_at")
    return found if subject_kind is None else found.filter(subject_kind=subject_kind)


def overdue_matters(neighbourhood: Any, *, today: date) -> QuerySet[Matter]:
    """Matters whose next step is late, the latest first."""
    return matters_of(neighbourhood).filter(due_on__lt=today).order_by("due_on")


def share_carried_together(neighbourhood: Any) -> tuple[int, int]:
    """(matters carried by more than the municipality alone, matters that someone carries)."""
    carried = Matter.objects.filter(neighbourhood=neighbourhood).exclude(status=Matter.Status.NEW)
    alone = carried.filter(owner_kind=Matter.Owner.OFFICIAL, together_with="")
    return carried.count() - alone.count(), carried.count()


def latest_weighing(subject_kind: str, subject_id: str) -> ValueWeighing | None:
    """How a subject was weighed last, or None."""
    return (
        ValueWeighing.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
        .order_by("-weighed_at", "-pk")
        .first()
    )


def today() -> date:
    """The local day by which a next step is late."""
    return timezone.localdate()


# --- matters with what they are about ------------------------------------------------------------------------


@dataclass(frozen=True)
class MatterRow:
    """A matter as pages show it: what kind it is, where it is read, where it stands.

    `state` is a sign of the look (late, done, off, open, busy). A matter is as public as what it is about.
    """

    matter: Matter
    kind_label: str
    subject: Subject
    state: str
    is_late: bool

    @property
    def is_public(self) -> bool:
        return self.subject.is_public


def rows_of(neighbourhood: Any, matters: Iterable[Matter], *, day: date) -> list[MatterRow]:
    """The matters, in the order given, with what their kinds tell of them."""
    found = list(matters)
    known = subjects.find(neighbourhood, [(matter.subject_kind, matter.subject_id) for matter in found])
    return [
        MatterRow(
            matter=matter,
            kind_label=kind_label(matter.subject_kind),
            subject=known.get((matter.subject_kind, matter.subject_id)) or _unknown(matter),
            state=matter.state(day),
            is_late=matter.is_late(day),
        )
        for matter in found
    ]


def _unknown(matter: Matter) -> Subject:
    """What is not found (any more) is not public."""
    return Subject(matter.subject_kind, matter.subject_id, matter.title, is_public=False)


@dataclass(frozen=True)
class Share:
    """Who carries what is carried. `together` counts what is carried by more than the municipality alone."""

    together: int
    carried: int
    by_residents: int
    by_pair: int
    by_partners: int
    by_official: int
    left_to_street: int
    nobody: int


def share_of(matters: Iterable[Matter]) -> Share:
    """How these matters are carried; each is counted in one place."""
    found = list(matters)
    places = [_carried_by(matter) for matter in found]
    number = {name: places.count(name) for name in ("residents", "pair", "partners", "official", "street", "nobody")}
    carried = len(found) - number["nobody"]
    return Share(
        together=carried - number["official"],
        carried=carried,
        by_residents=number["residents"],
        by_pair=number["pair"],
        by_partners=number["partners"],
        by_official=number["official"],
        left_to_street=number["street"],
        nobody=number["nobody"],
    )


def _carried_by(matter: Matter) -> str:
    if matter.status == Status.LEFT_TO_STREET:
        return "street"
    if matter.owner_kind == Owner.NOBODY:
        return "nobody"
    if matter.owner_kind == Owner.PAIR or (matter.owner_kind == Owner.OFFICIAL and matter.together_with):
        return "pair"
    if matter.owner_kind == Owner.OFFICIAL:
        return "official"
    return "partners" if matter.owner_kind == Owner.PARTNER else "residents"


@dataclass(frozen=True)
class MattersPage:
    """What is done with what was said, in the order in which it should be read: late first.

    Each matter stands in one of the lists; `kinds` are (kind, label, number) for narrowing down, of all matters;
    `share` counts what is listed.
    """

    late: tuple[MatterRow, ...]
    new: tuple[MatterRow, ...]
    going_on: tuple[MatterRow, ...]
    left_to_street: tuple[MatterRow, ...]
    done: tuple[MatterRow, ...]
    declined: tuple[MatterRow, ...]
    kinds: tuple[tuple[str, str, int], ...]
    kind: str
    owner_kind: str
    share: Share
    total: int


def matters_page(
    neighbourhood: Any, *, day: date, only_public: bool, kind: str = "", owner_kind: str = ""
) -> MattersPage:
    """The matters of a neighbourhood; for everyone only those whose subject is public."""
    every = rows_of(neighbourhood, matters_of(neighbourhood), day=day)
    rows = [row for row in every if row.is_public or not only_public]
    present = [row.matter.subject_kind for row in rows]
    shown = [
        row
        for row in rows
        if (not kind or row.matter.subject_kind == kind) and (not owner_kind or row.matter.owner_kind == owner_kind)
    ]
    lists: dict[str, list[MatterRow]] = {name: [] for name in _LISTS}
    for row in shown:
        lists[_list_of(row)].append(row)
    lists["late"].sort(key=_due)
    lists["going_on"].sort(key=_due)
    lists["new"].reverse()
    return MattersPage(
        **{name: tuple(found) for name, found in lists.items()},
        kinds=tuple(
            (one.kind, str(one.label), present.count(one.kind))
            for one in subjects.kinds().values()
            if one.kind in present
        ),
        kind=kind,
        owner_kind=owner_kind,
        share=share_of(row.matter for row in shown),
        total=len(shown),
    )


_LISTS = ("late", "new", "going_on", "left_to_street", "done", "declined")


def _list_of(row: MatterRow) -> str:
    if row.is_late:
        return "late"
    status = Status(row.matter.status)
    return {
        Status.NEW: "new",
        Status.LEFT_TO_STREET: "left_to_street",
        Status.DONE: "done",
        Status.DECLINED: "declined",
    }.get(status, "going_on")


def _due(row: MatterRow) -> tuple[bool, date]:
    return row.matter.due_on is None, row.matter.due_on or date.max


def matter_by_id(public_id: str, *, neighbourhood: Any) -> Matter | None:
    """The matter of this neighbourhood, or None."""
    return Matter.objects.filter(public_id=public_id, neighbourhood=neighbourhood).first()


def matter_row(matter: Matter, *, day: date) -> MatterRow:
    """One matter with what it is about."""
    return rows_of(matter.neighbourhood, [matter], day=day)[0]


def matter_by_code(text: str, *, neighbourhood: Any) -> Matter:
    """The matter that a code on paper belongs to; the code can be used again and again.

    Refuses with 'code_unknown' or 'code_void'.
    """
    code = code_by_text(purpose=CODE_PURPOSE, text=text, subject_kind=CODE_SUBJECT)
    matter = matter_by_id(code.subject_id, neighbourhood=neighbourhood)
    if matter is None:
        raise Refusal(_("We do not know this code here. Is it of another neighbourhood?"), code="code_unknown")
    return matter


def promise_of(matter: Matter) -> Promise | None:
    """The promise behind a matter of that kind, or None."""
    if matter.subject_kind != "promise":
        return None
    return Promise.objects.filter(public_id=matter.subject_id).first()


def waiting_for_desk(_person: Any, neighbourhood: Any) -> list[Waiting]:
    """Late next steps, the latest first."""
    return [
        Waiting(
            matter.title,
            reverse("matters-desk:take-up", args=[neighbourhood.slug, matter.subject_kind, matter.subject_id]),
            matter.due_on,
        )
        for matter in overdue_matters(neighbourhood, today=today())
    ]


def kind_label(kind: str) -> str:
    """What subjects of a kind are called on screen; a kind that no app lists shows its name."""
    known = subjects.kinds().get(kind)
    return str(known.label) if known else kind


def own_rows(neighbourhood: Any, public_ids: Iterable[str], *, day: date) -> list[MatterRow]:
    """The matters with these ids in this neighbourhood, newest first."""
    found = matters_of(neighbourhood).filter(public_id__in=list(public_ids))
    return rows_of(neighbourhood, found, day=day)


def waits_for_confirmation(matter: Matter) -> bool:
    """True while someone left an address for this matter and did not confirm it yet; for who brought it in alone."""
    return matter.followers.filter(confirmed_at=None).exists()
