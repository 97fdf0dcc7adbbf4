"""What is linked to a dossier, what can be, and in which dossiers a subject stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from samenspel.foundation import subjects
from samenspel.foundation.search import words_of
from samenspel.foundation.subjects import Place, Subject, SubjectKind

from ..models import Dossier, Link

# Chances show their assets and the money is a part of its own: other kinds follow in the order of their lists.
FOUND_PER_KIND = 6


@dataclass(frozen=True)
class LinkRow:
    """A linked subject, and why it was linked ('' when nobody said)."""

    subject: Subject
    why: str


@dataclass(frozen=True)
class LinkGroup:
    """The linked subjects of one kind."""

    kind: str
    label: str
    rows: tuple[LinkRow, ...]


@dataclass(frozen=True)
class FoundGroup:
    """What a search found of one kind; `linked` holds the keys that stand in the dossier already."""

    label: str
    found: tuple[tuple[Subject, bool], ...]


def linked_groups(dossier: Dossier, *, public_only: bool) -> tuple[LinkGroup, ...]:
    """What is linked, by kind; a subject that is gone or (for everyone) not public is left out."""
    links = {(one.subject_kind, one.subject_id): one for one in dossier.links.all()}
    found = subjects.find(dossier.neighbourhood, links)
    groups = []
    for kind in subjects.kinds().values():
        rows = [
            LinkRow(found[key], link.why)
            for key, link in links.items()
            if key[0] == kind.kind and key in found and (found[key].is_public or not public_only)
        ]
        if rows:
            groups.append(LinkGroup(kind.kind, str(kind.label), tuple(rows)))
    return tuple(groups)


def linkable_kinds() -> list[SubjectKind]:
    """The kinds of subjects that can be linked, in order."""
    return list(subjects.kinds().values())


def search_subjects(dossier: Dossier, query: str, *, kind: str = "") -> list[FoundGroup]:
    """What can be linked and has these words, by kind; without words the newest of each."""
    words = words_of(query)
    linked = set(dossier.links.values_list("subject_kind", "subject_id"))
    groups = []
    for one in linkable_kinds():
        if kind and one.kind != kind:
            continue
        hits = [hit for hit in one.search(dossier.neighbourhood, words) if hit.key != ("dossier", dossier.public_id)]
        if hits:
            shown = tuple((hit, hit.key in linked) for hit in hits[:FOUND_PER_KIND])
            groups.append(FoundGroup(str(one.label), shown))
    return groups


def subject_for_link(neighbourhood: Any, kind: str, public_id: str) -> Subject | None:
    """The subject that someone is about to put in a dossier, or None."""
    return subjects.find_one(neighbourhood, kind, public_id)


def links_to(neighbourhood: Any, kind: str, public_id: str) -> Sequence[Dossier]:
    """The dossiers in which a subject stands, newest first."""
    ids = Link.objects.filter(subject_kind=kind, subject_id=public_id).values("dossier")
    return list(Dossier.objects.filter(neighbourhood=neighbourhood, pk__in=ids))


def places_of(neighbourhood: Any, kind: str, public_id: str, at_desk: bool) -> list[Place]:
    """The dossiers in which a subject stands: for everyone the published ones, in the workspace all."""
    return [
        Place(one.title, reverse(_page(at_desk), args=[neighbourhood.slug, one.public_id]))
        for one in links_to(neighbourhood, kind, public_id)
        if at_desk or one.published_at
    ]


def _page(at_desk: bool) -> str:
    return "dossiers-desk:dossier" if at_desk else "dossiers:dossier"
