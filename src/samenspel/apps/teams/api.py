"""The area team as open data: what its public pages tell, and nothing of people who did not agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class PersonOut(Schema):
    """Someone who agreed to stand on the site, as agreed."""

    name: str
    contact: str


class RosterPlaceOut(Schema):
    """A domain: who agreed to stand there, how many others are there, and whether nobody is."""

    key: str
    name: str
    department: str
    people: list[PersonOut]
    unnamed: int
    is_gap: bool


class VisitsOut(Schema):
    """How many officials came to look in the street for the first time, and how many visits there were."""

    officials: int
    this_year: int
    visits: int
    newest: date | None


class MeaningOut(Schema):
    """What a word means for one domain."""

    domain: str
    meaning: str


class WordOut(Schema):
    """A word that departments use differently."""

    word: str
    plain: str
    meanings: list[MeaningOut]


class LessonOut(Schema):
    """A lesson that officials show to everyone."""

    text: str
    title: str
    held_on: date
    departments: list[str]


class RoleOut(Schema):
    """What a role is for, which screens it has, and for what it may be the second person."""

    role: str
    label: str
    told: str
    screens: list[str]
    decides: list[str]


def _where(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@router.get("/roster", response=list[RosterPlaceOut], summary="Who is there, per domain, and where nobody is")
def roster(request: HttpRequest, neighbourhood: Path[str]):
    """Names and contacts only of people who agreed."""
    return list(selectors.public_team(_where(neighbourhood), day=timezone.localdate()).places)


@router.get("/visits", response=VisitsOut, summary="Officials' first visits to the street")
def visits(request: HttpRequest, neighbourhood: Path[str]):
    """Numbers only."""
    return selectors.first_visits(_where(neighbourhood))


@router.get("/words", response=list[WordOut], summary="Words that departments use differently")
def words(request: HttpRequest, neighbourhood: Path[str], q: str = ""):
    """The dictionary, by word; `q` narrows it."""
    return [
        {
            "word": word.word,
            "plain": word.plain,
            "meanings": [{"domain": one.domain.name, "meaning": one.meaning} for one in word.meanings.all()],
        }
        for word in selectors.words_of(_where(neighbourhood).municipality, query=q[:100])
    ]


@router.get("/lessons", response=list[LessonOut], summary="Lessons that officials show to everyone")
def lessons(request: HttpRequest, neighbourhood: Path[str]):
    """Newest first."""
    return selectors.lessons_of(_where(neighbourhood), only_open=True)


@router.get("/roles", response=list[RoleOut], summary="Who may do what")
def roles(request: HttpRequest, neighbourhood: Path[str]):
    """Read from the workspace itself."""
    return [
        {
            "role": role.role,
            "label": role.label,
            "told": role.told,
            "screens": [screen.label for screen in role.screens],
            "decides": list(role.decides),
        }
        for role in selectors.roles_page(_where(neighbourhood)).roles
    ]
