"""Corrections add a transfer; they never change one."""

import pytest

from samenspel.apps.accounts.services import approve
from samenspel.apps.household import selectors, services
from samenspel.apps.household.models import Account, Transfer
from samenspel.foundation.errors import Outsider, Refusal

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return factories.scene()


def balance(kind: str) -> int:
    return sum(a.balance_cents for a in Account.objects.filter(kind=kind))


def test_a_wrong_payment_is_reversed_and_paid_again_on_the_same_bank_line(scene):
    (payment,) = factories.whole_course(scene)
    services.reverse_transfer(transfer=payment, reason="Verkeerde factuur", by=scene.alice, at=factories.AT)
    assert (balance("spent"), balance("payable")) == (0, 1_365_000)
    factories.payment(scene, payment.invoice)
    assert balance("spent") == 1_365_000
    assert selectors.verify_book(scene.municipality).verifies


def test_a_transfer_is_reversed_once_and_a_reversal_stays(scene):
    (payment,) = factories.whole_course(scene)
    reversal = services.reverse_transfer(transfer=payment, reason="Dubbel", by=scene.alice)
    for transfer, code in ((payment, "reversed_already"), (reversal, "reversal_final")):
        with pytest.raises(Refusal) as refused:
            services.reverse_transfer(transfer=transfer, reason="Weer", by=scene.alice)
        assert refused.value.code == code


def test_money_that_moved_on_is_not_reversed(scene):
    factories.whole_course(scene)
    grant = Transfer.objects.get(kind="grant")
    with pytest.raises(Refusal) as refused:
        services.reverse_transfer(transfer=grant, reason="Verkeerd", by=scene.alice)
    assert refused.value.code == "balance_short"
    with pytest.raises(Outsider):
        services.reverse_transfer(transfer=grant, reason="Verkeerd", by=scene.carol)


def test_a_refund_goes_to_the_decision_and_never_above_the_payment(scene):
    (payment,) = factories.whole_course(scene)
    refund = {"payment": payment, "by": scene.alice, "at": factories.AT}
    services.refund_payment(amount_cents=65_000, bank_line="BNK-8", **refund)
    assert (balance("allocated"), balance("spent")) == (100_000, 1_300_000)
    services.refund_payment(amount_cents=100_000, bank_line="BNK-9", keep_for_decision=False, **refund)
    with pytest.raises(Refusal) as refused:
        services.refund_payment(amount_cents=1_200_001, bank_line="BNK-10", **refund)
    assert refused.value.code == "refund_exceeded"
    with pytest.raises(Refusal) as refused:
        services.refund_payment(amount_cents=1, bank_line="BNK-8", **refund)
    assert refused.value.code == "bank_line_used"
    assert selectors.verify_book(scene.municipality).verifies


def test_an_agreement_is_let_go_by_two_people(scene):
    factories.fund(scene)
    commitment = factories.commitment(scene, factories.allocated(scene))
    with pytest.raises(Outsider):
        services.release(commitment=commitment, amount_cents=365_000, approval=None, by=scene.alice)
    asked = services.request_release_approval(commitment=commitment, amount_cents=365_000, requested_by=scene.alice)
    approve(approval=asked, by=scene.bob)
    services.release(commitment=commitment, amount_cents=365_000, approval=asked, by=scene.alice)
    assert (balance("committed"), balance("allocated")) == (1_000_000, 400_000)
    with pytest.raises(Refusal) as refused:
        factories.invoice(scene, commitment, 1_000_001)
    assert refused.value.code == "invoice_exceeded"
    assert selectors.verify_book(scene.municipality).verifies


def test_a_grant_grows_shrinks_and_what_is_left_goes_back(scene):
    fund = factories.fund(scene, amount_cents=1000)
    paper = {"budget_amendment": "Begrotingswijziging 3", "by": scene.alice}
    services.amend_fund(fund=fund, change_cents=500, **paper)
    services.amend_fund(fund=fund, change_cents=-200, **paper)
    with pytest.raises(Refusal) as refused:
        services.amend_fund(fund=fund, change_cents=-1301, **paper)
    assert refused.value.code == "balance_short"
    services.give_back(fund=fund, amount_cents=1300, by=scene.alice)
    assert (balance("available"), balance("returned"), balance("source")) == (0, 1300, -1300)
    assert selectors.verify_book(scene.municipality).verifies


def test_a_closed_month_takes_nothing_in(scene):
    factories.fund(scene)
    for person in (scene.carol, scene.bob):
        with pytest.raises(Outsider):
            services.close_period(municipality=scene.municipality, period="2026-04", by=person)
    dora = factories.shared.person("Dora")
    from samenspel.apps.accounts.services import grant_role

    grant_role(person=dora, role="controller", municipality=scene.municipality)
    with pytest.raises(Refusal) as refused:
        services.close_period(municipality=scene.municipality, period="april", by=dora)
    assert refused.value.code == "period_malformed"
    services.close_period(municipality=scene.municipality, period="2026-04", by=dora)
    services.close_period(municipality=scene.municipality, period="2026-04", by=dora)
    with pytest.raises(Refusal) as refused:
        factories.fund(scene, name="Te laat")
    assert refused.value.code == "period_closed"
    factories.fund(scene, name="Op tijd", period="2026-05")
    assert selectors.verify_book(scene.municipality).verifies
