"""From grant to payment, and what is refused on the way."""

import pytest

from samenspel.apps.accounts.services import approve
from samenspel.apps.household import selectors, services
from samenspel.apps.household.models import Account, Transfer
from samenspel.foundation.errors import Outsider, Refusal

from . import factories

pytestmark = pytest.mark.django_db


def balance(kind: str) -> int:
    return sum(a.balance_cents for a in Account.objects.filter(kind=kind))


def test_money_goes_from_the_grant_to_what_was_bought():
    scene = factories.scene()
    factories.whole_course(scene)
    assert [t.kind for t in Transfer.objects.all()] == ["grant", "allocate", "commit", "invoice", "pay"]
    assert [t.sequence for t in Transfer.objects.all()] == [1, 2, 3, 4, 5]
    assert balance("source") == -20_000_000
    assert balance("available") == 18_600_000
    assert balance("allocated") == 35_000
    assert balance("spent") == 1_365_000
    report = selectors.verify_book(scene.municipality)
    assert report.verifies, report.faults
    assert (report.transfers, report.funds) == (5, 1)


def test_two_funds_pay_one_invoice_on_one_bank_line():
    scene = factories.scene()
    factories.fund(scene, amount_cents=1_000_000, name="Klein")
    factories.fund(scene, amount_cents=1_000_000, name="Groot")
    paid = factories.payment(scene, factories.invoice(scene, factories.commitment(scene, factories.allocated(scene))))
    assert sorted(t.amount_cents for t in paid) == [365_000, 1_000_000]
    assert {t.bank_line for t in paid} == {"BNK-2026-7"}
    assert selectors.verify_book(scene.municipality).verifies


def test_a_payment_needs_a_second_person():
    scene = factories.scene()
    factories.fund(scene)
    invoice = factories.invoice(scene, factories.commitment(scene, factories.allocated(scene)))
    with pytest.raises(Outsider) as refused:
        services.pay_invoice(invoice=invoice, bank_line="BNK-1", approval=None, by=scene.alice)
    assert refused.value.code == "approval_missing"
    asked = services.request_payment_approval(invoice=invoice, bank_line="BNK-1", requested_by=scene.alice)
    with pytest.raises(Outsider) as refused:
        approve(approval=asked, by=scene.alice)
    assert refused.value.code == "own_request"
    approve(approval=asked, by=scene.carol)
    with pytest.raises(Outsider) as refused:
        services.pay_invoice(invoice=invoice, bank_line="BNK-1", approval=asked, by=scene.alice)
    assert refused.value.code == "second_person"
    assert balance("spent") == 0


def test_an_approval_is_for_one_bank_line():
    scene = factories.scene()
    factories.fund(scene)
    invoice = factories.invoice(scene, factories.commitment(scene, factories.allocated(scene)))
    asked = services.request_payment_approval(invoice=invoice, bank_line="BNK-1", requested_by=scene.alice)
    approve(approval=asked, by=scene.bob)
    with pytest.raises(Outsider):
        services.pay_invoice(invoice=invoice, bank_line="BNK-2", approval=asked, by=scene.alice)


def test_an_invoice_is_paid_once_and_a_bank_line_used_once():
    scene = factories.scene()
    factories.fund(scene)
    commitment = factories.commitment(scene, factories.allocated(scene))
    first = factories.invoice(scene, commitment, 1_000_000, number="F-1")
    second = factories.invoice(scene, commitment, 365_000, number="F-2")
    factories.payment(scene, first)
    with pytest.raises(Refusal) as refused:
        factories.payment(scene, first, "BNK-2")
    assert refused.value.code == "paid_already"
    with pytest.raises(Refusal) as refused:
        factories.payment(scene, second)
    assert refused.value.code == "bank_line_used"


def test_a_resident_books_nothing():
    scene = factories.scene()
    factories.fund(scene)
    invoice = factories.invoice(scene, factories.commitment(scene, factories.allocated(scene)))
    with pytest.raises(Outsider) as refused:
        services.pay_invoice(invoice=invoice, bank_line="BNK-1", approval=None, by=scene.carol)
    assert refused.value.code == "not_controller"
    with pytest.raises(Outsider):
        factories.fund(scene, name="Ander potje", by=scene.carol)
