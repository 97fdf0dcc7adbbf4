"""Codes at the desk: made as long work, fetched once, replaced for a lost letter."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.apps.accounts.models import LetterCode
from samenspel.apps.jobs.models import Job
from samenspel.apps.jobs.services import run_job
from samenspel.apps.voting import letters, services
from samenspel.apps.voting.models import Ballot, BudgetRound
from samenspel.foundation.errors import Refusal

from .factories import Scene, closed, ids, opened, scene

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def there() -> Scene:
    return scene()


@pytest.fixture
def budget_round(there: Scene) -> BudgetRound:
    now = timezone.now()
    return opened(there, vote_from_at=now - timedelta(days=1), vote_until_at=now + timedelta(days=7))


@pytest.fixture
def alice(client: Client, there: Scene) -> Client:
    client.force_login(there.alice)
    return client


def url(name: str, budget_round: BudgetRound, *more: str) -> str:
    place = [budget_round.neighbourhood.slug, budget_round.public_id, *more]
    return reverse(f"voting-desk:{name}", args=place)


def text(response: Any) -> str:
    return response.content.decode().replace("\xa0", " ")


def fetch_address(page: str, budget_round: BudgetRound) -> str:
    stem = url("codes", budget_round) + "afhalen/"
    return stem + page.split(stem)[1].split('"')[0]


def made(client: Client, budget_round: BudgetRound, count: int = 3, shape: str = "list") -> str:
    """Make codes and run the work; the address of the file."""
    response = client.post(url("codes", budget_round), {"count": count, "shape": shape})
    job = Job.objects.latest("pk")
    assert response.url == reverse("jobs:job", args=[budget_round.neighbourhood.slug, job.public_id])
    assert "code" not in str(job.payload).replace("codes/", "").replace("codes", "")
    assert run_job(public_id=job.public_id).status == "done"
    return fetch_address(text(client.get(url("codes", budget_round))), budget_round)


def test_a_list_is_fetched_once_and_its_codes_vote(alice: Client, budget_round: BudgetRound) -> None:
    address = made(alice, budget_round)
    response = alice.post(address)
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == len({row["code"] for row in rows}) == 3
    assert rows[0]["address"].endswith(
        reverse("voting:ballot", args=[budget_round.neighbourhood.slug, budget_round.public_id])
    )
    services.cast_ballot(
        budget_round=budget_round, code=rows[0]["code"], choices=ids(budget_round, "Bomen"), at=timezone.now()
    )
    assert Ballot.objects.count() == 1
    again = alice.post(address, follow=True, headers=EN)
    assert "was fetched already" in text(again)
    assert "Ready to fetch" not in text(again)


def test_a_file_is_fetched_by_its_owner_alone(client: Client, there: Scene, budget_round: BudgetRound) -> None:
    client.force_login(there.alice)
    address = made(client, budget_round)
    client.force_login(there.bob)
    assert "Ready to fetch" not in text(client.get(url("codes", budget_round), headers=EN))
    assert client.post(address)["Content-Type"].startswith("text/html")
    assert client.get(address).status_code == 405
    client.force_login(there.alice)
    assert client.post(address)["Content-Type"].startswith("text/csv")


def test_letters_come_as_pdf(alice: Client, budget_round: BudgetRound) -> None:
    response = alice.post(made(alice, budget_round, count=2, shape="letters"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_many_letters_come_in_several_documents(budget_round: BudgetRound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LETTERS_PER_DOCUMENT", 2)
    codes = services.issue_voting_codes(budget_round=budget_round, count=3)
    file = letters.file_of(budget_round=budget_round, codes=codes, shape="letters", ballot_url="https://example.org/")
    assert file.name.endswith(".zip")
    assert file.data.startswith(b"PK")


def test_when_the_letters_fail_no_code_exists(
    alice: Client, budget_round: BudgetRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr(letters, "file_of", fail)
    alice.post(url("codes", budget_round), {"count": 3, "shape": "list"})
    assert run_job(public_id=Job.objects.get().public_id).status == "failed"
    assert not LetterCode.objects.exists()


@pytest.mark.parametrize("facts", [{"count": "0"}, {"count": "veel"}, {"count": "2001", "shape": "letters"}])
def test_an_impossible_number_is_refused(alice: Client, budget_round: BudgetRound, facts: dict[str, str]) -> None:
    response = alice.post(url("codes", budget_round), {"shape": "list", **facts})
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_after_the_close_no_codes_are_made(alice: Client, there: Scene) -> None:
    over = closed(there)
    assert alice.post(url("codes", over), {"count": 3, "shape": "list"}).status_code == 422
    assert not Job.objects.exists()
    with pytest.raises(Refusal) as refused:
        services.issue_voting_codes(budget_round=over, count=1)
    assert refused.value.code == "round_closed"
    with pytest.raises(Refusal) as refused:
        services.replace_voting_code(budget_round=over, ticket="kwijt")
    assert refused.value.code == "round_closed"


def test_a_lost_code_is_replaced_and_shown_once(alice: Client, budget_round: BudgetRound) -> None:
    lost = services.issue_voting_codes(budget_round=budget_round, count=1)[0]
    page = alice.post(url("replace-code", budget_round), {"ticket": f" {lost.ticket.upper()} "}, headers=EN)
    assert page.status_code == 200
    assert page["Cache-Control"].count("no-store")
    assert "The new code" in text(page)
    assert lost.code not in text(page)
    assert "The new code" not in text(alice.get(url("replace-code", budget_round), headers=EN))
    assert sorted(LetterCode.objects.values_list("status", flat=True)) == ["issued", "void"]


def test_an_unknown_letter_is_refused(alice: Client, budget_round: BudgetRound) -> None:
    response = alice.post(url("replace-code", budget_round), {"ticket": "bestaatniet"}, headers=EN)
    assert response.status_code == 422
    assert "not of this vote" in text(response)
    assert "bestaatniet" in text(response)


def test_outsiders_fetch_nothing(client: Client, there: Scene, budget_round: BudgetRound) -> None:
    client.force_login(there.alice)
    address = made(client, budget_round)
    for person in (there.erik, there.carol):
        client.force_login(person)
        assert client.post(address).status_code == 403
        assert client.post(url("codes", budget_round), {"count": 3, "shape": "list"}).status_code == 403
    client.logout()
    assert "?next=" in client.post(address).url
    assert Job.objects.count() == 1
