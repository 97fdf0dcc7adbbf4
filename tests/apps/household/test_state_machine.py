"""The app against a small model in memory: whatever is asked in whatever order, both say the same."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from samenspel.apps.household import engine, selectors, services
from samenspel.apps.household.models import Account, Commitment, Invoice, Transfer
from samenspel.engines import ledger
from samenspel.foundation.errors import Refusal

from . import factories

AMOUNTS = st.integers(-1, 60)
INDEX = st.integers(0, 5)


class BookMachine(RuleBasedStateMachine):
    """Random requests; the model keeps (fund, kind, subject) → cents and knows what must be refused."""

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.scene = factories.scene()
        self.model: dict[tuple[str, str, str], int] = defaultdict(int)
        self.funds = [factories.fund(self.scene, name=f"Potje {n}", amount_cents=100 + n) for n in range(2)]
        for number, fund in enumerate(self.funds):
            self._move(fund, ("source", ""), ("available", ""), 100 + number)
        self.decisions = [factories.decision(self.scene, 90, title=f"Plan {n}") for n in range(2)]
        self.allocated: dict[int, int] = defaultdict(int)
        self.lines = 0

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def _move(self, fund, debit, credit, cents) -> None:
        self.model[fund.public_id, *debit] -= cents
        self.model[fund.public_id, *credit] += cents

    def _apply(self, transfers) -> None:
        for t in transfers:
            self._move(t.fund, (t.debit.kind, t.debit.subject), (t.credit.kind, t.credit.subject), t.amount_cents)

    def _kind(self, kind: str, subject: str = "") -> int:
        return sum(c for (_, k, s), c in self.model.items() if k == kind and subject in ("", s))

    def _attempt(self, allowed: bool, act) -> list[Transfer]:
        """Ask; the answer must be yes exactly when the model says so."""
        before = Transfer.objects.count()
        try:
            act()
        except Refusal:
            assert not allowed
            assert Transfer.objects.count() == before
            return []
        assert allowed
        fresh = list(
            Transfer.objects.filter(sequence__gt=before).select_related("fund", "debit", "credit").order_by("sequence")
        )
        self._apply(fresh)
        return fresh

    @rule(index=INDEX, cents=AMOUNTS)
    def allocate(self, index: int, cents: int) -> None:
        decision = self.decisions[index % 2]
        room = 90 - self.allocated[index % 2]
        done = self._attempt(
            0 < cents <= min(room, self._kind("available")),
            lambda: services.allocate(decision=decision, amount_cents=cents, at=factories.AT),
        )
        self.allocated[index % 2] += sum(t.amount_cents for t in done)

    @rule(index=INDEX, cents=AMOUNTS)
    def deallocate(self, index: int, cents: int) -> None:
        decision = self.decisions[index % 2]
        done = self._attempt(
            0 < cents <= self._kind("allocated", decision.public_id),
            lambda: services.deallocate(decision=decision, amount_cents=cents, by=self.scene.alice, at=factories.AT),
        )
        self.allocated[index % 2] -= sum(t.amount_cents for t in done)

    @rule(index=INDEX, cents=st.integers(1, 60))
    def commit(self, index: int, cents: int) -> None:
        decision = self.decisions[index % 2]
        self.lines += 1
        self._attempt(
            cents <= self._kind("allocated", decision.public_id),
            lambda: factories.commitment(self.scene, decision, cents, agreement=f"Contract {self.lines}"),
        )

    @rule(index=INDEX, cents=AMOUNTS)
    def invoice(self, index: int, cents: int) -> None:
        commitments = list(Commitment.objects.order_by("pk"))
        if commitments:
            one = commitments[index % len(commitments)]
            self.lines += 1
            self._attempt(
                0 < cents <= self._kind("committed", one.public_id),
                lambda: factories.invoice(self.scene, one, cents, number=f"F-{self.lines}"),
            )

    @rule(index=INDEX)
    def pay(self, index: int) -> None:
        invoices = list(Invoice.objects.order_by("pk"))
        if invoices:
            one = invoices[index % len(invoices)]
            self.lines += 1
            self._attempt(
                self._kind("payable", one.public_id) >= one.amount_cents,
                lambda: factories.payment(self.scene, one, f"BNK-{self.lines}"),
            )

    @rule(index=INDEX, cents=AMOUNTS)
    def give_back(self, index: int, cents: int) -> None:
        fund = self.funds[index % 2]
        self._attempt(
            0 < cents <= self.model[fund.public_id, "available", ""],
            lambda: services.give_back(fund=fund, amount_cents=cents, by=self.scene.alice, at=factories.AT),
        )

    @rule(index=INDEX)
    def reverse_an_allocation(self, index: int) -> None:
        found = list(Transfer.objects.filter(kind="allocate").select_related("fund", "debit", "credit", "decision"))
        if not found:
            return
        one = found[index % len(found)]
        allowed = (
            not Transfer.objects.filter(reverses=one).exists()
            and self.model[one.fund.public_id, "allocated", one.credit.subject] >= one.amount_cents
        )
        done = self._attempt(
            allowed,
            lambda: services.reverse_transfer(transfer=one, reason="x", by=self.scene.alice, at=factories.AT),
        )
        self.allocated[self.decisions.index(one.decision)] -= sum(t.amount_cents for t in done)

    @invariant()
    def balances_are_the_models(self) -> None:
        if not hasattr(self, "model"):
            return
        stored = {
            (a.fund.public_id, a.kind, a.subject): a.balance_cents
            for a in Account.objects.select_related("fund")
            if a.balance_cents
        }
        assert stored == {key: cents for key, cents in self.model.items() if cents}
        replayed = ledger.replay(engine.transfers_of(self.scene.municipality)).accounts
        assert {tuple(key): cents for key, cents in replayed.items() if cents} == stored

    @invariant()
    def the_book_verifies(self) -> None:
        if hasattr(self, "scene"):
            report = selectors.verify_book(self.scene.municipality)
            assert report.verifies, report.faults


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


@pytest.mark.django_db
def test_the_app_and_the_model_agree():
    run_state_machine_as_test(BookMachine, settings=settings(max_examples=4, stateful_step_count=12, **QUIET))


@pytest.mark.deep
@pytest.mark.django_db
def test_the_app_and_the_model_agree_for_long():
    run_state_machine_as_test(BookMachine, settings=settings(max_examples=60, stateful_step_count=40, **QUIET))
