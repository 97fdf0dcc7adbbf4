"""Funds, accounts and transfers; which kind of transfer may go where, and what it must refer to.

A transfer moves a positive amount *from* its debit account *to* its credit account, both of one fund, so
zero sum and silo purity hold by construction. A balance is what came in minus what went out: only SOURCE,
the outside world, goes below zero.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

SOURCE = "source"
AVAILABLE = "available"
ALLOCATED = "allocated"
COMMITTED = "committed"
PAYABLE = "payable"
SPENT = "spent"
RETURNED = "returned"

# Account kind → what its `ref` names; None for kinds of which a fund has just one account (ref is '').
ACCOUNT_KINDS: dict[str, str | None] = {
    SOURCE: None,
    AVAILABLE: None,
    ALLOCATED: "decision",
    COMMITTED: "commitment",
    PAYABLE: "invoice",
    SPENT: "task_field",
    RETURNED: None,
}
FLOORLESS = frozenset({SOURCE})

FIXED = "fixed"
INFLUENCE = "influence"
FREE = "free"
FREEDOMS = (FIXED, INFLUENCE, FREE)


class Account(NamedTuple):
    """An account within a fund: its kind, and the id of the decision, commitment, … it is for."""

    kind: str
    ref: str = ""


class FundAccount(NamedTuple):
    """An account together with its fund's id: the key of a balance."""

    fund: str
    kind: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Fund:
    """One grant, which keeps its colour.

    `earmark` lists the purposes (task fields or other codes) that the money may be used for; empty means
    any purpose. `task_field` is the Iv3 code in the version of `task_field_year`. `ends_on` is the last
    day on which it may be spent, None if there is none. `freedom` is one of FREEDOMS.
    """

    id: str
    owner: str
    task_field: str
    task_field_year: int
    economic_category: str
    year: int
    freedom: str = FREE
    earmark: tuple[str, ...] = ()
    ends_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One movement of money, never changed afterwards.

    - `sequence`: 1, 2, 3, … within the book, without gaps.
    - `debit`, `credit`: from and to.
    - `key`: the idempotency key, unique within the book.
    - `period`: the period it is booked in, such as '2026-05'.
    - `refs`: what it rests on, name → id (see TRANSFER_KINDS); `made_by` and `approved_by` hold
      pseudonyms where a second person is required.
    - `reverses`: the sequence of the transfer that this one undoes; only for kind `reverse`.
    - `at`: timezone-aware moment.
    """

    sequence: int
    fund: str
    kind: str
    debit: Account
    credit: Account
    amount_cents: int
    key: str
    period: str
    at: datetime.datetime
    refs: Mapping[str, str] = field(default_factory=dict)
    reverses: int | None = None


@dataclass(frozen=True)
class TransferKind:
    """A kind of transfer: the routes (from kind, to kind) it may take and the `refs` it must carry.

    Where an account on the route has a ref of the same name (`decision`), the two must be equal.
    """

    routes: frozenset[tuple[str, str]]
    requires: tuple[str, ...]
    second_person: bool = False


def _kind(*routes: tuple[str, str], requires: tuple[str, ...], second_person: bool = False) -> TransferKind:
    return TransferKind(frozenset(routes), requires, second_person)


REVERSE = "reverse"

TRANSFER_KINDS: dict[str, TransferKind] = {
    "grant": _kind((SOURCE, AVAILABLE), requires=("grant_letter",)),
    "amend": _kind((SOURCE, AVAILABLE), (AVAILABLE, SOURCE), requires=("budget_amendment",)),
    "allocate": _kind((AVAILABLE, ALLOCATED), requires=("decision",)),
    "deallocate": _kind((ALLOCATED, AVAILABLE), requires=("decision",)),
    "commit": _kind((ALLOCATED, COMMITTED), requires=("agreement",), second_person=True),
    "release": _kind((COMMITTED, ALLOCATED), requires=("agreement",), second_person=True),
    "invoice": _kind((COMMITTED, PAYABLE), requires=("invoice", "delivery_check")),
    "pay": _kind((PAYABLE, SPENT), requires=("bank_line",), second_person=True),
    # Money that a supplier sends back returns to the decision it was for, or becomes available again.
    "refund": _kind((SPENT, ALLOCATED), (SPENT, AVAILABLE), requires=("original", "bank_line")),
    # Money that goes back to whoever granted it.
    "give_back": _kind((AVAILABLE, RETURNED), requires=("original",)),
    # The exact opposite of an earlier transfer, named by `reverses`; its route follows from that one.
    REVERSE: TransferKind(frozenset(), ("reason",)),
}
MADE_BY = "made_by"
APPROVED_BY = "approved_by"
BANK_LINE = "bank_line"
ORIGINAL = "original"  # the sequence, in decimal, of the transfer that a refund or a gift back is about
