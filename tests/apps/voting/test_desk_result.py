"""The end of a vote at the desk: two people close it, it is counted, the council decides, the money is set apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.apps.accounts.models import Approval
from samenspel.apps.councils import services as councils
from samenspel.apps.councils.models import Decision
from samenspel.apps.household.models import Transfer
from samenspel.apps.jobs.models import Job
from samenspel.apps.jobs.services import run_job
from samenspel.apps.voting.models import BudgetRound

from .. import factories as shared
from .factories import Scene, closed, counted, fund, scene, voted

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def there() -> Scene:
    return scene()


@pytest.fixture
def alice(client: Client, there: Scene) -> Client:
    client.force_login(there.alice)
    return client


def url(name: str, budget_round: BudgetRound) -> str:
    return reverse(f"voting-desk:{name}", args=[budget_round.neighbourhood.slug, budget_round.public_id])


def post(client: Client, name: str, budget_round: BudgetRound, **data: Any) -> Any:
    return client.post(url(name, budget_round), data or {"go": "1"}, headers=EN)


def text(response: Any) -> str:
    return response.content.decode().replace("\xa0", " ")


def ran() -> str:
    return run_job(public_id=Job.objects.latest("pk").public_id).status


def test_two_people_close_and_then_it_is_counted(client: Client, there: Scene) -> None:
    budget_round = voted(there)
    client.force_login(there.alice)
    assert post(client, "close", budget_round).status_code == 302
    approval = Approval.objects.get()
    assert "A second person approves it" in text(client.get(url("close", budget_round), headers=EN))
    # Whoever asked can't carry it out yet, nor approve it.
    assert post(client, "carry-out-close", budget_round).url == url("close", budget_round)
    assert not Job.objects.exists()
    decide = reverse("accounts:decide", args=[there.neighbourhood.slug, approval.public_id])
    assert client.post(decide, {"choice": "approve"}).status_code == 422
    client.force_login(there.bob)
    page = text(client.get(decide, headers=EN))
    assert budget_round.title in page
    assert client.post(decide, {"choice": "approve"}).status_code == 302
    client.force_login(there.alice)
    assert "Close the vote now" in text(client.get(url("close", budget_round), headers=EN))
    assert post(client, "carry-out-close", budget_round).status_code == 302
    assert ran() == "done"
    budget_round.refresh_from_db()
    assert budget_round.phase == "closed"
    assert post(client, "count", budget_round).status_code == 302
    assert ran() == "done"
    budget_round.refresh_from_db()
    assert budget_round.phase == "counted"
    assert "1 plan won, for € 10,000 together" in text(client.get(url("round", budget_round), headers=EN))


def test_a_close_that_stopped_goes_on(alice: Client, there: Scene) -> None:
    budget_round = voted(there)
    BudgetRound.objects.filter(pk=budget_round.pk).update(phase="closing")
    assert "Go on with closing" in text(alice.get(url("round", budget_round), headers=EN))
    assert post(alice, "carry-out-close", budget_round).status_code == 302
    assert ran() == "done"
    budget_round.refresh_from_db()
    assert budget_round.phase == "closed"


def test_counting_before_the_close_starts_nothing(alice: Client, there: Scene) -> None:
    budget_round = voted(there)
    assert "Close the vote first" in text(alice.post(url("count", budget_round), follow=True, headers=EN))
    assert not Job.objects.exists()


def proposed(client: Client, there: Scene) -> tuple[BudgetRound, Decision]:
    """The result on the agenda of the council, by way of the desk."""
    shared.council(there.neighbourhood)
    budget_round = counted(there)
    page = text(client.get(url("propose", budget_round)))
    assert "Bankjes" in page
    facts = {
        "title": "Uitslag",
        "text": "Dit gaat door.",
        "consultation": "Tien bewoners stemden.",
        "scope_key": "money",
    }
    assert post(client, "propose", budget_round, **(facts | {"consultation": ""})).status_code == 422
    assert post(client, "propose", budget_round, **(facts | {"scope_key": "zoning"})).status_code == 422
    assert not Decision.objects.exists()
    assert post(client, "propose", budget_round, **facts).status_code == 302
    return budget_round, Decision.objects.get()


def votes(decision: Decision, choice: str = "for") -> None:
    for seat in decision.council.seats.exclude(origin="official"):
        councils.cast_decision_vote(decision=decision, seat=seat, choice=choice, at=timezone.now())


def test_the_council_decides_on_exactly_the_spent_sum(alice: Client, there: Scene) -> None:
    fund(there)
    budget_round, decision = proposed(alice, there)
    assert (decision.amount_cents, decision.subject_id) == (1_000_000, budget_round.public_id)
    assert reverse("councils-desk:decision", args=[there.neighbourhood.slug, decision.public_id]) in text(
        alice.get(url("round", budget_round))
    )
    # It is there already, and nobody has voted yet.
    assert post(alice, "propose", budget_round).url == url("round", budget_round)
    assert post(alice, "adopt", budget_round).status_code == 422
    votes(decision)
    page = text(alice.get(url("adopt", budget_round), headers=EN))
    assert "For these plans" in page
    assert "Wijkbudget" in page
    assert not Transfer.objects.filter(kind="allocate").exists()
    assert post(alice, "adopt", budget_round).status_code == 302
    budget_round.refresh_from_db()
    assert budget_round.phase == "adopted"
    assert sum(Transfer.objects.filter(kind="allocate").values_list("amount_cents", flat=True)) == 1_000_000
    assert post(alice, "adopt", budget_round).url == url("round", budget_round)


def test_when_the_funds_are_short_nothing_stands(alice: Client, there: Scene) -> None:
    fund(there, amount_cents=400_000)
    budget_round, decision = proposed(alice, there)
    votes(decision)
    assert "The funds are € 6,000 short" in text(alice.get(url("adopt", budget_round), headers=EN))
    assert post(alice, "adopt", budget_round).status_code == 422
    decision.refresh_from_db()
    assert decision.status == "proposed"


def test_a_no_of_the_council_is_recorded_and_can_be_put_again(alice: Client, there: Scene) -> None:
    fund(there)
    budget_round, decision = proposed(alice, there)
    votes(decision, "against")
    page = text(alice.post(url("adopt", budget_round), {"go": "1"}, follow=True, headers=EN))
    assert "The council voted no" in page
    assert "Put it before the council" in page
    decision.refresh_from_db()
    budget_round.refresh_from_db()
    assert (decision.status, budget_round.phase) == ("rejected", "counted")


def test_before_the_count_there_is_nothing_to_decide(alice: Client, there: Scene) -> None:
    budget_round = closed(there)
    for name in ("propose", "adopt"):
        assert post(alice, name, budget_round).url == url("round", budget_round)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["close", "carry-out-close", "count", "propose", "adopt"])
def test_outsiders_end_no_vote(client: Client, there: Scene, name: str) -> None:
    budget_round = voted(there)
    assert "?next=" in post(client, name, budget_round).url
    for person in (there.erik, there.carol, shared.person("Greet", "area_manager", where=_elsewhere())):
        client.force_login(person)
        assert post(client, name, budget_round).status_code == 403
    assert not Approval.objects.exists()
    assert not Job.objects.exists()


def _elsewhere() -> Any:
    return shared.neighbourhood("Havenwijk", "WK999902")
