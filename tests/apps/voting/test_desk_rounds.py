"""The vote's desk before the vote: announce, add, read, judge, withdraw, open; and who may come in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.trail.models import Act
from samenspel.apps.voting import services
from samenspel.apps.voting.models import BudgetRound, Project

from .. import factories as shared
from .factories import Scene, judged, planned, project, scene

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def there() -> Scene:
    return scene()


@pytest.fixture
def budget_round(there: Scene) -> BudgetRound:
    """A round that takes ideas now."""
    now = timezone.now()
    return planned(
        there,
        ideas_from=timezone.localdate() - timedelta(days=3),
        vote_from_at=now + timedelta(days=10),
        vote_until_at=now + timedelta(days=20),
        result_on=timezone.localdate() + timedelta(days=25),
    )


@pytest.fixture
def alice(client: Client, there: Scene) -> Client:
    client.force_login(there.alice)
    return client


def url(name: str, budget_round: BudgetRound, *more: str) -> str:
    place = [budget_round.neighbourhood.slug, budget_round.public_id, *more]
    return reverse(f"voting-desk:{name}", args=place)


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data or {"go": "1"}, headers=EN)


def text(response: Any) -> str:
    return response.content.decode().replace("\xa0", " ")


FACTS = {
    "title": "Wijkbegroting 2027",
    "budget_cents": "150.000,00",
    "criteria": "Voor de hele wijk.",
    "ideas_from": "2027-01-01",
    "vote_from_on": "2027-02-01",
    "vote_until_on": "2027-02-15",
    "result_on": "2027-02-20",
    "choices_min": "3",
    "choices_max": "",
    "choices_advised": "5",
    "age_min": "12",
    "utility": "cost",
    "completion": "none",
}


def test_alice_announces_a_round(alice: Client, there: Scene) -> None:
    response = post(alice, reverse("voting-desk:announce", args=[there.neighbourhood.slug]), **FACTS)
    made = BudgetRound.objects.get()
    assert response.url == url("round", made)
    assert (made.budget_cents, made.choices_min, made.choices_max) == (15_000_000, 3, None)
    ends = timezone.localtime(made.vote_until_at)
    assert (ends.date().isoformat(), ends.hour, ends.minute) == ("2027-02-15", 23, 59)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"budget_cents": "1.500"}, "thousands or cents"),
        ({"budget_cents": "veel"}, "Write an amount"),
        ({"vote_until_on": "2027-01-15"}, "comes before the one above"),
        ({"choices_max": "2"}, "less than the minimum"),
        ({"criteria": ""}, "required"),
    ],
)
def test_a_round_that_can_not_be_is_refused_and_kept(
    alice: Client, there: Scene, change: dict[str, str], told: str
) -> None:
    response = post(alice, reverse("voting-desk:announce", args=[there.neighbourhood.slug]), **(FACTS | change))
    assert response.status_code == 422
    assert told in text(response)
    assert "Wijkbegroting 2027" in text(response)
    assert not BudgetRound.objects.exists()


def test_a_plan_is_added(alice: Client, budget_round: BudgetRound) -> None:
    facts = {"title": "Bankjes", "text": "Acht banken.", "cost_cents": "9600", "icon": ""}
    assert post(alice, url("add-project", budget_round), **facts).status_code == 302
    assert Project.objects.get().cost_cents == 960_000
    again = post(alice, url("add-project", budget_round), **facts)
    assert again.status_code == 422
    assert "a plan with this title already" in text(again)


def test_an_idea_is_read_before_anyone_else_sees_it(alice: Client, there: Scene, budget_round: BudgetRound) -> None:
    idea = services.send_idea(budget_round=budget_round, title="Pomp", text="Een pomp.", cost_cents=90_000)
    public = reverse("voting:round", args=[there.neighbourhood.slug, budget_round.public_id])
    assert "Pomp" not in text(alice.get(public))
    assert not Act.objects.filter(kind="project.proposed").exists()
    assert "1 idea to read" in text(alice.get(reverse("accounts:start", args=[there.neighbourhood.slug]), headers=EN))
    assert post(alice, url("project", budget_round, idea.public_id), act="accept").status_code == 302
    assert "Pomp" in text(alice.get(public))
    assert Act.objects.filter(kind="project.proposed").count() == 1
    assert post(alice, url("project", budget_round, idea.public_id), act="accept").status_code == 422


def test_an_idea_that_is_not_accepted_never_shows(alice: Client, there: Scene, budget_round: BudgetRound) -> None:
    idea = services.send_idea(budget_round=budget_round, title="Reclame", text="Koop nu.", cost_cents=90_000)
    assert post(alice, url("withdraw", budget_round, idea.public_id), reason="Dit is reclame.").status_code == 302
    public = reverse("voting:round", args=[there.neighbourhood.slug, budget_round.public_id])
    assert "Reclame" not in text(alice.get(public))
    assert not Act.objects.filter(kind__in=["project.proposed", "project.withdrawn"]).exists()


def test_an_expert_judges_and_a_no_says_how(client: Client, there: Scene, budget_round: BudgetRound) -> None:
    plan = project(budget_round, "Fontein")
    client.force_login(there.erik)
    assert "Fontein" in text(client.get(reverse("accounts:start", args=[there.neighbourhood.slug])))
    address = url("project", budget_round, plan.public_id)
    refused = post(client, address, feasible="no", reason="Er is geen water.", feasible_if="")
    assert refused.status_code == 422
    assert "Say what would make it a yes" in text(refused)
    assert "Er is geen water." in text(refused)
    assert post(client, address, feasible="yes", reason="").status_code == 422
    assert post(client, address, feasible="no", reason="Er is geen water.", feasible_if="Een pomp.").status_code == 302
    plan.refresh_from_db()
    assert (plan.feasibility, plan.feasible_if) == ("not_feasible", "Een pomp.")


def test_an_organiser_does_not_judge(alice: Client, budget_round: BudgetRound) -> None:
    plan = project(budget_round, "Fontein")
    address = url("project", budget_round, plan.public_id)
    assert "Your judgement" not in text(alice.get(address, headers=EN))
    refused = post(alice, address, feasible="yes", reason="Mooi.", feasible_if="")
    assert refused.status_code == 422
    plan.refresh_from_db()
    assert plan.feasibility == "waiting"


def test_an_expert_does_not_judge_what_nobody_read(client: Client, there: Scene, budget_round: BudgetRound) -> None:
    idea = services.send_idea(budget_round=budget_round, title="Pomp", text="Een pomp.", cost_cents=90_000)
    client.force_login(there.erik)
    address = url("project", budget_round, idea.public_id)
    assert post(client, address, feasible="yes", reason="Kan.", feasible_if="").status_code == 422
    assert post(client, address, act="accept").status_code == 422
    idea.refresh_from_db()
    assert (idea.feasibility, idea.is_public) == ("waiting", False)


def test_a_plan_is_withdrawn_with_a_reason(alice: Client, budget_round: BudgetRound) -> None:
    plan = project(budget_round, "Fontein")
    refused = post(alice, url("withdraw", budget_round, plan.public_id), reason="")
    assert refused.status_code == 422
    assert post(alice, url("withdraw", budget_round, plan.public_id), reason="De bedenker stopt.").status_code == 302
    assert "De bedenker stopt." in text(alice.get(url("round", budget_round)))


def test_opening_says_that_the_rules_freeze(alice: Client, there: Scene, budget_round: BudgetRound) -> None:
    for title in ("Bomen", "Bankjes"):
        judged(there, project(budget_round, title))
    page = text(alice.get(url("open", budget_round), headers=EN))
    assert "the rules freeze now" in page
    assert "€ 50,000" in page
    refused = post(alice, url("open", budget_round), eligibility_source="")
    assert refused.status_code == 422
    assert "Without it the vote stays closed" in text(refused)
    opened = post(alice, url("open", budget_round), eligibility_source="Het bevolkingsregister.")
    assert opened.status_code == 302
    budget_round.refresh_from_db()
    assert budget_round.phase == "voting"
    assert post(alice, url("open", budget_round), eligibility_source="Nog eens.").status_code == 422


def test_a_round_does_not_open_while_an_idea_is_unread(alice: Client, there: Scene, budget_round: BudgetRound) -> None:
    for title in ("Bomen", "Bankjes"):
        judged(there, project(budget_round, title))
    services.send_idea(budget_round=budget_round, title="Pomp", text="Een pomp.", cost_cents=90_000)
    assert post(alice, url("open", budget_round), eligibility_source="Register.").status_code == 422


@pytest.mark.parametrize("name", ["round", "add-project", "open", "codes", "replace-code", "close", "propose", "adopt"])
def test_outsiders_do_not_come_in(client: Client, there: Scene, budget_round: BudgetRound, name: str) -> None:
    address = url(name, budget_round)
    assert f"?next={address}" in client.get(address).url
    client.force_login(shared.person("Fred", "canvasser", where=there.neighbourhood))
    assert client.get(address).status_code == 403
    elsewhere = shared.neighbourhood("Havenwijk", "WK999902")
    client.force_login(shared.person("Greet", "area_manager", where=elsewhere))
    assert client.get(address).status_code == 403
    theirs = reverse(f"voting-desk:{name}", args=[elsewhere.slug, budget_round.public_id])
    assert client.get(theirs).status_code == 404


@pytest.mark.parametrize("name", ["add-project", "open", "codes", "replace-code", "close", "propose", "adopt"])
def test_an_expert_runs_no_round(client: Client, there: Scene, budget_round: BudgetRound, name: str) -> None:
    client.force_login(there.erik)
    assert post(client, url(name, budget_round), eligibility_source="Register.").status_code == 403


def test_the_author_of_an_idea_hears_of_each_step(budget_round: BudgetRound, there: Any) -> None:
    idea = services.send_idea(
        budget_round=budget_round, title="Pomp", text="Een pomp.", cost_cents=9, author_email="carol@example.org"
    )
    matter = matter_of("project", idea.public_id)
    assert matter is not None
    assert matter.followers.get().email == "carol@example.org"
    services.accept_idea(project=idea, by=there.alice)
    services.judge_feasibility(project=idea, feasible=True, reason="Het kan bij de winkel.", by=there.erik)
    services.withdraw_project(project=idea, reason="De winkel doet het zelf.", by=there.alice)
    told = list(matter.steps.values_list("told", flat=True))
    assert len(told) == 4
    assert "Het kan bij de winkel." in told[2]
    matter.refresh_from_db()
    assert (matter.status, matter.outcome) == ("declined", "De winkel doet het zelf.")
