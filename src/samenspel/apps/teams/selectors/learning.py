"""What officials see and learn: visits to the street, dilemmas, workshops, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samenspel.apps.matters.selectors import matter_of
from samenspel.foundation.desk import Waiting
from samenspel.foundation.search import matches
from samenspel.foundation.search import words_of as words_in

from ..models import Dilemma, Domain, StreetVisit, Word, Workshop

LESSONS_MAX = 60


def domains_by_ids(public_ids: Iterable[str], *, municipality: Any) -> list[Domain]:
    """The domains in use with these ids, in order."""
    return list(Domain.objects.filter(municipality=municipality, ended_on=None, public_id__in=list(public_ids)))


# --- visits ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FirstVisits:
    """How many officials came to look in this street for the first time, counted as residents' first time is.

    Numbers only: who did not go is nobody's business but one's own. `this_year` counts first times of the calendar
    year of the newest visit; `visits` counts every visit.
    """

    officials: int
    this_year: int
    visits: int
    by_domain: tuple[tuple[str, int], ...]
    newest: date | None


def first_visits(neighbourhood: Any) -> FirstVisits:
    """Counts of visits to the street; per domain the number of visits, never of people."""
    found = StreetVisit.objects.filter(neighbourhood=neighbourhood)
    firsts = [row["first"] for row in found.order_by().values("by").annotate(first=Min("visited_on"))]
    rows = list(found.select_related("domain"))
    newest = max((row.visited_on for row in rows), default=None)
    per_domain = Counter(row.domain.name for row in rows if row.domain)
    return FirstVisits(
        officials=len(firsts),
        this_year=sum(1 for first in firsts if newest and first.year == newest.year),
        visits=len(rows),
        by_domain=tuple(sorted(per_domain.items(), key=lambda pair: (-pair[1], pair[0]))),
        newest=newest,
    )


def visits_of(neighbourhood: Any) -> list[StreetVisit]:
    """What was seen in the street, newest first, for those who work here."""
    return list(StreetVisit.objects.filter(neighbourhood=neighbourhood).select_related("by", "domain"))


def own_visits(neighbourhood: Any, *, person: Any) -> int:
    """How often this person went to look."""
    return StreetVisit.objects.filter(neighbourhood=neighbourhood, by=person).count()


# --- dilemmas -------------------------------------------------------------------------------------------------


def visible_dilemmas(neighbourhood: Any, *, person: Any) -> QuerySet[Dilemma]:
    """What this person may read: the own journal, and what others shared."""
    return (
        Dilemma.objects.filter(neighbourhood=neighbourhood)
        .filter(Q(author=person) | ~Q(visibility=Dilemma.Visibility.PRIVATE))
        .select_related("author")
        .prefetch_related("tags__domain")
    )


@dataclass(frozen=True)
class DilemmaPage:
    """One dilemma as a person may read it, with its tags and remarks. For the team the author has a name."""

    dilemma: Dilemma
    is_own: bool
    domains: tuple[str, ...]
    domain_ids: tuple[str, ...]
    remarks: tuple[Any, ...]


def dilemma_page(public_id: str, *, neighbourhood: Any, person: Any) -> DilemmaPage | None:
    """The dilemma, or None when it is not there or not for this person."""
    found = visible_dilemmas(neighbourhood, person=person).filter(public_id=public_id).first()
    if found is None:
        return None
    tags = [tag.domain for tag in found.tags.all()]
    return DilemmaPage(
        dilemma=found,
        is_own=found.author_id == person.pk,
        domains=tuple(domain.name for domain in tags),
        domain_ids=tuple(domain.public_id for domain in tags),
        remarks=tuple(found.remarks.select_related("by")),
    )


def own_dilemma(public_id: str, *, neighbourhood: Any, person: Any) -> DilemmaPage | None:
    """One's own dilemma, or None."""
    page = dilemma_page(public_id, neighbourhood=neighbourhood, person=person)
    return page if page and page.is_own else None


def _found_dilemmas(rows: Iterable[Dilemma], query: str) -> list[Dilemma]:
    words = words_in(query)
    if not words:
        return list(rows)
    return [
        row
        for row in rows
        if matches(
            words, row.title, row.pulls, row.pulls_back, row.did, row.learned, *(t.domain.name for t in row.tags.all())
        )
    ]


# --- workshops and lessons --------------------------------------------------------------------------------------


def workshop_by_id(public_id: str, *, neighbourhood: Any) -> Workshop | None:
    """The workshop with its seats and questions, or None."""
    return (
        Workshop.objects.filter(public_id=public_id, neighbourhood=neighbourhood)
        .select_related("neighbourhood", "started_by")
        .prefetch_related("seats", "questions")
        .first()
    )


@dataclass(frozen=True)
class Lesson:
    """A lesson on the shelf, where it comes from, and what became of the step."""

    text: str
    title: str
    held_on: date
    departments: tuple[str, ...]
    workshop_id: str
    matter: Any | None


def lessons_of(neighbourhood: Any, *, only_open: bool = False, query: str = "") -> list[Lesson]:
    """Lessons of closed workshops, newest first."""
    found = Workshop.objects.filter(neighbourhood=neighbourhood, closed_at__isnull=False).prefetch_related("seats")
    if only_open:
        found = found.filter(lesson_is_open=True)
    words = words_in(query)
    return [
        Lesson(
            text=row.lesson,
            title=row.title,
            held_on=row.held_on,
            departments=tuple(seat.department for seat in row.seats.all()),
            workshop_id=row.public_id,
            matter=matter_of("workshop", row.public_id),
        )
        for row in found[:LESSONS_MAX]
        if not words or matches(words, row.lesson, row.title)
    ]


# --- pages ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LearningDesk:
    """The shelf of what officials learn, as one person sees it."""

    dilemmas: tuple[Dilemma, ...]
    lessons: tuple[Lesson, ...]
    open_workshops: tuple[Workshop, ...]
    visits: tuple[StreetVisit, ...]
    first_visits: FirstVisits
    own_visits: int
    query: str


def learning_desk(neighbourhood: Any, *, person: Any, query: str = "") -> LearningDesk:
    """Dilemmas that this person may read, lessons, workshops that are not closed, visits; narrowed by words."""
    going = Workshop.objects.filter(neighbourhood=neighbourhood, closed_at=None)
    return LearningDesk(
        dilemmas=tuple(_found_dilemmas(visible_dilemmas(neighbourhood, person=person), query)),
        lessons=tuple(lessons_of(neighbourhood, query=query)),
        open_workshops=tuple(going),
        visits=tuple(visits_of(neighbourhood)),
        first_visits=first_visits(neighbourhood),
        own_visits=own_visits(neighbourhood, person=person),
        query=query,
    )


@dataclass(frozen=True)
class OpenDilemma:
    """A dilemma as everyone may read it: nobody's name, and the month instead of the day."""

    title: str
    pulls: str
    pulls_back: str
    did: str
    learned: str
    domains: tuple[str, ...]
    month: date


@dataclass(frozen=True)
class OpenLearning:
    """What officials show of their learning to everyone."""

    dilemmas: tuple[OpenDilemma, ...]
    lessons: tuple[Lesson, ...]
    first_visits: FirstVisits


def open_learning(neighbourhood: Any) -> OpenLearning:
    """Open dilemmas without an author, open lessons, and how many went to look for the first time."""
    found = Dilemma.objects.filter(neighbourhood=neighbourhood, visibility=Dilemma.Visibility.OPEN).prefetch_related(
        "tags__domain"
    )
    return OpenLearning(
        dilemmas=tuple(
            OpenDilemma(
                title=row.title,
                pulls=row.pulls,
                pulls_back=row.pulls_back,
                did=row.did,
                learned=row.learned,
                domains=tuple(tag.domain.name for tag in row.tags.all()),
                month=row.written_at.date().replace(day=1),
            )
            for row in found
        ),
        lessons=tuple(lessons_of(neighbourhood, only_open=True)),
        first_visits=first_visits(neighbourhood),
    )


# --- words ------------------------------------------------------------------------------------------------------


def words_of(municipality: Any, *, query: str = "") -> list[Word]:
    """The dictionary, by word, with what each domain means; narrowed by words if asked."""
    found = Word.objects.filter(municipality=municipality).prefetch_related("meanings__domain")
    words: Sequence[str] = words_in(query)
    return [
        row
        for row in found
        if not words or matches(words, row.word, row.plain, *(meaning.meaning for meaning in row.meanings.all()))
    ]


def word_by_id(public_id: str, *, municipality: Any) -> Word | None:
    """The word with its meanings, or None."""
    found = Word.objects.filter(public_id=public_id, municipality=municipality)
    return found.prefetch_related("meanings__domain").first()


def waiting_for_learning(person: Any, neighbourhood: Any) -> list[Waiting]:
    """Workshops that this person began and did not close."""
    going = Workshop.objects.filter(neighbourhood=neighbourhood, started_by=person, closed_at=None)
    return [
        Waiting(
            _("Go on with the workshop: %(title)s")
            % {"title": workshop.title or date_format(workshop.held_on, "j F Y")},
            reverse("teams-desk:workshop", args=[neighbourhood.slug, workshop.public_id]),
        )
        for workshop in going
    ]
