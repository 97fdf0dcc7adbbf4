"""The area team and what is taken up as open data: public facts only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps import factories
from apps.teams.factories import AT, DAY, chair, domains, full_workshop
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import make_promise, take_up_matter
from samenspel.apps.picture.services import raise_signal
from samenspel.apps.teams import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Any:
    return factories.neighbourhood()


@pytest.fixture
def anouk(where: Any) -> Any:
    return factories.person("Anouk", "area_manager", where=where)


def get(where: Any, path: str) -> Any:
    response = Client().get(f"/api/v1/{where.slug}/{path}")
    assert response.status_code == 200
    return response.json()


def test_the_roster_names_who_agreed_and_tells_gaps(where: Any, anouk: Any) -> None:
    shown = chair(where, anouk)
    chair(where, anouk, key="safety", name="Bas Dijkstra")
    services.publish_chair(chair=shown, public_name="Noor", public_contact="dinsdag", by=anouk, agreed_on=DAY)
    told = {place["key"]: place for place in get(where, "teams/roster")}
    assert told["youth"]["people"] == [{"name": "Noor", "contact": "dinsdag"}]
    assert (told["safety"]["people"], told["safety"]["unnamed"], told["safety"]["is_gap"]) == ([], 1, False)
    assert told["care"]["is_gap"]


def test_visits_words_lessons_and_roles(where: Any, anouk: Any) -> None:
    of = domains(where)
    services.record_visit(neighbourhood=where, by=anouk, visited_on=DAY, street="Vlasstraat", seen="Smal.", at=AT)
    visits = get(where, "teams/visits")
    assert visits == {"officials": 1, "this_year": 1, "visits": 1, "newest": "2026-03-02"}
    meanings = {of["work"]: "werk zoeken", of["participation"]: "meepraten"}
    services.save_word(neighbourhood=where, by=anouk, word="Participatie", plain="meedoen", meanings=meanings)
    assert [word["plain"] for word in get(where, "teams/words?q=meepraten")] == ["meedoen"]
    assert get(where, "teams/words?q=kavel") == []
    services.close_workshop(workshop=full_workshop(where, anouk, lesson_is_open=False), by=anouk, at=AT)
    services.close_workshop(workshop=full_workshop(where, anouk), by=anouk, at=AT)
    assert len(get(where, "teams/lessons")) == 1
    roles = {role["role"]: role for role in get(where, "teams/roles")}
    assert roles["city_councillor"]["decides"] == []
    assert roles["area_manager"]["decides"]


def test_only_matters_whose_subject_is_public_are_told(where: Any, anouk: Any) -> None:
    raise_signal(neighbourhood=where, text="De lamp is stuk.", source="site")
    promise = make_promise(neighbourhood=where, text="Wij bellen terug", by=anouk)
    matter = matter_of("promise", promise.public_id)
    assert matter is not None
    yesterday = timezone.localdate() - timedelta(days=1)
    facts = {"status": "busy", "owner_kind": "pair", "owner_name": "Noor", "together_with": "Ineke"}
    take_up_matter(matter=matter, by=anouk, next_step="Bellen", due_on=yesterday, **facts)
    [told] = get(where, "matters/matters")
    assert (told["title"], told["who"], told["is_late"]) == ("Wij bellen terug", "Noor + Ineke", True)
    assert [step["status"] for step in told["steps"]] == ["new", "busy"]
    assert get(where, "matters/matters?kind=signal") == []
    share = get(where, "matters/share")
    assert (share["carried"], share["together"], share["by_pair"]) == (1, 1, 1)


@pytest.mark.parametrize("path", ["teams/roster", "teams/words", "teams/roles", "matters/matters", "matters/share"])
def test_an_unknown_neighbourhood_is_not_found(path: str) -> None:
    assert Client().get(f"/api/v1/nergens/{path}").status_code == 404
