"""Sending in an idea, without an account and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.voting.models import BudgetRound, Project

from .factories import opened, planned, scene

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
IDEA = {"title": "Fietspomp", "text": "Een pomp bij de winkel.", "cost_cents": "900", "email": ""}


@pytest.fixture
def budget_round() -> BudgetRound:
    now = timezone.now()
    return planned(
        scene(),
        ideas_from=timezone.localdate(),
        vote_from_at=now + timedelta(days=10),
        vote_until_at=now + timedelta(days=20),
    )


def address(name: str, budget_round: BudgetRound) -> str:
    return reverse(f"voting:{name}", args=[budget_round.neighbourhood.slug, budget_round.public_id])


def post(client: Client, budget_round: BudgetRound, **change: Any) -> Any:
    return client.post(address("idea", budget_round), IDEA | change, headers=EN)


def test_an_idea_waits_to_be_read(client: Client, budget_round: BudgetRound) -> None:
    assert address("idea", budget_round) in client.get(address("round", budget_round)).content.decode()
    response = post(client, budget_round)
    idea = Project.objects.get()
    matter = matter_of("project", idea.public_id)
    assert matter is not None
    assert response.url == reverse("matters:matter", args=[budget_round.neighbourhood.slug, matter.public_id])
    assert (idea.cost_cents, idea.is_public, idea.feasibility) == (90_000, False, "waiting")
    page = client.get(response.url, headers=EN).content.decode()
    assert "We read your idea first" in page
    assert "Write down this code" in page
    # Once only, and nobody else sees the page.
    assert "Write down this code" not in client.get(response.url, headers=EN).content.decode()
    assert Client().get(response.url).status_code == 404
    assert "Fietspomp" not in client.get(address("round", budget_round)).content.decode()


@pytest.mark.parametrize("change", [{"title": ""}, {"cost_cents": "gratis"}, {"cost_cents": "0"}, {"email": "geen"}])
def test_a_form_that_lacks_something_keeps_what_was_typed(
    client: Client, budget_round: BudgetRound, change: dict[str, str]
) -> None:
    response = post(client, budget_round, **change)
    assert response.status_code == 422
    assert "Een pomp bij de winkel." in response.content.decode()
    assert not Project.objects.exists()


def test_the_sixth_in_an_hour_is_too_many(client: Client, budget_round: BudgetRound) -> None:
    for number in range(5):
        assert post(client, budget_round, title=f"Idee {number}").status_code == 302
    refused = post(client, budget_round, title="Nog een")
    assert refused.status_code == 422
    assert "wait an hour" in refused.content.decode()
    assert Project.objects.count() == 5
    assert post(Client(), budget_round, title="Van een ander").status_code == 302


def test_ideas_come_only_while_they_are_asked_for(client: Client) -> None:
    there = scene()
    now = timezone.now()
    early = planned(
        there, ideas_from=timezone.localdate() + timedelta(days=2),
        vote_from_at=now + timedelta(days=10), vote_until_at=now + timedelta(days=20),
    )  # fmt: skip
    assert post(client, early).url == address("round", early)
    voting = opened(there, title="Andere", vote_from_at=now - timedelta(days=1), vote_until_at=now + timedelta(days=2))
    before = Project.objects.count()
    assert post(client, voting).status_code == 302
    assert Project.objects.count() == before
