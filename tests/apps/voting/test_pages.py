"""The pages of the vote, as a visitor without an account and without JavaScript meets them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from samenspel.apps.voting import presentation, selectors, services, telling
from samenspel.apps.voting.models import Ballot, BudgetRound

from ..factories import neighbourhood
from .factories import AFTER, closed, code, counted, decision, fund, ids, judged, opened, planned, project, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def live() -> BudgetRound:
    """A round in which one can vote at this moment."""
    now = timezone.now()
    return opened(scene(), vote_from_at=now - timedelta(days=1), vote_until_at=now + timedelta(days=7))


def address(name: str, budget_round: BudgetRound) -> str:
    place = {"neighbourhood": budget_round.neighbourhood.slug, "budget_round": budget_round.public_id}
    return reverse(f"voting:{name}", kwargs=place)


def body(client: Client, url: str, status: int = 200, **data: object) -> str:
    headers = {"Accept-Language": "en"}
    response = client.post(url, data, headers=headers) if data else client.get(url, headers=headers)
    assert response.status_code == status
    return response.content.decode()


def test_without_a_round_the_page_says_so(client: Client) -> None:
    where = neighbourhood()
    assert "No vote on money is planned yet" in body(client, reverse("voting:index", args=[where.slug]))


def test_unknown_places_and_rounds_are_not_found(client: Client, live: BudgetRound) -> None:
    assert client.get("/nergens/wijkbegroting/").status_code == 404
    other = neighbourhood("Havenwijk", "WK999902")
    assert client.get(reverse("voting:round", args=[other.slug, live.public_id])).status_code == 404
    for name in ("explanation", "ballots-file", "receipts-file"):
        assert client.get(address(name, live)).status_code == 404


def test_the_plans_stand_with_their_costs_and_a_no_with_its_way_to_yes(client: Client) -> None:
    there = scene()
    budget_round = planned(there)
    judged(there, project(budget_round, "Bomen"))
    judged(there, project(budget_round, "Fontein"), feasible=False, reason="Geen water.", feasible_if="Kies een pomp.")
    page = body(client, reverse("voting:index", args=[there.neighbourhood.slug]))
    assert "€ 30,000" in page.replace("\xa0", " ")
    assert "It could be done if:" in page
    assert "Kies een pomp." in page
    assert "Vote now" not in page


def test_a_ballot_is_chosen_looked_over_and_sent(client: Client, live: BudgetRound) -> None:
    own, chosen = code(live), ids(live, "Bomen", "Bankjes")
    assert "Not sent yet" in body(client, address("ballot", live))
    looked_over = body(client, address("ballot", live), stap="controleer", code=own, plan=chosen)
    assert "You chose 2 plans" in looked_over
    assert Ballot.objects.count() == 0
    changed = body(client, address("ballot", live), stap="kies", code=own, plan=chosen)
    assert changed.count(" checked") == 2
    sent = body(client, address("ballot", live), stap="verstuur", code=own, plan=chosen)
    assert "Your vote is in" in sent
    assert Ballot.objects.get().choices == sorted(chosen)
    # Neither the code nor the choice is kept in the session, and no copy of the page is kept by anyone.
    assert set(client.session.keys()) <= {f"ballot-order-{live.public_id}"}
    response = client.get(address("ballot", live))
    assert "no-store" in response["Cache-Control"]
    twice = body(client, address("ballot", live), 422, stap="verstuur", code=own, plan=chosen)
    assert "This code has been used already." in twice


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"plan": []}, "Choose at least 1"),
        ({"plan": ["bestaatniet"]}, "One of these plans"),
        ({"code": "ABCD-EFGH-JKMN"}, "We do not know this code"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client: Client, live: BudgetRound, facts: dict, said: str) -> None:
    sent = {"stap": "verstuur", "code": code(live), "plan": ids(live, "Bomen"), **facts}
    assert said in body(client, address("ballot", live), 422, **sent)
    assert Ballot.objects.count() == 0


def test_a_closed_round_sends_the_visitor_to_its_page(client: Client) -> None:
    budget_round = closed(scene())
    answer = client.post(address("ballot", budget_round), {"stap": "verstuur", "code": "x", "plan": []})
    assert (answer.status_code, answer.url) == (302, address("round", budget_round))


def test_the_order_differs_between_voters_and_stays_for_one(live: BudgetRound) -> None:
    orders = []
    for _number in range(12):
        client = Client()
        pages = [body(client, address("ballot", live)) for _again in range(2)]
        order = [sorted(ids(live, *["Bomen", "Bankjes", "Lampen", "Tuintjes"]), key=page.index) for page in pages]
        assert order[0] == order[1]
        orders.append(tuple(order[0]))
    assert len(set(orders)) > 1


def test_the_result_tells_who_won_why_and_what_the_most_votes_would_have_chosen(client: Client) -> None:
    there = scene()
    budget_round = counted(there)
    page = body(client, reverse("voting:index", args=[there.neighbourhood.slug])).replace("\xa0", " ")
    assert "One plan goes ahead" in page
    assert "The council decides what happens with € 40,000" in page
    assert "7 neighbours voted for it. The plan costs € 10,000. That is € 1,428.57 each. They still had that." in page
    assert "Then this plan would have gone ahead: Bomen." in page
    assert "The council has yet to adopt it" in page
    assert 'style="' not in page
    every = body(client, address("explanation", budget_round)).replace("\xa0", " ")
    # Six people hold 30,000 minus what they paid for the benches.
    assert "After 1 chosen plan they had € 21,428.57 left together." in every
    assert "From the start that was too little." in every


def test_after_the_decision_the_page_says_so(client: Client) -> None:
    there = scene()
    fund(there)
    budget_round = counted(there)
    services.adopt_result(budget_round=budget_round, decision=decision(there, budget_round), at=AFTER)
    assert "Result, adopted on" in body(client, address("round", budget_round))


def test_the_figures_of_the_explanation_hold_when_counted_again() -> None:
    budget_round = counted(scene())
    page = selectors.result_page(budget_round)
    assert page is not None
    trees = next(one for one in page.losers if one.title == "Bomen")
    figures = budget_round.count.result["projects"][trees.public_id]
    assert figures["missing_cents"] == 3_000_000 - figures["supporters_had_cents"] - 1
    assert page.by_shares == selectors.OtherCount(plans=1, voters_with_a_plan=70)
    assert page.by_votes.plans == 2


def test_the_paragraph_reads_in_dutch_too() -> None:
    budget_round = counted(scene())
    figures = budget_round.count.result["projects"][ids(budget_round, "Bankjes")[0]]
    with translation.override("nl"):
        told = telling.explanation(figures, cost_cents=1_000_000, titles={})
    assert "10.000" in told


def test_a_receipt_is_found_and_a_made_up_one_is_not(client: Client) -> None:
    there = scene()
    budget_round = counted(there)
    number = selectors.receipt_numbers(budget_round)[0]
    found = body(client, f"{address('checking', budget_round)}?bonnetje={number.lower().replace('-', ' ')}")
    assert "Yes, your vote was counted" in found
    assert "We can not find this receipt" in body(client, f"{address('checking', budget_round)}?bonnetje=AAA-BBB")


def test_before_the_count_no_receipt_is_told(client: Client) -> None:
    budget_round = closed(scene())
    page = body(client, f"{address('checking', budget_round)}?bonnetje=AAA-BBB-CCCC")
    assert "The votes are not counted yet" in page
    assert budget_round.ballots_commitment in page


def test_the_files_are_the_published_bytes(client: Client) -> None:
    budget_round = counted(scene())
    assert client.get(address("ballots-file", budget_round)).content == bytes(budget_round.count.ballots_file)
    receipts = client.get(address("receipts-file", budget_round)).content.decode().split()
    assert receipts == selectors.receipt_numbers(budget_round)
    assert len(receipts) == 10


def test_codes_per_day_hide_small_numbers() -> None:
    budget_round = counted(scene())
    days = selectors.codes_by_day(budget_round)
    assert sum(day.issued for day in days) == 10
    assert all(count is None or count >= 5 for day in days for count in (day.used, day.void))


def test_the_command_names_what_differs_from_the_usual() -> None:
    plain = counted(scene())
    assert presentation.count_command(plain) == f"samenspel count wijkbegroting-{plain.public_id}.pb"
    plain.completion = "add1"
    assert presentation.count_command(plain).endswith(" --completion add1")
