"""A round is prepared in public, judged by experts, and its rules freeze when the vote opens."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.trail.selectors import acts_of, payload_of, verify_trail
from samenspel.apps.voting import services
from samenspel.apps.voting.engine import lot_commitment
from samenspel.apps.voting.models import BudgetRound, Project
from samenspel.foundation.errors import Outsider, Refusal

from .factories import AT, VOTE_FROM_AT, judged, opened, planned, project, scene

pytestmark = pytest.mark.django_db
SOURCE = "Bevolkingsregister, 1 maart 2026"


def test_alice_opens_the_vote_and_the_rules_are_on_the_trail() -> None:
    there = scene()
    budget_round = opened(there)
    assert budget_round.phase == "voting"
    told = payload_of(acts_of(there.municipality).first())
    assert told["eligibility_source"] == SOURCE
    assert told["tie_commitment"] == lot_commitment(budget_round.tie_order, budget_round.tie_salt)
    # The lot itself is not told before the count.
    assert budget_round.tie_salt not in str(told)
    assert sorted(budget_round.tie_order) == sorted(p.public_id for p in budget_round.projects.all())
    assert verify_trail(there.municipality).verifies


def test_without_a_source_of_who_may_vote_it_stays_closed() -> None:
    there = scene()
    budget_round = planned(there)
    for title in ("Bomen", "Bankjes"):
        judged(there, project(budget_round, title))
    with pytest.raises(Refusal) as refused:
        services.open_round(budget_round=budget_round, eligibility_source="  ", by=there.alice, at=AT)
    assert refused.value.code == "source_missing"
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetRound.objects.filter(pk=budget_round.pk).update(phase="voting", tie_commitment="x")


def test_carol_cannot_open_it_nor_plan_one() -> None:
    there = scene()
    with pytest.raises(Outsider):
        planned(there, by=there.carol)
    with pytest.raises(Outsider):
        services.open_round(budget_round=planned(there), eligibility_source=SOURCE, by=there.carol, at=AT)


def test_a_plan_that_waits_for_an_expert_holds_the_vote_up() -> None:
    there = scene()
    budget_round = planned(there)
    judged(there, project(budget_round, "Bomen"))
    judged(there, project(budget_round, "Bankjes"))
    project(budget_round, "Lampen")
    with pytest.raises(Refusal) as refused:
        services.open_round(budget_round=budget_round, eligibility_source=SOURCE, by=there.alice, at=AT)
    assert refused.value.code == "projects_waiting"


def test_one_plan_is_no_choice_and_twice_is_once() -> None:
    there = scene()
    budget_round = planned(there)
    judged(there, project(budget_round, "Bomen"))
    with pytest.raises(Refusal) as refused:
        services.open_round(budget_round=budget_round, eligibility_source=SOURCE, by=there.alice, at=AT)
    assert refused.value.code == "projects_missing"
    judged(there, project(budget_round, "Bankjes"))
    services.open_round(budget_round=budget_round, eligibility_source=SOURCE, by=there.alice, at=AT)
    with pytest.raises(Refusal) as refused:
        services.open_round(budget_round=budget_round, eligibility_source=SOURCE, by=there.alice, at=AT)
    assert refused.value.code == "round_open"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"criteria": " "}, "criteria_missing"),
        ({"budget_cents": 0}, "round_impossible"),
        ({"choices_min": 0}, "round_impossible"),
        ({"choices_min": 3, "choices_max": 2}, "round_impossible"),
        ({"vote_until_at": VOTE_FROM_AT - timedelta(days=1)}, "round_impossible"),
    ],
)
def test_an_impossible_round_is_refused(facts: dict, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        planned(scene(), **facts)
    assert refused.value.code == code


def test_the_database_freezes_rules_and_projects_once_the_vote_is_open() -> None:
    there = scene()
    budget_round = opened(there)
    rounds = BudgetRound.objects.filter(pk=budget_round.pk)
    plans = Project.objects.filter(budget_round=budget_round)
    attempts = [
        lambda: rounds.update(budget_cents=1),
        lambda: rounds.update(choices_min=2),
        lambda: rounds.update(tie_order=budget_round.tie_order[::-1]),
        lambda: rounds.update(eligibility_source="Iedereen"),
        lambda: rounds.update(vote_until_at=AT + timedelta(days=99)),
        lambda: rounds.update(phase="ideas"),
        lambda: plans.update(cost_cents=1),
        lambda: plans.update(feasibility="waiting"),
        lambda: plans._raw_delete("default"),
        lambda: rounds._raw_delete("default"),
        lambda: Project.objects.create(
            municipality=there.municipality,
            budget_round=budget_round,
            title="Laat",
            text="Te laat.",
            cost_cents=1,
            proposed_at=AT,
        ),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
