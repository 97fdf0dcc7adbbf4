"""The council adopts a result and the book allocates the money: both, or neither."""

import pytest

from samenspel.apps.household import services as household
from samenspel.apps.household.models import Transfer
from samenspel.apps.matters.models import Matter
from samenspel.apps.voting import services
from samenspel.foundation.errors import Outsider, Refusal

from .. import factories as shared
from .factories import AFTER, closed, counted, decision, fund, scene

pytestmark = pytest.mark.django_db


def allocated_cents() -> int:
    return sum(Transfer.objects.filter(kind="allocate").values_list("amount_cents", flat=True))


def test_the_decision_stands_and_the_money_is_allocated() -> None:
    there = scene()
    fund(there)
    budget_round = counted(there)
    proposed = decision(there, budget_round)
    services.adopt_result(budget_round=budget_round, decision=proposed, at=AFTER)
    proposed.refresh_from_db()
    assert (proposed.status, budget_round.phase) == ("adopted", "adopted")
    assert budget_round.decision == proposed
    assert allocated_cents() == 1_000_000
    # Each winner has a matter: a status, an owner and a next step to come.
    assert [matter.title for matter in Matter.objects.filter(subject_kind="project")] == ["Bankjes"]


def test_when_the_book_fails_the_decision_is_not_adopted() -> None:
    there = scene()
    fund(there, amount_cents=500_000)
    budget_round = counted(there)
    proposed = decision(there, budget_round)
    with pytest.raises(Refusal) as refused:
        services.adopt_result(budget_round=budget_round, decision=proposed, at=AFTER)
    assert refused.value.code == "balance_short"
    proposed.refresh_from_db()
    budget_round.refresh_from_db()
    assert (proposed.status, budget_round.phase) == ("proposed", "counted")
    assert allocated_cents() == 0


def test_when_household_breaks_down_nothing_stands(monkeypatch) -> None:
    there = scene()
    fund(there)
    budget_round = counted(there)
    proposed = decision(there, budget_round)

    def break_down(**_: object) -> None:
        raise RuntimeError("the book is gone")

    monkeypatch.setattr(household, "allocate", break_down)
    with pytest.raises(RuntimeError):
        services.adopt_result(budget_round=budget_round, decision=proposed, at=AFTER)
    proposed.refresh_from_db()
    assert proposed.status == "proposed"


def test_a_council_that_votes_no_allocates_nothing() -> None:
    there = scene()
    fund(there)
    budget_round = counted(there)
    proposed = decision(there, budget_round, choice="against")
    services.adopt_result(budget_round=budget_round, decision=proposed, at=AFTER)
    proposed.refresh_from_db()
    assert (proposed.status, budget_round.phase) == ("rejected", "counted")
    assert allocated_cents() == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"subject_id": "anders"}, "other_decision"), ({"amount_cents": 999}, "other_amount")],
)
def test_a_decision_on_something_else_is_refused(facts: dict, code: str) -> None:
    there = scene()
    fund(there)
    budget_round = counted(there)
    with pytest.raises(Refusal) as refused:
        services.adopt_result(budget_round=budget_round, decision=decision(there, budget_round, **facts), at=AFTER)
    assert refused.value.code == code


def test_the_council_of_another_neighbourhood_is_an_outsider() -> None:
    there = scene()
    fund(there)
    budget_round = counted(there)
    elsewhere = shared.council(shared.neighbourhood("Havenwijk", "WK999902"))
    with pytest.raises(Outsider) as refused:
        services.adopt_result(budget_round=budget_round, decision=decision(there, budget_round, elsewhere), at=AFTER)
    assert refused.value.code == "other_decision"


def test_before_the_count_there_is_no_result() -> None:
    there = scene()
    budget_round = closed(there)
    with pytest.raises(Refusal) as refused:
        services.adopt_result(budget_round=budget_round, decision=None, at=AFTER)
    assert refused.value.code == "round_not_counted"
