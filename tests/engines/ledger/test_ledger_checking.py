"""Every promise of the book: kept by a good book, and noticed when broken."""

import dataclasses
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_examples import (
    AVAILABLE,
    BILL,
    GARDENER,
    GREEN,
    PLAY,
    SOURCE,
    TREES,
    TWO,
    a_good_book,
    transfer,
)

from samenspel.engines.ledger import (
    ACCOUNT_KINDS,
    TRANSFER_KINDS,
    Account,
    Book,
    FundAccount,
    check,
    judge,
    replay,
    transfer_leaf,
)
from samenspel.engines.ledger.checking import _is_plainly_sound

GOOD = a_good_book()
KNOWN = Book(
    funds={"park", "care"},
    decision_cents={"trees": 54_000},
    commitment_cents={"gardener": 40_000},
    closed_after={"2026-05": 13},
    cached_cents=replay(GOOD).accounts,
    leaves={one.sequence: transfer_leaf(one) for one in GOOD},
)


def codes(transfers, book=None) -> set[tuple[int, str]]:
    return {(violation.invariant, violation.code) for violation in check(transfers, book)}


def test_a_good_book_keeps_every_promise():
    assert check(GOOD, KNOWN) == []
    assert {one.kind for one in GOOD} == set(TRANSFER_KINDS)


def test_balances():
    balances = replay(GOOD)
    assert balances.granted("park") == 99_000
    assert balances.of("park", AVAILABLE) == 51_000
    assert balances.of("park", TREES) == 13_500
    assert balances.of("park", GARDENER) == 15_000
    assert balances.of("park", BILL) == 0
    assert balances.of_kind("park", "spent") == 19_500
    assert balances.per_fund()["care"] == {
        "source": -5_000,
        "available": 4_000,
        "allocated": 0,
        "committed": 0,
        "payable": 0,
        "spent": 0,
        "returned": 1_000,
    }
    assert balances.of("nobody", AVAILABLE) == 0


def changed(number: int, **changes):
    return [dataclasses.replace(one, **changes) if one.sequence == number else one for one in GOOD]


def without(number: int, name: str):
    refs = {key: value for key, value in GOOD[number - 1].refs.items() if key != name}
    return changed(number, refs=refs)


@pytest.mark.parametrize(
    ("transfers", "violation"),
    [
        (changed(1, amount_cents=0), (1, "amount_not_positive")),
        (changed(3, amount_cents=-5), (1, "amount_not_positive")),
        (changed(3, credit=AVAILABLE), (1, "same_account")),
        (changed(3, kind="gift"), (1, "unknown_kind")),
        (changed(4, credit=GREEN), (1, "route_not_allowed")),
        (changed(4, credit=Account("allocated")), (1, "malformed_account")),
        (changed(4, debit=Account("available", "x")), (1, "malformed_account")),
        (changed(4, debit=Account("piggy-bank")), (1, "malformed_account")),
        (changed(4, refs={"decision": "play"}), (1, "paper_of_another_account")),
        (
            changed(10, refs={"bank_line": "bank-1", "made_by": "bob", "approved_by": "bob"}),
            (1, "second_person_missing"),
        ),
        (without(7, "approved_by"), (1, "second_person_missing")),
        (without(8, "made_by"), (1, "second_person_missing")),
        (changed(4, reverses=1), (1, "reverses_misplaced")),
        (changed(13, reverses=None), (1, "reverses_misplaced")),
        (changed(4, fund="ghost"), (1, "unknown_fund")),
        (changed(4, amount_cents=99_001), (2, "below_floor")),
        (changed(9, amount_cents=35_001), (2, "below_floor")),
        (changed(5, amount_cents=4_001), (6, "reversal_differs")),
        (changed(13, fund="park"), (6, "reversal_differs")),
        (changed(13, reverses=99), (6, "reversal_of_unknown")),
        (changed(13, reverses=13), (6, "reversal_of_unknown")),
        (changed(11, refs={"original": "9", "bank_line": "bank-2"}), (6, "original_unknown")),
        (changed(11, refs={"original": "12", "bank_line": "bank-2"}), (6, "original_unknown")),
        (changed(11, refs={"original": "the bill", "bank_line": "bank-2"}), (6, "original_unknown")),
        (changed(12, refs={"original": "1"}), (6, "original_unknown")),
        (changed(11, amount_cents=20_001), (6, "refunded_over_payment")),
        (changed(5, key="key-4"), (7, "key_reused")),
        (changed(4, amount_cents=50_001), (8, "over_decision")),
        (changed(11, refs={"original": "10", "bank_line": "bank-1"}), (8, "bank_line_reused")),
        (changed(8, credit=PLAY), (8, "release_to_other_decision")),
        (GOOD[:3] + GOOD[4:], (9, "sequence_gap")),
        (GOOD[1:], (9, "sequence_gap")),
        ([*GOOD[:2], GOOD[3], GOOD[2], *GOOD[4:]], (9, "sequence_gap")),
        ([*GOOD, GOOD[-1]], (7, "key_reused")),
    ],
)
def test_a_broken_promise_is_named(transfers, violation):
    assert violation in codes(transfers, KNOWN)


@pytest.mark.parametrize("number", range(1, len(GOOD) + 1))
def test_every_required_paper_is_asked_for(number):
    for name in TRANSFER_KINDS[GOOD[number - 1].kind].requires:
        assert (1, "paper_missing") in codes(without(number, name))


def test_a_commitment_is_not_invoiced_beyond_what_was_agreed():
    tight = dataclasses.replace(KNOWN, commitment_cents={"gardener": 19_999})
    assert codes(GOOD, tight) == {(8, "over_commitment")}
    assert codes(GOOD, dataclasses.replace(KNOWN, commitment_cents={})) == {(8, "over_commitment")}


def test_a_reversed_allocation_makes_room_in_the_decision():
    again = transfer(14, "allocate", AVAILABLE, TREES, 4_000, fund="care", refs={"decision": "trees"})
    assert check([*GOOD, again], Book(decision_cents={"trees": 54_000})) == []
    assert codes([*GOOD, again], Book(decision_cents={"trees": 51_999})) == {(8, "over_decision")}


def test_a_closed_period_refuses_by_sequence_not_by_clock():
    late = transfer(
        14,
        "grant",
        SOURCE,
        AVAILABLE,
        1,
        refs={"grant_letter": "x"},
        at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    )
    assert codes([*GOOD, late], Book(closed_after={"2026-05": 13})) == {(8, "period_closed")}
    assert codes([*GOOD, late], Book(closed_after={"2026-05": 14})) == set()


def test_reversed_at_most_once_and_no_reversal_reversed():
    twice = transfer(14, "reverse", TREES, AVAILABLE, 4_000, fund="care", refs={"reason": "x"}, reverses=5)
    assert (6, "reversed_twice") in codes([*GOOD, twice])
    back = transfer(14, "reverse", AVAILABLE, TREES, 4_000, fund="care", refs={"reason": "x"}, reverses=13)
    assert codes([*GOOD, back]) == {(6, "reversal_of_reversal")}


def test_a_payment_that_was_undone_is_not_refunded():
    undone = transfer(11, "reverse", GREEN, BILL, 20_000, refs={"reason": "wrong"}, reverses=10)
    refund = transfer(12, "refund", GREEN, TREES, 500, refs={"original": "10", "bank_line": "bank-2"})
    assert (6, "refund_of_reversed") in codes([*GOOD[:10], undone, refund])


def test_a_refund_that_was_undone_makes_room():
    whole = {"original": "10", "bank_line": "bank-3"}
    undone = transfer(14, "reverse", TREES, GREEN, 500, refs={"reason": "wrong"}, reverses=11)
    again = transfer(15, "refund", GREEN, TREES, 20_000, refs=whole)
    assert codes([*GOOD, undone, again]) == set()
    assert (6, "refunded_over_payment") in codes([*GOOD, dataclasses.replace(again, sequence=14)])


def test_a_payment_booked_wrongly_can_be_booked_again_on_the_same_bank_line():
    undone = transfer(14, "reverse", GREEN, BILL, 20_000, refs={"reason": "wrong field"}, reverses=10)
    again = transfer(15, "pay", BILL, Account("spent", "5.3"), 20_000, refs={"bank_line": "bank-1", **TWO})
    # The refund of 500 came out of what is undone here, so it is left out.
    book = [one for one in GOOD if one.sequence != 11]
    found = codes([*book, undone, again])
    assert (8, "bank_line_reused") not in found
    assert (8, "bank_line_reused") in codes([*book, again])


def test_a_cached_balance_that_differs_is_named():
    account = FundAccount("park", "available")
    cached = {**replay(GOOD).accounts, account: 51_001}
    found = check(GOOD, Book(cached_cents=cached))
    assert [(one.invariant, one.code) for one in found] == [
        (3, "cached_balance_differs"),
        (4, "fund_not_conserved"),
    ]
    assert found[0].params == {"account": account, "sum_cents": 51_000, "cached_cents": 51_001}
    missing = {key: cents for key, cents in replay(GOOD).accounts.items() if key != account}
    assert (3, "cached_balance_differs") in codes(GOOD, Book(cached_cents=missing))


FIELDS = {
    "amount_cents": st.integers(1, 10**6),
    "key": st.text(max_size=5),
    "period": st.just("2026-06"),
    "fund": st.just("care"),
    "kind": st.sampled_from(sorted(TRANSFER_KINDS)),
    "at": st.datetimes(timezones=st.just(datetime.UTC)),
    "refs": st.dictionaries(st.text(max_size=3), st.text(max_size=3)),
    "debit": st.builds(Account, st.text(max_size=3), st.text(max_size=3)),
    "credit": st.builds(Account, st.text(max_size=3), st.text(max_size=3)),
    "reverses": st.integers(1, 12),
}


@given(st.sampled_from(GOOD), st.sampled_from(sorted(FIELDS)), st.data())
def test_any_altered_field_is_noticed_by_the_leaf(original, name, data):
    value = data.draw(FIELDS[name].filter(lambda drawn: drawn != getattr(original, name)))
    altered = changed(original.sequence, **{name: value})
    noticed = [one.sequence for one in check(altered, KNOWN) if one.invariant == 5]
    assert noticed == [original.sequence]


def test_what_has_no_bytes_is_a_violation_and_no_crash():
    assert (5, "not_representable") in codes(changed(1, amount_cents=2**60), KNOWN)
    assert (5, "not_representable") in codes(changed(1, key="\ud800"), KNOWN)


kinds = st.sampled_from([*ACCOUNT_KINDS, "piggy-bank"])
accounts = st.builds(Account, kinds, st.sampled_from(["", "trees", "bill-1"]))
papers = st.dictionaries(
    st.sampled_from(sorted({"decision", "invoice", *TWO, *(n for k in TRANSFER_KINDS.values() for n in k.requires)})),
    st.sampled_from(["", "trees", "bill-1", "alice"]),
)


@settings(max_examples=400)
@given(st.sampled_from(GOOD), st.data())
def test_the_quick_way_passes_nothing_that_the_thorough_way_would_name(original, data):
    changes = {
        "kind": st.sampled_from([*TRANSFER_KINDS, "gift"]),
        "debit": accounts,
        "credit": accounts,
        "amount_cents": st.integers(-1, 1),
        "refs": papers.map(lambda drawn: {**original.refs, **drawn}) | papers,
        "reverses": st.none() | st.just(1),
    }
    names = data.draw(st.sets(st.sampled_from(sorted(changes)), max_size=3))
    altered = dataclasses.replace(original, **{name: data.draw(changes[name]) for name in sorted(names)})
    sound = judge(altered) == []
    assert _is_plainly_sound(altered) == (sound and altered.kind != "reverse")


def test_judging_one_transfer_in_itself():
    assert judge(GOOD[0]) == []
    (violation,) = judge(dataclasses.replace(GOOD[0], refs={}))
    assert (violation.invariant, violation.code, violation.sequence) == (1, "paper_missing", 1)
    assert violation.params == {"name": "grant_letter"}
