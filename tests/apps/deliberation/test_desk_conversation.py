"""The conversation's desk: open, seed, read along, import, publish, close; and who may come in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.apps.advice.models import AdviceRequest
from samenspel.apps.deliberation import selectors, services
from samenspel.apps.deliberation.models import Question
from samenspel.apps.jobs.models import Job
from samenspel.apps.jobs.services import run_job

from ..factories import neighbourhood, person
from .factories import organiser, two_groups

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
SCREENS = ["question", "seed", "queue", "import", "map", "ask-advice", "close"]


@pytest.fixture
def asked() -> Question:
    """A question that is open now, in Tuinwijk."""
    where = neighbourhood()
    now = timezone.now()
    return services.open_question(
        neighbourhood=where,
        text="Hoe willen wij dat onze straat eruitziet?",
        closes_at=now + timedelta(days=9),
        by=organiser(where),
        at=now - timedelta(days=1),
    )


@pytest.fixture
def alice(client: Client, asked: Question) -> Client:
    """Alice, who runs the conversation, at her desk."""
    client.force_login(organiser(asked.neighbourhood))
    return client


def url(name: str, question: Question, *more: str) -> str:
    return reverse(f"deliberation-desk:{name}", args=[question.neighbourhood.slug, question.public_id, *more])


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, headers=EN)


def test_alice_opens_a_question(client: Client) -> None:
    where = neighbourhood()
    client.force_login(organiser(where))
    facts = {
        "text": "Wat willen wij met het plein?",
        "positions": "Meer bomen\n\nMeer parkeerplekken",
        "interests": "Schaduw",
        "closes_on": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "results_hidden_until_votes": "7",
    }
    response = post(client, reverse("deliberation-desk:open", args=[where.slug]), **facts)
    question = Question.objects.get()
    assert response.status_code == 302
    assert response.url == url("question", question)
    assert (question.positions, question.interests) == (["Meer bomen", "Meer parkeerplekken"], ["Schaduw"])
    assert timezone.localdate(question.closes_at).isoformat() == facts["closes_on"]


def test_a_question_that_closes_before_it_opens_is_refused_and_kept(client: Client) -> None:
    where = neighbourhood()
    client.force_login(organiser(where))
    facts = {"text": "Wat nu?", "closes_on": "2020-01-01", "results_hidden_until_votes": "0"}
    response = post(client, reverse("deliberation-desk:open", args=[where.slug]), **facts)
    assert response.status_code == 422
    assert "Choose a later day" in response.content.decode()
    assert "Wat nu?" in response.content.decode()
    assert not Question.objects.exists()


def test_seeds_are_there_at_once(alice: Client, asked: Question) -> None:
    response = post(alice, url("seed", asked), texts="Er moet schaduw zijn.\nIk wil kunnen parkeren.", origin="seed")
    assert response.status_code == 302
    assert [(s.text, s.status, s.origin) for s in asked.statements.all()] == [
        ("Er moet schaduw zijn.", "accepted", "seed"),
        ("Ik wil kunnen parkeren.", "accepted", "seed"),
    ]


def test_one_seed_that_is_too_long_keeps_all_out(alice: Client, asked: Question) -> None:
    response = post(alice, url("seed", asked), texts=f"Kort.\n{'x' * 141}", origin="seed")
    assert response.status_code == 422
    assert "Statement 2" in response.content.decode()
    assert not asked.statements.exists()


@pytest.mark.parametrize(("choice", "status"), [("accepted", "accepted"), ("declined", "declined")])
def test_a_statement_is_read(alice: Client, asked: Question, choice: str, status: str) -> None:
    waiting = services.propose_statement(question=asked, text="De stoep is smal.")
    assert "De stoep is smal." in alice.get(url("queue", asked)).content.decode()
    address = url("moderate", asked, waiting.public_id)
    assert post(alice, address, choice=choice, reason="Noemt een bedrijf.").status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == status
    log = alice.get(url("queue", asked)).content.decode()
    assert "Noemt een bedrijf." in log
    assert "Alice" in log


def test_a_no_without_a_reason_is_refused(alice: Client, asked: Question) -> None:
    waiting = services.propose_statement(question=asked, text="De stoep is smal.")
    response = post(alice, url("moderate", asked, waiting.public_id), choice="declined", reason=" ")
    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.status == "waiting"


def test_neither_yes_nor_no_is_refused(alice: Client, asked: Question) -> None:
    waiting = services.propose_statement(question=asked, text="De stoep is smal.")
    assert post(alice, url("moderate", asked, waiting.public_id), choice="misschien").status_code == 422


def files(votes: bytes, comments: bytes) -> dict[str, Any]:
    return {"votes": SimpleUploadedFile("votes.csv", votes), "comments": SimpleUploadedFile("comments.csv", comments)}


def test_a_conversation_is_imported_worked_out_looked_at_and_published(alice: Client, asked: Question) -> None:
    assert post(alice, url("import", asked), **files(*two_groups())).status_code == 302
    started = post(alice, url("compute", asked), go="1")
    job = Job.objects.get()
    assert started.url == reverse("jobs:job", args=[asked.neighbourhood.slug, job.public_id])
    assert run_job(public_id=job.public_id).status == "done"
    assert job.payload["next"] == url("map", asked)
    page = alice.get(url("map", asked), headers=EN).content.decode()
    assert "Look at it before everyone does" in page
    newest = selectors.latest_map(asked, published=False)
    assert newest is not None
    assert len(newest.figures["groups"]) == 2
    named = {"map": newest.public_id, "headline": "Wij willen schaduw.", "group_0": "Rust", "group_1": "Ruimte"}
    one_name = post(alice, url("map", asked), **(named | {"group_1": ""}))
    assert one_name.status_code == 422
    assert "Wij willen schaduw." in one_name.content.decode()
    assert post(alice, url("map", asked), **named).status_code == 302
    newest.refresh_from_db()
    assert newest.published_at
    assert newest.group_names == ["Rust", "Ruimte"]
    again = post(alice, url("map", asked), **named)
    assert again.status_code == 422


def test_faults_of_a_file_come_back_by_row(alice: Client, asked: Question) -> None:
    votes, comments = two_groups(people=4, statements=2)
    broken = votes.replace(b",1\r\n", b",9\r\n", 1)
    response = post(alice, url("import", asked), **files(broken, comments))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was loaded" in page
    assert 'data-kop="What is wrong"' in page
    assert not asked.statements.exists()


def test_without_a_map_there_is_nothing_to_look_at(alice: Client, asked: Question) -> None:
    assert alice.get(url("map", asked)).url == url("question", asked)


def test_closing_is_confirmed_first(alice: Client, asked: Question) -> None:
    services.propose_statement(question=asked, text="Nog niet gelezen.")
    page = alice.get(url("close", asked), headers=EN).content.decode()
    assert "1 statement was not read yet" in page
    asked.refresh_from_db()
    assert asked.phase == "open"
    assert post(alice, url("close", asked), go="1").status_code == 302
    asked.refresh_from_db()
    assert asked.phase == "closed"
    assert post(alice, url("close", asked), go="1").status_code == 422


def test_advice_is_asked_on_a_question(alice: Client, asked: Question) -> None:
    facts = {"domain": "Groen", "question": "Hoeveel schaduw geeft een linde?", "due_on": "2026-12-01"}
    assert post(alice, url("ask-advice", asked), **facts).status_code == 302
    assert AdviceRequest.objects.get().subject_id == asked.public_id
    assert "linde" in alice.get(url("question", asked)).content.decode()
    assert post(alice, url("ask-advice", asked), **(facts | {"question": ""})).status_code == 422


def test_what_waits_stands_on_the_start_page(alice: Client, asked: Question) -> None:
    services.propose_statement(question=asked, text="De stoep is smal.")
    page = alice.get(reverse("accounts:start", args=[asked.neighbourhood.slug]), headers=EN).content.decode()
    assert "1 statement to read" in page
    assert url("queue", asked) in page


def test_a_council_member_may_come_in_too(client: Client, asked: Question) -> None:
    client.force_login(person("Carol", "council_member", where=asked.neighbourhood))
    assert client.get(url("queue", asked)).status_code == 200


@pytest.mark.parametrize("name", SCREENS)
def test_outsiders_do_not_come_in(client: Client, asked: Question, name: str) -> None:
    assert f"?next={url(name, asked)}" in client.get(url(name, asked)).url
    client.force_login(person("Erik", "expert", where=asked.neighbourhood))
    assert client.get(url(name, asked)).status_code == 403
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    client.force_login(person("Bob", "area_manager", where=elsewhere))
    assert client.get(url(name, asked)).status_code == 403
    theirs = reverse(f"deliberation-desk:{name}", args=[elsewhere.slug, asked.public_id])
    assert client.get(theirs).status_code == 404


def test_outsiders_do_not_write(client: Client, asked: Question) -> None:
    waiting = services.propose_statement(question=asked, text="De stoep is smal.")
    client.force_login(person("Erik", "expert", where=asked.neighbourhood))
    for address in (url("compute", asked), url("moderate", asked, waiting.public_id), url("close", asked)):
        assert post(client, address, choice="accepted").status_code == 403
    waiting.refresh_from_db()
    assert waiting.status == "waiting"
