"""The public pages of the area team: names with a yes only, gaps said plainly, what officials learn."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.factories import neighbourhood, person
from apps.teams.factories import AT, DAY, chair, domains, full_workshop
from samenspel.apps.teams import services

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def where() -> Any:
    return neighbourhood()


@pytest.fixture
def manager(where: Any) -> Any:
    return person("Anouk", "area_manager", where=where)


def get(name: str, where: Any, **query: str) -> str:
    response = Client().get(reverse(name, args=[where.slug]), query, headers=EN)
    assert response.status_code == 200
    return response.content.decode()


def test_the_team_shows_names_with_a_yes_and_says_gaps_plainly(where: Any, manager: Any) -> None:
    assert "being put together" in get("teams:team", where)
    shown, hidden = chair(where, manager), chair(where, manager, key="safety", name="Bas Dijkstra")
    services.publish_chair(
        chair=shown, public_name="Noor", public_contact="dinsdag in De Gong", by=manager, agreed_on=DAY
    )
    page = get("teams:team", where)
    assert "9 chairs are empty" in page
    assert "dinsdag in De Gong" in page
    assert "Noor Bakker" not in page
    assert hidden.name not in page
    assert "Someone is there. Ask for this domain." in page
    assert "No official came to look in the street yet" in page
    services.hide_chair(chair=shown, by=manager)
    assert "De Gong" not in get("teams:team", where)


def test_open_learning_names_no_author(where: Any, manager: Any) -> None:
    assert "Nothing here yet" in get("teams:learned", where)
    noor = person("Noor", "area_team_member", where=where)
    page = services.write_dilemma(
        neighbourhood=where, by=noor, title="Regel of buurman?", pulls="De regel", pulls_back="De buurman", at=AT
    )
    services.share_dilemma(dilemma=page, visibility="team", by=noor, names_nobody=True, at=AT)
    assert "Regel of buurman?" not in get("teams:learned", where)
    services.share_dilemma(dilemma=page, visibility="open", by=noor, names_nobody=True, at=AT)
    services.remark_on_dilemma(dilemma=page, text="Wat vroeg je hem?", by=manager, at=AT)
    services.close_workshop(workshop=full_workshop(where, manager), by=manager, at=AT)
    told = get("teams:learned", where)
    assert "Regel of buurman?" in told
    assert "Noor" not in told
    assert "Wat vroeg je hem?" not in told
    assert "Vraag eerst wie wil zorgen" in told
    step = get("matters:index", where)
    assert "Aan tafel met drie buren" in step


def test_words_are_found(where: Any, manager: Any) -> None:
    of = domains(where)
    services.save_word(
        neighbourhood=where,
        by=manager,
        word="participatie",
        plain="meedoen",
        meanings={of["work"]: "meedoen op de arbeidsmarkt", of["participation"]: "meepraten over plannen"},
    )
    assert "arbeidsmarkt" in get("teams:words", where, q="meepraten")
    assert "This word is not in it" in get("teams:words", where, q="kavel")


def test_roles_are_read_from_the_workspace(where: Any) -> None:
    page = get("roles:roles", where)
    assert "Close the vote" in page
    assert "Publish the draw" in page
    assert "The site refuses when they are the same person." in page
    assert page.index("Area manager") < page.index("Canvasser") < page.index("Administrator")
    assert "Nothing yet. What stands above holds." in page


@pytest.mark.parametrize("address", ["gebiedsteam", "gebiedsteam/woorden", "gebiedsteam/wat-wij-leren", "rollen"])
def test_an_unknown_neighbourhood_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/nergens/{address}/").status_code == 404
