"""Verifying a large book, beside bean-check on the exported file in the same run."""

import datetime
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ledger_examples import AVAILABLE, SOURCE, TWO, transfer

from samenspel.engines.ledger import Account, Book, Transfer, check, replay, to_beancount, transfer_leaf

FUNDS = [f"fund-{number}" for number in range(20)]


def a_large_book(size: int) -> list[Transfer]:
    """Grants, then allocate, commit, invoice and pay over and over, spread over the funds."""
    posted: list[Transfer] = []

    def post(kind, debit, credit, cents, fund, **refs):
        number = len(posted) + 1
        at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=number)
        posted.append(transfer(number, kind, debit, credit, cents, fund=fund, refs=refs, at=at))

    for fund in FUNDS:
        post("grant", SOURCE, AVAILABLE, 10**9, fund, grant_letter=f"letter-{fund}")
    number = 0
    while len(posted) < size:
        number += 1
        fund, cents = FUNDS[number % len(FUNDS)], 1_000 + number % 77
        decision, contract = Account("allocated", f"d{number // 50}"), Account("committed", f"c{number}")
        bill = Account("payable", f"i{number}")
        post("allocate", AVAILABLE, decision, cents, fund, decision=decision.ref)
        post("commit", decision, contract, cents, fund, agreement=f"a{number}", **TWO)
        post("invoice", contract, bill, cents, fund, invoice=bill.ref, delivery_check="seen")
        post("pay", bill, Account("spent", "5.7"), cents, fund, bank_line=f"b{number}", **TWO)
    return posted[:size]


@pytest.mark.deep
def test_a_hundred_thousand_transfers_ten_times_faster_than_bean_check(tmp_path):
    book = a_large_book(100_000)
    leaves = {one.sequence: transfer_leaf(one) for one in book}
    known = Book(funds=set(FUNDS), cached_cents=replay(book).accounts, leaves=leaves)
    begin = time.perf_counter()
    assert check(book, known) == []
    ours = time.perf_counter() - begin
    exported = tmp_path / "book.beancount"
    exported.write_text(to_beancount(book))
    command = shutil.which("bean-check", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("no bean-check here")
    begin = time.perf_counter()
    subprocess.run([command, "--no-cache", str(exported)], check=True)
    theirs = time.perf_counter() - begin
    print(f"check {ours:.2f} s, bean-check {theirs:.2f} s")
    assert theirs > 10 * ours


def test_a_large_book_grows_in_proportion():
    """Ten times the transfers must not cost a hundred times the work."""

    def seconds(size: int) -> float:
        book = a_large_book(size)
        begin = time.process_time()
        assert check(book) == []
        return time.process_time() - begin

    assert seconds(20_000) < 40 * seconds(2_000)
