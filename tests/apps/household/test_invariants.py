"""Each promise of the book: the database refuses the bad row, and without that guard the engine finds it.

Every case takes away what else would refuse the row, sees the guard under test refuse it, takes that away
too, sees the row get in, and sees the verification name it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from samenspel.apps.accounts.services import grant_role
from samenspel.apps.household import selectors, services
from samenspel.apps.household.engine import content_of
from samenspel.apps.household.models import Account, Invoice, Transfer
from samenspel.apps.household.posting import account_of
from samenspel.apps.household.triggers import ROUTES
from samenspel.apps.trail.services import record_act
from samenspel.engines import ledger

from . import factories
from .guards import rolled_back, take_away

pytestmark = pytest.mark.django_db


@dataclass
class Course:
    """A neighbourhood where money went the whole course, with a second fund and money left."""

    scene: Any
    last: Transfer

    def account(self, kind: str, fund: str = "Wijkbudget") -> Account:
        return Account.objects.select_related("fund").get(kind=kind, fund__name=fund)

    def first(self, kind: str) -> Transfer:
        return Transfer.objects.filter(kind=kind).order_by("sequence").first()


@pytest.fixture
def course() -> Course:
    scene = factories.scene()
    last = factories.whole_course(scene)[0]
    factories.fund(scene, name="Fonds Oost", amount_cents=4_000_000)
    return Course(scene, last)


def put(course: Course, kind: str, debit: Account, credit: Account, amount_cents: int, **facts: Any) -> Transfer:
    """Write a transfer past the services, straight into the table."""
    number = Transfer.objects.order_by("-sequence").first().sequence + 1
    sequence = facts.pop("sequence", number)
    refs = facts.pop("refs", {})
    row = Transfer(
        municipality=course.scene.municipality,
        sequence=sequence,
        posting=facts.pop("posting", sequence),
        fund=debit.fund,
        kind=kind,
        debit=debit,
        credit=credit,
        amount_cents=amount_cents,
        idempotency_key=facts.pop("idempotency_key", f"raw-{number}"),
        payload_hash="",
        period=facts.pop("period", "2026-04"),
        posted_at=factories.AT,
        refs=refs,
        **facts,
    )
    if row.act_sequence is None:
        row.act_sequence = record_act(
            municipality=course.scene.municipality,
            kind="money.moved",
            subject_kind="transfer",
            subject_id=str(sequence),
            payload=content_of(row),
        ).sequence
    row.save(force_insert=True)
    return row


def give_back(course: Course, amount_cents: int, **facts: Any) -> Transfer:
    refs = {"original": str(course.first("grant").sequence)}
    return put(
        course,
        "give_back",
        course.account("available"),
        account_of(course.account("available").fund, "returned"),
        amount_cents,
        refs=refs,
        **facts,
    )


def nothing_moved(course: Course) -> None:
    give_back(course, 0)


def on_the_spot(course: Course) -> None:
    account = course.account("available")
    put(course, "give_back", account, account, 100, refs={"original": "1"})


def into_another_fund(course: Course) -> None:
    other = account_of(course.account("available", "Fonds Oost").fund, "returned")
    put(course, "give_back", course.account("available"), other, 100, refs={"original": "1"})


def out_of_another_fund(course: Course) -> None:
    mine = account_of(course.account("available").fund, "returned")
    other = course.account("available", "Fonds Oost")
    other.fund = mine.fund  # on this instance alone: the transfer says it is of the credit's fund
    put(course, "give_back", other, mine, 100, refs={"original": "1"})


def past_the_route(course: Course) -> None:
    put(course, "give_back", course.account("available"), course.account("spent"), 100, refs={"original": "1"})


def below_the_floor(course: Course) -> None:
    give_back(course, course.account("available").balance_cents + 1)


def balance_edited(course: Course) -> None:
    Account.objects.filter(pk=course.account("available").pk).update(balance_cents=1)


def balance_given(course: Course) -> None:
    account = course.account("available")
    Account.objects.create(
        municipality=account.municipality,
        fund=account.fund,
        kind="allocated",
        subject="d1",
        floor_cents=0,
        balance_cents=5,
    )


def amount_edited(course: Course) -> None:
    Transfer.objects.filter(pk=course.last.pk).update(amount_cents=1)


def transfer_removed(course: Course) -> None:
    last = Transfer.objects.order_by("-sequence").first()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM household_transfer WHERE id = %s", [last.pk])


def transfers_truncated(course: Course) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE household_transfer")


def reversed_twice(course: Course) -> None:
    grant = course.first("grant")
    for _ in range(2):
        put(course, "reverse", grant.credit, grant.debit, grant.amount_cents, reverses=grant, refs={"reason": "x"})


def reversed_in_part(course: Course) -> None:
    grant = course.first("grant")
    put(course, "reverse", grant.credit, grant.debit, 100, reverses=grant, refs={"reason": "x"})


def key_used_again(course: Course) -> None:
    give_back(course, 100, idempotency_key=course.last.idempotency_key)


def allocate(course: Course, decision: Any, amount_cents: int) -> None:
    available = course.account("available")
    account = account_of(available.fund, "allocated", decision.public_id)
    refs = {"decision": decision.public_id}
    put(course, "allocate", available, account, amount_cents, decision=decision, refs=refs)


def more_than_decided(course: Course) -> None:
    allocate(course, course.last.decision, 1)


def without_a_decision_that_stands(course: Course) -> None:
    allocate(course, factories.shared.proposed_decision(course.scene.council, amount_cents=500), 500)


def more_than_agreed(course: Course) -> None:
    last = course.last
    commit, invoice = course.first("commit"), course.first("invoice")
    refs = dict(commit.refs)
    put(course, "commit", commit.debit, commit.credit, 35_000, commitment=last.commitment, refs=refs)
    other = Invoice.objects.create(
        municipality=last.municipality,
        commitment=last.commitment,
        number="F-9",
        amount_cents=35_000,
        received_on=factories.AT.date(),
        checked_by=course.scene.carol,
        delivery_check="x",
    )
    account = account_of(invoice.fund, "payable", other.public_id)
    refs = {"invoice": other.public_id, "delivery_check": "x"}
    put(course, "invoice", invoice.debit, account, 35_000, commitment=last.commitment, invoice=other, refs=refs)


def committed_beyond_the_agreement(course: Course) -> None:
    commit = course.first("commit")
    put(course, "commit", commit.debit, commit.credit, 35_000, commitment=commit.commitment, refs=dict(commit.refs))


def bank_line_used_again(course: Course) -> None:
    refund = account_of(course.last.fund, "available")
    refs = {"original": str(course.last.sequence), "bank_line": course.last.bank_line}
    put(course, "refund", course.last.credit, refund, 100, bank_line=course.last.bank_line, refs=refs)


def in_a_closed_month(course: Course) -> None:
    services.close_period(municipality=course.scene.municipality, period="2026-04", by=closer(course))
    give_back(course, 100)


def closer(course: Course) -> Any:
    grant_role(person=course.scene.alice, role="controller", municipality=course.scene.municipality)
    return course.scene.alice


def number_skipped(course: Course) -> None:
    give_back(course, 100, sequence=99)


def number_used_again(course: Course) -> None:
    give_back(course, 100, sequence=course.last.sequence)


def act_of_something_else(course: Course) -> None:
    act = record_act(municipality=course.scene.municipality, kind="draw.published", subject_kind="draw", subject_id="x")
    give_back(course, 100, act_sequence=act.sequence)


def no_act_at_all(course: Course) -> None:
    give_back(course, 100, act_sequence=9999)


Bad = Callable[[Course], None]
# (bad row, guard under test, guards that would refuse it too, code by which the verification names it)
CASES: list[tuple[int, Bad, str, tuple[str, ...], str]] = [
    (1, nothing_moved, "household_transfer_amount", (), "amount_not_positive"),
    (
        1,
        on_the_spot,
        "household_transfer_moves",
        ("household_transfer_accounts_wrong", "household_account_moved_by_transfer"),
        "same_account",
    ),
    (1, into_another_fund, "household_transfer_credit_in_fund", (), "cached_balance_differs"),
    (4, into_another_fund, "household_transfer_credit_in_fund", (), "fund_not_conserved"),
    (4, out_of_another_fund, "household_transfer_debit_in_fund", (), "fund_not_conserved"),
    (1, past_the_route, "household_transfer_accounts_wrong", (), "route_not_allowed"),
    (2, below_the_floor, "household_account_floor", (), "below_floor"),
    (3, balance_edited, "household_account_moved_by_transfer", (), "cached_balance_differs"),
    (3, balance_given, "household_account_opens_empty", (), "cached_balance_differs"),
    (5, amount_edited, "household_transfer_no_update", (), "leaf_differs"),
    (5, transfer_removed, "household_transfer_no_delete", (), "transfer_missing"),
    (5, transfers_truncated, "household_transfer_no_truncate", (), "transfer_missing"),
    (6, reversed_twice, "household_transfer_reversed_once", ("household_account_floor",), "reversed_twice"),
    (6, reversed_in_part, "household_transfer_reverse_differs", (), "reversal_differs"),
    (7, key_used_again, "household_transfer_key", (), "key_reused"),
    (8, more_than_decided, "household_transfer_decision_exceeded", (), "over_decision"),
    (8, without_a_decision_that_stands, "household_transfer_decision_exceeded", (), "over_decision"),
    (
        8,
        more_than_agreed,
        "household_transfer_invoice_exceeded",
        ("household_transfer_commitment_exceeded",),
        "over_commitment",
    ),
    (8, bank_line_used_again, "household_transfer_bank_line_used", (), "bank_line_reused"),
    (8, in_a_closed_month, "household_transfer_period_closed", (), "period_closed"),
    (9, number_skipped, "household_transfer_sequence_gap", (), "sequence_gap"),
    (
        9,
        number_used_again,
        "household_transfer_sequence",
        ("household_transfer_sequence_gap", "household_book_no_shrink"),
        "sequence_gap",
    ),
    (9, act_of_something_else, "household_transfer_not_on_trail", (), "leaf_differs"),
    (9, no_act_at_all, "household_transfer_on_trail", ("household_transfer_not_on_trail",), "leaf_differs"),
]


@pytest.mark.parametrize(
    ("bad", "guard", "others", "code"),
    [pytest.param(*case[1:], id=f"{case[0]}-{case[1].__name__}-{case[4]}") for case in CASES],
)
def test_the_guard_refuses_and_the_engine_finds(course, bad, guard, others, code):
    if guard.endswith("truncate") and connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with rolled_back():
        for other in others:
            take_away(other)
        with pytest.raises(IntegrityError), transaction.atomic():
            bad(course)
        take_away(guard)
        bad(course)
        report = selectors.verify_book(course.scene.municipality)
        assert code in {fault.code for fault in report.faults}
    assert selectors.verify_book(course.scene.municipality).verifies


def test_without_the_trigger_that_moves_them_balances_stand_still_and_the_engine_finds_it(course):
    with rolled_back():
        take_away("household_transfer_moves_balances")
        give_back(course, 100)
        assert {f.code for f in selectors.verify_book(course.scene.municipality).faults} >= {
            "trigger_missing",
            "cached_balance_differs",
        }


def test_more_committed_than_agreed_is_refused(course):
    with rolled_back():
        with pytest.raises(IntegrityError), transaction.atomic():
            committed_beyond_the_agreement(course)
        take_away("household_transfer_commitment_exceeded")
        committed_beyond_the_agreement(course)


@pytest.mark.parametrize("table", ["household_commitment", "household_invoice", "household_period", "household_fund"])
def test_the_papers_behind_money_stay_as_they_are(course, table):
    services.close_period(municipality=course.scene.municipality, period="2026-01", by=closer(course))
    column = {"household_period": "period", "household_fund": "owner_name", "household_invoice": "number"}.get(
        table, "title"
    )
    # The names come from this test's own list.
    statements = (f"UPDATE {table} SET {column} = 'ander'", f"DELETE FROM {table}")  # noqa: S608
    for statement in statements:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_routes_of_the_database_are_those_of_the_engine():
    assert {kind: set(pairs) for kind, pairs in ROUTES.items()} == {
        kind: set(spec.routes) for kind, spec in ledger.TRANSFER_KINDS.items() if kind != ledger.REVERSE
    }
    assert set(Transfer.Kind.values) == set(ledger.TRANSFER_KINDS)
    assert set(Account.Kind.values) == set(ledger.ACCOUNT_KINDS)
