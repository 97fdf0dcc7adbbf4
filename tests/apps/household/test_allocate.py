"""What a council decided is carried out, all or nothing, in the published order."""

from datetime import date

import pytest

from samenspel.apps.household import selectors, services
from samenspel.apps.household.models import Account, Transfer
from samenspel.foundation.errors import Outsider, Refusal

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return factories.scene()


def test_funds_are_drawn_on_narrowest_and_soonest_first(scene):
    factories.fund(scene, name="Alles", amount_cents=500_000)
    factories.fund(scene, name="Alles kort", amount_cents=300_000, ends_on=date(2026, 6, 30))
    green = {"earmark": "Alleen voor groen", "earmark_codes": ["5.7"]}
    factories.fund(scene, name="Groen", amount_cents=200_000, **green)
    sport = {"earmark": "Alleen voor sport", "earmark_codes": ["5.1"]}
    factories.fund(scene, name="Sport", amount_cents=900_000, **sport)
    decision = factories.decision(scene, 600_000)
    on = factories.AT.date()
    plan = selectors.plan_allocation(
        neighbourhood=scene.neighbourhood, amount_cents=600_000, task_field_code="5.7", on=on
    )
    planned = [(part.fund.name, part.amount_cents) for part in plan.parts]
    assert planned == [("Groen", 200_000), ("Alles kort", 300_000), ("Alles", 100_000)]
    posted = services.allocate(decision=decision, amount_cents=600_000, task_field_code="5.7", at=factories.AT)
    assert [(t.fund.name, t.amount_cents) for t in posted] == planned
    assert {t.posting for t in posted} == {posted[0].sequence}


def test_several_decisions_are_allocated_together_or_not_at_all(scene):
    factories.fund(scene, amount_cents=1_000_000)
    one, two = factories.decision(scene, 600_000), factories.decision(scene, 600_000, title="Speelplek")
    both = [services.Allocation(one, 600_000), services.Allocation(two, 600_000)]
    with pytest.raises(Refusal) as refused:
        services.allocate_several(allocations=both, at=factories.AT)
    assert refused.value.code == "balance_short"
    assert refused.value.params["short_cents"] == 200_000
    assert not Transfer.objects.filter(kind="allocate").exists()
    both[1] = services.Allocation(two, 400_000)
    assert len(services.allocate_several(allocations=both, at=factories.AT)) == 2


def test_only_a_decision_that_stands_is_carried_out(scene):
    factories.fund(scene)
    proposed = factories.shared.proposed_decision(scene.council, amount_cents=500)
    with pytest.raises(Refusal) as refused:
        services.allocate(decision=proposed, amount_cents=500)
    assert refused.value.code == "decision_not_adopted"


def test_not_a_cent_above_the_decision(scene):
    factories.fund(scene)
    decision = factories.allocated(scene, 500)
    for amount in (1, 500):
        with pytest.raises(Refusal) as refused:
            services.allocate(decision=decision, amount_cents=amount, at=factories.AT)
        assert refused.value.code == "decision_exceeded"
    with pytest.raises(Refusal) as refused:
        services.allocate(decision=decision, amount_cents=0)
    assert refused.value.code == "amount_not_positive"


def test_fixed_money_money_of_elsewhere_and_money_that_ended_stay_where_they_are(scene):
    factories.fund(scene, name="Vast", freedom="fixed")
    factories.fund(scene, name="Advies", freedom="influence")
    factories.fund(scene, name="Voorbij", ends_on=date(2026, 3, 31))
    decision = factories.decision(scene, 500)
    with pytest.raises(Refusal) as refused:
        services.allocate(decision=decision, amount_cents=500, at=factories.AT)
    assert refused.value.code == "balance_short"


def test_earmarked_money_is_not_spent_on_something_unnamed(scene):
    factories.fund(scene, name="Groen", amount_cents=900, earmark="Alleen voor groen", earmark_codes=["5.7"])
    decision = factories.decision(scene, 500)
    for code in ("", "5.1"):
        with pytest.raises(Refusal) as refused:
            services.allocate(decision=decision, amount_cents=500, task_field_code=code, at=factories.AT)
        assert refused.value.code == "balance_short"
    services.allocate(decision=decision, amount_cents=500, task_field_code="5.7", at=factories.AT)


def test_the_same_request_again_gives_the_same_transfers(scene):
    factories.fund(scene, amount_cents=600_000, name="Een")
    factories.fund(scene, amount_cents=600_000, name="Twee")
    decision = factories.decision(scene, 1_000_000)
    request = {"decision": decision, "amount_cents": 1_000_000, "idempotency_key": "k1", "at": factories.AT}
    first = services.allocate(**request)
    again = services.allocate(**request)
    assert [t.pk for t in first] == [t.pk for t in again]
    assert len(first) == 2
    with pytest.raises(Refusal) as refused:
        services.allocate(**request | {"amount_cents": 999_999})
    assert refused.value.code == "idempotency_conflict"
    assert Transfer.objects.filter(kind="allocate").count() == 2


def test_what_is_not_needed_goes_back(scene):
    factories.fund(scene, amount_cents=1_400_000)
    decision = factories.allocated(scene)
    with pytest.raises(Outsider):
        services.deallocate(decision=decision, by=scene.carol)
    services.deallocate(decision=decision, amount_cents=400_000, by=scene.alice, at=factories.AT)
    services.deallocate(decision=decision, by=scene.alice, at=factories.AT)
    assert Account.objects.get(kind="available").balance_cents == 1_400_000
    services.allocate(decision=decision, amount_cents=1_400_000, at=factories.AT)
    assert selectors.verify_book(scene.municipality).verifies
