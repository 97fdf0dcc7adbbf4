"""Eight at once: the last euro is spent once, and nothing is numbered twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from samenspel.apps.household import selectors, services
from samenspel.apps.household.models import Account, Transfer
from samenspel.foundation.errors import Refusal

from . import factories

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8


def at_once(act):
    """Run act(number) in eight threads that start together: what each returned, or the code of its refusal."""
    start = Barrier(CLIENTS)

    def run(number):
        try:
            start.wait()
            return act(number)
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def test_the_last_euro_is_spent_once():
    scene = factories.scene()
    factories.fund(scene, amount_cents=100)
    decisions = [factories.decision(scene, 100, title=f"Plan {n}") for n in range(CLIENTS)]
    outcomes = at_once(
        lambda n: services.allocate(decision=decisions[n], amount_cents=100, at=factories.AT)[0].amount_cents
    )
    assert sorted(map(str, outcomes)) == ["100"] + ["balance_short"] * (CLIENTS - 1)
    assert Account.objects.get(kind="available").balance_cents == 0
    assert selectors.verify_book(scene.municipality).verifies


def test_two_funds_and_eight_clients_share_without_a_cent_lost():
    scene = factories.scene()
    factories.fund(scene, amount_cents=150, name="Een")
    factories.fund(scene, amount_cents=150, name="Twee")
    decisions = [factories.decision(scene, 70, title=f"Plan {n}") for n in range(CLIENTS)]
    at_once(lambda n: services.allocate(decision=decisions[n], amount_cents=70, at=factories.AT))
    spent = sum(t.amount_cents for t in Transfer.objects.filter(kind="allocate"))
    assert spent == 280
    assert [t.sequence for t in Transfer.objects.all()] == list(range(1, Transfer.objects.count() + 1))
    assert selectors.verify_book(scene.municipality).verifies


def test_the_same_request_from_eight_clients_is_done_once():
    scene = factories.scene()
    factories.fund(scene, amount_cents=1000)
    decision = factories.decision(scene, 1000)
    outcomes = at_once(
        lambda _: services.allocate(decision=decision, amount_cents=60, idempotency_key="k", at=factories.AT)[0].pk
    )
    assert len(set(outcomes)) == 1
    assert Transfer.objects.filter(kind="allocate").count() == 1


def test_a_bank_line_pays_one_of_eight_invoices():
    scene = factories.scene()
    factories.fund(scene, amount_cents=100_000)
    commitment = factories.commitment(scene, factories.allocated(scene, 80_000), 80_000)
    invoices = [factories.invoice(scene, commitment, 10_000, number=f"F-{n}") for n in range(CLIENTS)]
    outcomes = at_once(lambda n: factories.payment(scene, invoices[n])[0].amount_cents)
    assert sorted(map(str, outcomes)) == ["10000"] + ["bank_line_used"] * (CLIENTS - 1)
    assert selectors.verify_book(scene.municipality).verifies


def test_a_writer_that_goes_past_the_services_cannot_overdraw_either():
    """The guards of the database alone hold: eight raw writers on the fund's last cents."""
    from .test_invariants import Course, put

    scene = factories.scene()
    fund = factories.fund(scene, amount_cents=100)
    available = Account.objects.select_related("fund__neighbourhood").get(fund=fund, kind="available")
    returned = Account.objects.create(municipality=scene.municipality, fund=fund, kind="returned", floor_cents=0)
    grant = Transfer.objects.get()

    def overdraw(_):
        from django.db import DatabaseError, transaction

        try:
            with transaction.atomic():
                put(Course(scene, grant), "give_back", available, returned, 100, refs={"original": "1"})
        except DatabaseError:
            return "refused"
        return "posted"

    outcomes = at_once(overdraw)
    assert outcomes.count("posted") == 1
    assert Account.objects.get(kind="available").balance_cents == 0
