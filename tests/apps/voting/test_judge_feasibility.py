"""Ideas come in with a cost; an expert judges with a reason, and a no says what would make it a yes."""

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.apps.voting import services
from samenspel.apps.voting.models import Project
from samenspel.foundation.errors import Outsider, Refusal

from .factories import AT, judged, opened, planned, project, scene

pytestmark = pytest.mark.django_db


def test_erik_says_no_with_a_way_to_yes_and_later_yes() -> None:
    there = scene()
    plan = project(planned(there))
    judged(there, plan, feasible=False, reason="Er ligt een gasleiding.", feasible_if="Plant ze twee meter verder.")
    plan.refresh_from_db()
    assert (plan.feasibility, plan.feasible_if) == ("not_feasible", "Plant ze twee meter verder.")
    judged(there, plan, reason="Twee meter verder kan het.")
    plan.refresh_from_db()
    assert (plan.feasibility, plan.feasible_if) == ("feasible", "")
    told = [payload_of(act) for act in acts_of(there.municipality) if act.kind == "project.judged"]
    assert [act["feasible"] for act in told] == [True, False]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"feasible": False, "reason": "Te duur.", "feasible_if": " "}, "way_to_yes_missing"),
    ],
)
def test_a_judgement_without_words_is_refused(facts: dict, code: str) -> None:
    there = scene()
    plan = project(planned(there))
    with pytest.raises(Refusal) as refused:
        judged(there, plan, **facts)
    assert refused.value.code == code


def test_carol_and_alice_are_no_experts() -> None:
    there = scene()
    plan = project(planned(there))
    for person in (there.carol, there.alice):
        with pytest.raises(Outsider) as refused:
            services.judge_feasibility(project=plan, feasible=True, reason="Kan.", by=person, at=AT)
        assert refused.value.code == "not_an_expert"


def test_after_the_opening_nothing_is_judged_or_added() -> None:
    there = scene()
    budget_round = opened(there)
    with pytest.raises(Refusal) as refused:
        judged(there, budget_round.projects.first())
    assert refused.value.code == "round_open"
    with pytest.raises(Refusal) as refused:
        project(budget_round, "Laat")
    assert refused.value.code == "round_open"


def test_a_plan_has_a_title_of_its_own_and_a_cost() -> None:
    budget_round = planned(scene())
    project(budget_round)
    with pytest.raises(Refusal) as refused:
        project(budget_round)
    assert refused.value.code == "title_twice"
    with pytest.raises(Refusal) as refused:
        project(budget_round, "Gratis", 0)
    assert refused.value.code == "cost_not_positive"


def test_withdrawing_needs_a_reason_and_someone_who_may() -> None:
    there = scene()
    plan = opened(there).projects.first()
    with pytest.raises(Outsider):
        services.withdraw_project(project=plan, reason="Verhuisd.", by=there.carol, at=AT)
    with pytest.raises(Refusal) as refused:
        services.withdraw_project(project=plan, reason=" ", by=there.alice, at=AT)
    assert refused.value.code == "reason_missing"
    services.withdraw_project(project=plan, reason="De indiener stopt.", by=there.alice, at=AT)
    with pytest.raises(Refusal) as refused:
        services.withdraw_project(project=plan, reason="De indiener stopt.", by=there.alice, at=AT)
    assert refused.value.code == "withdrawn_already"


def test_the_database_asks_for_the_words_too() -> None:
    plan = project(planned(scene()))
    found = Project.objects.filter(pk=plan.pk)
    for changes in (
        {"feasibility": "feasible"},
        {"feasibility": "not_feasible", "feasibility_reason": "Te duur."},
        {"is_withdrawn": True},
        {"cost_cents": 0},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            found.update(**changes)
