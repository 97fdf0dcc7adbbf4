"""Every act of the controller's desk: it is shown, booked once, and refused without loss."""

from datetime import date

import pytest
from django.utils import translation

from samenspel.apps.accounts.models import Approval
from samenspel.apps.accounts.services import approve, grant_role
from samenspel.apps.household import selectors
from samenspel.apps.household.models import Commitment, Fund, Invoice, Period, Transfer
from samenspel.apps.household.selectors import planned

from . import factories
from .desk import act, address, book, booked, hidden, show, words

pytestmark = pytest.mark.django_db

GRANT = {
    "name": "Groenfonds",
    "owner_name": "Stadsbeheer",
    "owner_kind": "department",
    "amount": "12.500,50",
    "grant_letter": "Besluit 7",
    "year": "2026",
    "ends_on": "2026-12-31",
    "freedom": "free",
    "task_field_code": "5.7",
    "economic_category": "4.3.8",
}


@pytest.fixture
def scene():
    return factories.scene()


@pytest.fixture
def alice(client, scene):
    client.force_login(scene.alice)
    client.cookies["taal"] = "en"
    with translation.override("en"):
        yield client


def balance(fund, kind):
    return sum(a.balance_cents for a in fund.accounts.filter(kind=kind))


def waits(scene):
    return Approval.objects.get(status="waiting")


def let_bob_approve(scene):
    return approve(approval=waits(scene), by=scene.bob)


def test_a_grant_is_shown_first_and_booked_on_confirmation(alice, scene):
    url = address(scene, "open-fund")
    page = show(alice, url, **GRANT)
    assert booked() == 0
    assert not Fund.objects.exists()
    text = words(page)
    assert "€ 12,500.50 of Stadsbeheer comes into the fund ‘Groenfonds’, by Besluit 7." in text
    assert "with its owner → not yet allocated" in text
    answer = book(alice, url, page)
    assert answer.status_code == 302
    assert balance(Fund.objects.get(), "available") == 1_250_050


def test_a_form_sent_twice_books_once(alice, scene):
    url = address(scene, "open-fund")
    page = show(alice, url, **GRANT)
    assert [book(alice, url, page).status_code for _ in range(2)] == [302, 302]
    assert booked() == 1


def test_the_same_key_with_another_amount_is_refused(alice, scene):
    url = address(scene, "open-fund")
    page = show(alice, url, **GRANT)
    book(alice, url, page)
    answer = book(alice, url, page, amount="99")
    assert answer.status_code == 422
    assert "Something else was sent with the same key before." in words(answer)
    assert booked() == 1


def test_nobody_books_what_was_not_shown(alice, scene):
    url = address(scene, "open-fund")
    key = hidden(alice.get(url))["key"]
    answer = alice.post(url, {**GRANT, "key": key, "step": "book"})
    assert answer.status_code == 422
    assert answer.context["step"] == "confirm"
    assert booked() == 0
    assert book(alice, url, answer).status_code == 302


def test_without_its_key_a_form_books_nothing(alice, scene):
    url = address(scene, "open-fund")
    page = show(alice, url, **GRANT)
    for key in ("", "x#1", "A" * 32):
        answer = book(alice, url, page, key=key)
        assert answer.status_code == 422
        assert "This form is not whole" in words(answer)
    assert booked() == 0


def test_a_refused_grant_keeps_what_was_typed(alice, scene):
    factories.fund(scene, name="Groenfonds")
    answer = show(alice, address(scene, "open-fund"), **GRANT)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "There is a fund with this name in this year." in text
    assert 'value="12.500,50"' in text
    assert 'value="Besluit 7"' in text
    assert booked() == 1


@pytest.mark.parametrize("amount", ["", "0", "-5", "1.234", "veel", "0,001"])
def test_an_amount_that_is_none_is_refused_at_its_field(alice, scene, amount):
    answer = show(alice, address(scene, "open-fund"), **(GRANT | {"amount": amount}))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"amount"}
    assert booked() == 0


def test_change_something_brings_back_the_form(alice, scene):
    url = address(scene, "open-fund")
    page = show(alice, url, **GRANT)
    again = alice.post(url, {**hidden(page), "step": "change"})
    assert again.status_code == 200
    assert 'value="Groenfonds"' in again.content.decode()
    assert again.context["step"] == "fill"
    assert booked() == 0


@pytest.mark.parametrize(("direction", "available"), [("raise", 20_010_000), ("lower", 19_990_000)])
def test_a_grant_changes(alice, scene, direction, available):
    fund = factories.fund(scene)
    fields = {"direction": direction, "amount": "100", "budget_amendment": "Raadsbesluit 20"}
    assert act(alice, address(scene, "amend", fund.public_id), **fields).status_code == 302
    assert balance(fund, "available") == available


def test_more_than_there_is_cannot_be_taken_out_or_given_back(alice, scene):
    fund = factories.fund(scene, amount_cents=10_000)
    lower = {"direction": "lower", "amount": "100,01", "budget_amendment": "Raadsbesluit 20"}
    for answer in (
        show(alice, address(scene, "amend", fund.public_id), **lower),
        show(alice, address(scene, "give-back", fund.public_id), amount="100,01"),
    ):
        assert answer.status_code == 422
        assert answer.context["form"].errors["amount"] == ["There is not enough money there."]
    assert booked() == 1


def test_what_is_left_goes_back_once(alice, scene):
    fund = factories.fund(scene)
    url = address(scene, "give-back", fund.public_id)
    page = show(alice, url, amount="1500")
    assert "goes back to Gemeenteraad" in words(page)
    book(alice, url, page)
    book(alice, url, page)
    assert balance(fund, "returned") == 150_000


def test_the_plan_of_an_allocation_is_what_is_booked(alice, scene):
    factories.fund(scene, name="Ruim", amount_cents=2_000_000)
    factories.fund(scene, name="Groen", amount_cents=500_000, earmark="Groen", earmark_codes=["5.7"])
    decision = factories.decision(scene)
    url = address(scene, "allocate", decision.public_id)
    page = show(alice, url, amount="14.000,00", task_field_code="5.7")
    assert [(m.fund_name, m.amount_cents) for m in page.context["moves"]] == [("Groen", 500_000), ("Ruim", 900_000)]
    assert booked() == 2
    assert book(alice, url, page).status_code == 302
    assert planned.moves_posted(scene.municipality, hidden(page)["key"]) == page.context["moves"]


def test_when_the_book_changed_in_between_the_new_plan_is_shown(alice, scene):
    factories.fund(scene, name="Ruim", amount_cents=2_000_000)
    decision = factories.decision(scene)
    url = address(scene, "allocate", decision.public_id)
    page = show(alice, url, amount="14000")
    # Ends earlier, so it pays first.
    factories.fund(scene, name="Eerst", amount_cents=400_000, ends_on=date(2026, 11, 30))
    answer = book(alice, url, page)
    assert answer.status_code == 422
    assert "The book has changed in the meantime." in words(answer)
    assert [m.fund_name for m in answer.context["moves"]] == ["Eerst", "Ruim"]
    assert booked() == 2
    assert book(alice, url, answer).status_code == 302
    assert booked() == 4


@pytest.mark.parametrize(
    ("amount", "words_"), [("14000,01", "more than the decision says"), ("13000", "The funds are € 3,000 short.")]
)
def test_an_allocation_beyond_decision_or_funds_is_refused(alice, scene, amount, words_):
    factories.fund(scene, amount_cents=1_000_000 if amount == "13000" else 20_000_000)
    decision = factories.decision(scene)
    answer = show(alice, address(scene, "allocate", decision.public_id), amount=amount)
    assert answer.status_code == 422
    assert words_ in words(answer)
    assert f'value="{amount}"' in answer.content.decode()
    assert booked() == 1


def test_what_a_decision_does_not_need_is_taken_back(alice, scene):
    fund = factories.fund(scene)
    decision = factories.allocated(scene)
    url = address(scene, "deallocate", decision.public_id)
    assert show(alice, url, amount="14000,01").status_code == 422
    assert act(alice, url, amount="4000").status_code == 302
    assert balance(fund, "allocated") == 1_000_000


def test_an_agreement_takes_two_people_and_is_booked_once(alice, scene):
    factories.fund(scene)
    decision = factories.allocated(scene)
    ask = address(scene, "ask-commit", decision.public_id)
    page = show(alice, ask, amount="13650", supplier="Van Elzen", agreement="Contract 14")
    assert "Nothing is booked yet." in words(page)
    assert "€ 13,650" in words(page)
    for _ in range(2):
        assert book(alice, ask, page).status_code == 302
    approval = waits(scene)
    url = address(scene, "commit", approval.public_id)
    before = alice.get(url)
    fields = {"title": "Tuintjes", "kind": "purchase", "vat": "2.369,01"}
    refused = book(alice, url, before, **fields)
    assert refused.status_code == 422
    assert "This needs the approval of a second person." in words(refused)
    assert booked() == 2
    assert not Commitment.objects.exists()
    approve(approval=approval, by=scene.bob)
    for _ in range(2):
        answer = book(alice, url, before, **fields)
        made = Commitment.objects.get()
        assert answer.url == address(scene, "commitment", made.public_id)
    assert (made.amount_cents, made.vat_cents, made.title) == (1_365_000, 236_901, "Tuintjes")
    assert booked() == 3


def test_more_than_was_allocated_cannot_be_asked(alice, scene):
    factories.fund(scene)
    decision = factories.allocated(scene)
    answer = show(
        alice, address(scene, "ask-commit", decision.public_id), amount="14000,01", supplier="X", agreement="Y"
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["amount"] == ["There is not enough money there."]
    assert not Approval.objects.exists()


def test_vat_above_the_amount_is_refused_and_the_approval_stays(alice, scene):
    factories.fund(scene)
    decision = factories.allocated(scene)
    act(alice, address(scene, "ask-commit", decision.public_id), amount="100", supplier="X", agreement="Y")
    approval = let_bob_approve(scene)
    url = address(scene, "commit", approval.public_id)
    answer = book(alice, url, alice.get(url), title="Zaden", kind="purchase", vat="100")
    assert answer.status_code == 422
    assert "vat" in answer.context["form"].errors
    assert 'value="Zaden"' in answer.content.decode()
    approval.refresh_from_db()
    assert approval.status == "approved"
    assert booked() == 2


def test_an_agreement_is_let_go_by_two_people(alice, scene):
    fund = factories.fund(scene)
    commitment = factories.commitment(scene, factories.allocated(scene))
    ask = address(scene, "ask-release", commitment.public_id)
    assert show(alice, ask, amount="13650,01").status_code == 422
    act(alice, ask, amount="650")
    approval = let_bob_approve(scene)
    url = address(scene, "release", approval.public_id)
    page = alice.get(url)
    assert "€ 650 is no longer agreed." in words(page)
    assert [book(alice, url, page).status_code for _ in range(2)] == [302, 302]
    assert balance(fund, "committed") == 1_300_000


def test_an_invoice_says_who_checked_the_delivery(alice, scene):
    fund = factories.fund(scene)
    commitment = factories.commitment(scene, factories.allocated(scene))
    url = address(scene, "invoice", commitment.public_id)
    fields = {"number": "F-9", "amount": "5000", "delivery_check": "Geteld."}
    assert show(alice, url, **fields).context["form"].errors.keys() == {"checked_by"}
    stranger = show(alice, url, **fields, checked_by=scene.carol.public_id)
    assert stranger.status_code == 422
    assert booked() == 3
    page = show(alice, url, **fields, checked_by=scene.bob.public_id)
    assert "Bob checked the delivery: Geteld." in words(page)
    assert [book(alice, url, page).status_code for _ in range(2)] == [302, 302]
    assert Invoice.objects.get().checked_by == scene.bob
    assert balance(fund, "payable") == 500_000


def test_an_invoice_above_the_agreement_is_refused(alice, scene):
    factories.fund(scene)
    commitment = factories.commitment(scene, factories.allocated(scene))
    fields = {"number": "F-9", "amount": "13650,01", "delivery_check": "Geteld.", "checked_by": scene.bob.public_id}
    answer = show(alice, address(scene, "invoice", commitment.public_id), **fields)
    assert answer.status_code == 422
    assert answer.context["form"].errors["amount"] == ["This is more than the agreement says."]
    assert not Invoice.objects.exists()


def test_a_payment_takes_two_people_and_is_booked_once(alice, scene):
    fund = factories.fund(scene)
    invoice = factories.invoice(scene, factories.commitment(scene, factories.allocated(scene)))
    act(alice, address(scene, "ask-pay", invoice.public_id), bank_line="BNK-1")
    approval = let_bob_approve(scene)
    url = address(scene, "pay", approval.public_id)
    page = alice.get(url)
    assert "€ 13,650 is paid to Hovenier Van Elzen" in words(page)
    assert "BNK-1" in words(page)
    assert [book(alice, url, page, journal_number="J-5").status_code for _ in range(2)] == [302, 302]
    assert balance(fund, "spent") == 1_365_000
    assert Transfer.objects.get(kind="pay").journal_number == "J-5"
    # Another form for the same payment: nothing is left to book.
    refused = alice.get(url)
    assert refused.context["step"] == "refused"
    assert alice.post(url, {"step": "book", "key": "0" * 32}).status_code == 422
    assert Transfer.objects.filter(kind="pay").count() == 1


def test_who_asked_cannot_approve_and_then_pay_alone(alice, scene):
    factories.fund(scene)
    invoice = factories.invoice(scene, factories.commitment(scene, factories.allocated(scene)))
    act(alice, address(scene, "ask-pay", invoice.public_id), bank_line="BNK-1")
    url = address(scene, "pay", waits(scene).public_id)
    refused = book(alice, url, alice.get(url))
    assert refused.status_code == 422
    assert not Transfer.objects.filter(kind="pay").exists()


def test_money_that_came_back_is_kept_for_the_decision_or_the_fund(alice, scene):
    fund = factories.fund(scene)
    (payment,) = factories.payment(
        scene, factories.invoice(scene, factories.commitment(scene, factories.allocated(scene)))
    )
    url = address(scene, "refund", payment.sequence)
    assert show(alice, url, amount="13650,01", bank_line="T-1").status_code == 422
    assert act(alice, url, amount="100", bank_line="T-1", keep_for_decision="yes").status_code == 302
    assert balance(fund, "allocated") == 35_000 + 10_000
    available = balance(fund, "available")
    assert act(alice, url, amount="50", bank_line="T-2", keep_for_decision="").status_code == 302
    assert balance(fund, "available") == available + 5_000


def test_a_reversal_says_what_will_be_posted_and_happens_once(alice, scene):
    fund = factories.fund(scene)
    factories.allocated(scene)
    transfer = Transfer.objects.get(kind="allocate")
    url = address(scene, "reverse", transfer.sequence)
    assert show(alice, url, reason="").status_code == 422
    page = show(alice, url, reason="Verkeerd potje")
    assert "Everyone can read the reason: Verkeerd potje" in words(page)
    (move,) = page.context["moves"]
    assert (move.from_kind, move.to_kind, move.amount_cents) == ("allocated", "available", 1_400_000)
    assert [book(alice, url, page).status_code for _ in range(2)] == [302, 302]
    assert balance(fund, "available") == 20_000_000
    again = show(alice, url, reason="Nog eens")
    assert again.status_code == 422
    assert "This was reversed already." in words(again)


def test_a_month_closes_once_and_for_good(alice, scene):
    grant_role(person=scene.alice, role="controller", municipality=scene.municipality)
    factories.fund(scene)
    url = address(scene, "months")
    page = alice.get(url, {"sluiten": "1"})
    page = alice.post(url, {**hidden(page), "period": "2026-04", "step": "show"})
    assert "April 2026 closes for good." in words(page)
    assert not Period.objects.exists()
    assert [book(alice, url, page).status_code for _ in range(2)] == [302, 302]
    assert Period.objects.get().period == "2026-04"
    assert alice.post(url, {**hidden(page), "period": "2031-01", "step": "book"}).status_code == 422


def test_a_controller_of_one_neighbourhood_closes_no_month(alice, scene):
    factories.fund(scene)
    url = address(scene, "months")
    assert "Only a controller of the whole municipality closes a month." in words(alice.get(url))
    page = alice.get(url, {"sluiten": "1"})
    answer = alice.post(url, {**hidden(page), "period": "2026-04", "step": "book"})
    assert answer.status_code == 422
    assert not Period.objects.exists()


def test_after_every_act_the_book_verifies(alice, scene):
    act(alice, address(scene, "open-fund"), **GRANT)
    decision = factories.decision(scene, 100_000)
    act(alice, address(scene, "allocate", decision.public_id), amount="1000")
    assert selectors.verify_book(scene.municipality).verifies
    assert "The book is right" in words(alice.get(address(scene, "check")))
