"""The experts' desk: what is asked, and answering it once with a source."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.factories import neighbourhood, person
from samenspel.apps.advice.services import request_advice

pytestmark = pytest.mark.django_db
ANSWER = {"answer": "Anderhalve meter.", "source": "CROW-publicatie 337", "verdict": ""}


@pytest.fixture
def asked() -> Any:
    return request_advice(
        neighbourhood=neighbourhood(),
        subject_kind="question",
        subject_id="vraag",
        domain="Openbare ruimte",
        question="Hoe breed moet een stoep zijn?",
        due_on=date(2026, 12, 1),
    )


def url(asked: Any) -> str:
    return reverse("advice-desk:answer", args=[asked.neighbourhood.slug, asked.public_id])


def erik(client: Client, asked: Any) -> Client:
    client.force_login(person("Erik", "expert", where=asked.neighbourhood))
    return client


def test_erik_answers_with_a_source(client: Client, asked: Any) -> None:
    erik(client, asked)
    start = client.get(reverse("accounts:start", args=[asked.neighbourhood.slug])).content.decode()
    assert "Hoe breed moet een stoep zijn?" in start
    assert client.post(url(asked), ANSWER).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == ("answered", "Anderhalve meter.")
    index = client.get(reverse("advice-desk:index", args=[asked.neighbourhood.slug])).content.decode()
    assert "Erik" in index
    assert "Anderhalve meter." in client.get(url(asked)).content.decode()


@pytest.mark.parametrize(
    "change",
    [{"answer": ""}, {"source": ""}, {"verdict": "not_feasible"}, {"verdict": "not_feasible", "reason": "Te duur."}],
)
def test_an_answer_that_lacks_something_is_refused_and_kept(client: Client, asked: Any, change: dict[str, str]) -> None:
    response = erik(client, asked).post(url(asked), ANSWER | change)
    assert response.status_code == 422
    assert (ANSWER | change)["answer"] in response.content.decode()
    asked.refresh_from_db()
    assert asked.status == "asked"


def test_an_answer_is_given_once(client: Client, asked: Any) -> None:
    erik(client, asked).post(url(asked), ANSWER)
    response = client.post(url(asked), ANSWER | {"answer": "Twee meter."})
    assert response.status_code == 422
    asked.refresh_from_db()
    assert asked.answer == "Anderhalve meter."


def test_outsiders_do_not_come_in(client: Client, asked: Any) -> None:
    assert client.get(url(asked)).status_code == 302
    client.force_login(person("Alice", "area_manager", where=asked.neighbourhood))
    assert client.post(url(asked), ANSWER).status_code == 403
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    client.force_login(person("Fred", "expert", where=elsewhere))
    assert client.post(url(asked), ANSWER).status_code == 403
    assert client.get(reverse("advice-desk:answer", args=[elsewhere.slug, asked.public_id])).status_code == 404
    asked.refresh_from_db()
    assert asked.status == "asked"
