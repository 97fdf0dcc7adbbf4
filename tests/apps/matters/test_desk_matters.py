"""The desk of matters: late first, one question for every kind, promises, and the share in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.factories import adopted_decision, neighbourhood, person
from samenspel.apps.matters import selectors, services
from samenspel.apps.matters.models import Matter, Promise

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
ANSWER = {
    "owner_kind": "pair",
    "owner_name": "De straat",
    "together_with": "Noor",
    "status": "taken_up",
    "next_step": "Samen kijken",
    "due_on": "2030-12-10",
    "outcome": "",
    "told": "",
}


@pytest.fixture
def where() -> Any:
    return neighbourhood()


@pytest.fixture
def alice(client: Client, where: Any) -> Client:
    client.force_login(person("Alice", "area_manager", where=where))
    return client


def take_up(where: Any, kind: str, subject: str) -> str:
    return reverse("matters-desk:take-up", args=[where.slug, kind, subject])


def test_a_promise_is_written_down_taken_up_and_read_by_everyone(alice: Client, where: Any) -> None:
    made = alice.post(
        reverse("matters-desk:promise", args=[where.slug]),
        {"text": "Wij bellen terug over de huisarts", "place": "aan een deur", "promised_on": "2026-03-02"},
    )
    promise = Promise.objects.get()
    assert made.url == take_up(where, "promise", promise.public_id)
    assert "Wij bellen terug" in alice.get(made.url, headers=EN).content.decode()
    assert alice.post(made.url, ANSWER).status_code == 302
    public = Client().get(reverse("matters:index", args=[where.slug]), headers=EN).content.decode()
    assert "Samen kijken" in public
    assert "De straat + Noor" in public
    assert "Of 1 thing that is carried, 1 is carried by more than the municipality alone." in public


def test_a_decision_gets_a_course_by_itself_and_the_same_question(alice: Client) -> None:
    decision = adopted_decision()
    here = decision.council.neighbourhood
    matter = selectors.matter_of("decision", decision.public_id)
    assert matter is not None
    assert matter.status == "new"
    alice.force_login(person("Dina", "area_team_member", where=here))
    response = alice.post(take_up(here, "decision", decision.public_id), ANSWER | {"told": "De straat kiest de plek."})
    assert response.status_code == 302
    assert matter.steps.last().told == "De straat kiest de plek."


@pytest.mark.parametrize(
    "change",
    [
        {"next_step": ""},
        {"due_on": ""},
        {"due_on": "2020-01-01"},
        {"together_with": ""},
        {"owner_kind": "nobody"},
        {"status": "declined"},
    ],
)
def test_what_lacks_something_is_refused_and_kept(alice: Client, where: Any, change: dict[str, str]) -> None:
    alice.post(reverse("matters-desk:promise", args=[where.slug]), {"text": "Wij bellen", "place": "deur"})
    response = alice.post(take_up(where, "promise", Promise.objects.get().public_id), ANSWER | change, headers=EN)
    assert response.status_code == 422
    assert "De straat" in response.content.decode()
    assert Matter.objects.get().status == "new"


def test_late_rises_and_lists_narrow_down(alice: Client, where: Any) -> None:
    team = person("Noor", "area_team_member", where=where)
    yesterday = timezone.localdate() - timedelta(days=1)
    for number, change in enumerate(
        (
            {"status": "busy", "owner_kind": "official", "owner_name": "Noor", "next_step": "Bellen"},
            {"status": "left_to_street", "owner_kind": "resident", "owner_name": "De buren"},
            {"status": "done", "owner_kind": "partner", "owner_name": "De Gong", "outcome": "Geregeld."},
        )
    ):
        promise = services.make_promise(neighbourhood=where, text=f"Belofte {number}", by=team)
        matter: Any = selectors.matter_of("promise", promise.public_id)
        due = {"due_on": yesterday} if number == 0 else {}
        services.take_up_matter(matter=matter, by=team, **change, **due)
    services.make_promise(neighbourhood=where, text="Belofte van niemand", by=team)
    index = reverse("matters-desk:index", args=[where.slug])
    page = alice.get(index, headers=EN).content.decode()
    assert "1 next step is late" in page
    order = ["Belofte 0", "Belofte van niemand", "Belofte 1", "Belofte 2"]
    assert sorted(order, key=page.index) == order
    assert "Of 3 things that are carried, 2 are carried by more than the municipality alone." in page
    narrowed = alice.get(f"{index}?wie=official", headers=EN).content.decode()
    assert "Belofte 0" in narrowed
    assert "Belofte 1" not in narrowed
    assert (
        "Belofte" not in alice.get(f"{index}?soort=signal", headers=EN).content.decode().split("By who carries it")[1]
    )
    start = alice.get(reverse("accounts:start", args=[where.slug])).content.decode()
    assert "Belofte 0" in start


def test_after_keeping_one_returns_only_within_the_site(alice: Client, where: Any) -> None:
    alice.post(reverse("matters-desk:promise", args=[where.slug]), {"text": "Wij bellen", "place": ""})
    address = take_up(where, "promise", Promise.objects.get().public_id)
    assert alice.post(f"{address}?next=https://elders.example/", ANSWER).url == address
    assert alice.post(f"{address}?next=/{where.slug}/", ANSWER).url == f"/{where.slug}/"


def test_outsiders_do_not_come_in(client: Client, where: Any) -> None:
    promise = services.make_promise(
        neighbourhood=where, text="Wij bellen", by=person("Noor", "area_manager", where=where)
    )
    address = take_up(where, "promise", promise.public_id)
    assert "?next=" in client.get(address).url
    client.force_login(person("Carol", "council_member", where=where))
    assert client.get(address).status_code == 403
    assert client.post(address, ANSWER).status_code == 403
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    client.force_login(person("Bob", "area_team_member", where=elsewhere))
    assert client.get(address).status_code == 403
    assert client.get(take_up(elsewhere, "promise", promise.public_id)).status_code == 404
    assert client.get(take_up(elsewhere, "onzin", promise.public_id)).status_code == 404
    assert Matter.objects.get().status == "new"
