"""The bytes of a transfer on the trail: they may never change."""

import dataclasses
import datetime

from hypothesis import given
from hypothesis import strategies as st
from ledger_examples import a_good_book

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import canonical_bytes
from samenspel.engines.ledger import Account, transfer_bytes, transfer_content, transfer_leaf

texts = st.text(max_size=6)


def test_golden_bytes():
    book = a_good_book()
    assert transfer_bytes(book[9]) == (
        b'{"amount_cents":20000,"at":"2026-05-01T12:10:00.000000+00:00",'
        b'"credit":{"kind":"spent","ref":"5.7"},"debit":{"kind":"payable","ref":"bill-1"},'
        b'"fund":"park","key":"key-10","kind":"pay","period":"2026-05",'
        b'"refs":{"approved_by":"bob","bank_line":"bank-1","made_by":"alice"},'
        b'"reverses":null,"sequence":10}'
    )
    assert transfer_bytes(book[12]).endswith(b'"refs":{"reason":"typo"},"reverses":5,"sequence":13}')


def test_golden_leaves():
    """SHA-256 of 0x00 and the bytes, as sha256sum computed them."""
    book = a_good_book()
    assert [transfer_leaf(book[number]).hex() for number in (0, 9, 12)] == GOLDEN_LEAVES


GOLDEN_LEAVES = [
    "21d150f649c5c19e2c0e96748a4c800534429b9bcbc217b00f02a00ae04b0d1b",
    "cfa5890f20fb6bf276f50464cc4cb5995117efdf6740344adff25a9022d10892",
    "c47aa1c5a60e353a9cbea68593e58856a1cb347f591d1af9d59f578f563fcc96",
]


def test_a_moment_is_written_in_utc():
    summer_time = datetime.timezone(datetime.timedelta(hours=2))
    original = a_good_book()[0]
    elsewhere = dataclasses.replace(original, at=original.at.astimezone(summer_time))
    assert transfer_bytes(elsewhere) == transfer_bytes(original)


@given(
    texts, texts, st.dictionaries(texts, texts, max_size=4), st.integers(-(2**55), 2**55), st.none() | st.integers(1, 9)
)
def test_the_direct_way_gives_the_canonical_bytes(fund, ref, refs, amount_cents, reverses):
    transfer = dataclasses.replace(
        a_good_book()[0],
        fund=fund,
        credit=Account("allocated", ref),
        refs=refs,
        amount_cents=amount_cents,
        reverses=reverses,
    )
    assert outcome(lambda: transfer_bytes(transfer)) == outcome(lambda: canonical_bytes(transfer_content(transfer)))


def outcome(call):
    try:
        return call()
    except EngineError as error:
        return error.code
