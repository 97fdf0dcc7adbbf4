"""The book in other people's formats: beancount itself agrees with every balance."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from beancount import loader
from beancount.core import realization
from ledger_examples import a_good_book

from samenspel.engines.ledger import Account, replay, to_beancount, to_csv
from samenspel.engines.tabular import read_table


def beancount_balances(text: str) -> dict[str, Decimal]:
    entries, errors, _ = loader.load_string(text)
    assert errors == []
    return {
        account.account: account.balance.get_currency_units("EUR").number
        for account in realization.iter_children(realization.realize(entries))
        if account.txn_postings
    }


def test_beancount_finds_the_same_balances():
    book = a_good_book()
    ours = replay(book).accounts
    theirs = beancount_balances(to_beancount(book))
    assert len(theirs) == len(ours)
    assert theirs["Assets:Available:Park"] == Decimal("510.00")
    assert theirs["Equity:Source:Care"] == Decimal("-50.00")
    assert theirs["Expenses:Spent:Park:5-7"] == Decimal("195.00")
    assert sorted(theirs.values()) == sorted(Decimal(cents) / 100 for cents in ours.values())


def test_the_file_itself_asserts_the_balances():
    text = to_beancount(a_good_book())
    assert text.count(" balance ") == len(replay(a_good_book()).accounts)
    wrong = text.replace("Assets:Available:Park  510.00", "Assets:Available:Park  510.01")
    assert wrong != text
    _, errors, _ = loader.load_string(wrong)
    assert "Balance failed" in errors[0].message


def test_any_id_becomes_a_legal_name_of_its_own():
    book = a_good_book()
    ids = ["a b", "a-b", "a.b", "é", "-", "9", "a:b", 'q"\\', "A-b"]
    transfers = [
        dataclasses.replace(book[0], sequence=number, fund=fund, key=f'{fund}"\\', amount_cents=number)
        for number, fund in enumerate(ids, start=1)
    ]
    theirs = beancount_balances(to_beancount(transfers, title='The "book"'))
    assert len(theirs) == 2 * len(ids)
    assert sorted(theirs.values())[-1] == Decimal("0.09")


def test_an_empty_book():
    assert beancount_balances(to_beancount([])) == {}


def test_csv_has_every_transfer():
    table = read_table(to_csv(a_good_book()))
    assert len(table.rows) == 13
    row = table.dicts()[9]
    assert row["amount_cents"] == "20000"
    assert row["refs"] == "approved_by=bob bank_line=bank-1 made_by=alice"
    assert (row["debit_kind"], row["debit_ref"]) == ("payable", "bill-1")


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_is_not_executed(delimiter):
    risky = dataclasses.replace(a_good_book()[0], fund="=1+1", debit=Account("source", "@x"))
    row = read_table(to_csv([risky], delimiter=delimiter)).dicts()[0]
    assert row["fund"] == "'=1+1"
    assert row["debit_ref"] == "'@x"


def test_dates_out_of_order_still_balance():
    book = a_good_book()
    early = dataclasses.replace(book[3], at=datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC))
    assert beancount_balances(to_beancount([*book[:3], early, *book[4:]]))
