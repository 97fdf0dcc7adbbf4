"""The book's invariants, checked over all transfers in one pass.

The numbers are those of the household book's promises:
1 amount above zero, debit and credit differ, both of one known fund, a route and the papers that the
  kind of transfer asks for; 2 no balance below its floor; 3 cached balances equal the sum of transfers;
4 per fund granted = available + allocated + committed + payable + spent + returned; 5 nothing changed
afterwards (the leaf of each transfer); 6 reversed at most once, and exactly; what goes
  back names its original; 7 idempotency keys unique;
8 allocated within the decision, invoiced within the commitment, a bank line once, closed periods refuse;
9 a sequence without gaps. (10, the export, is checked where it is made.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from samenspel.engines.errors import EngineError
from samenspel.engines.ledger.canonical import transfer_leaf
from samenspel.engines.ledger.model import (
    ACCOUNT_KINDS,
    ALLOCATED,
    APPROVED_BY,
    AVAILABLE,
    BANK_LINE,
    COMMITTED,
    FLOORLESS,
    MADE_BY,
    ORIGINAL,
    PAYABLE,
    REVERSE,
    SOURCE,
    TRANSFER_KINDS,
    Account,
    FundAccount,
    Transfer,
)
from samenspel.engines.ledger.replay import Balances, balances_of


@dataclass(frozen=True)
class Violation:
    """One broken promise: which (by number), a code with parameters, and the transfer if it is one's."""

    invariant: int
    code: str
    sequence: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """What is known beside the transfers; None means not known, and then not checked.

    - `funds`: ids of the funds that exist.
    - `decision_cents`, `commitment_cents`: id → what was decided or agreed.
    - `closed_after`: period → sequence of the last transfer when it was closed; later ones are refused
      in that period. A sequence and not a moment, so that no clock can reopen a period.
    - `cached_cents`: the balances as stored; accounts that are not in it count as 0.
    - `leaves`: sequence → leaf hash as it went onto the trail.
    """

    funds: Collection[str] | None = None
    decision_cents: Mapping[str, int] | None = None
    commitment_cents: Mapping[str, int] | None = None
    closed_after: Mapping[str, int] = field(default_factory=dict)
    cached_cents: Mapping[FundAccount, int] | None = None
    leaves: Mapping[int, bytes] | None = None


def judge(transfer: Transfer) -> list[Violation]:
    """What is wrong with a transfer in itself, without the book: amount, accounts, route, papers, people."""
    found = list(_form_faults(transfer))
    return [Violation(1, code, transfer.sequence, params) for code, params in found]


def check(transfers: Iterable[Transfer], book: Book | None = None) -> list[Violation]:
    """Every violation in the transfers, given in the order of their sequence; empty when all is well."""
    walk = _Walk(book or Book())
    for transfer in transfers:
        walk.step(transfer)
    walk.finish()
    return walk.violations


def _form_faults(transfer: Transfer) -> Iterable[tuple[str, dict[str, object]]]:
    debit, credit, refs = transfer.debit, transfer.credit, transfer.refs
    if transfer.amount_cents <= 0:
        yield "amount_not_positive", {"amount_cents": transfer.amount_cents}
    if debit == credit:
        yield "same_account", {"account": debit}
    for account in (debit, credit):
        if account.kind not in ACCOUNT_KINDS or bool(account.ref) != bool(ACCOUNT_KINDS[account.kind]):
            yield "malformed_account", {"account": account}
    kind = TRANSFER_KINDS.get(transfer.kind)
    if kind is None:
        yield "unknown_kind", {"kind": transfer.kind}
        return
    if transfer.kind != REVERSE and (debit.kind, credit.kind) not in kind.routes:
        yield "route_not_allowed", {"kind": transfer.kind, "debit": debit.kind, "credit": credit.kind}
    for name in kind.requires:
        if not refs.get(name):
            yield "paper_missing", {"name": name}
    for account in (debit, credit):
        name_of_ref = ACCOUNT_KINDS.get(account.kind)
        if name_of_ref is not None and refs.get(name_of_ref, account.ref) != account.ref:
            yield "paper_of_another_account", {"name": name_of_ref, "account": account}
    if kind.second_person:
        made_by, approved_by = refs.get(MADE_BY), refs.get(APPROVED_BY)
        if not made_by or not approved_by or made_by == approved_by:
            yield "second_person_missing", {}
    if (transfer.reverses is not None) != (transfer.kind == REVERSE):
        yield "reverses_misplaced", {"reverses": transfer.reverses}


def _sound_routes() -> dict[tuple[str, str, str], tuple[tuple[str, ...], bool]]:
    """(kind, from, to) → the papers to be there and whether two people are: all but reversals."""
    return {
        (name, *route): (kind.requires, kind.second_person)
        for name, kind in TRANSFER_KINDS.items()
        for route in kind.routes
    }


_SOUND_ROUTES = _sound_routes()


def _is_plainly_sound(transfer: Transfer) -> bool:
    """True only if `_form_faults` would find nothing: the quick way through a book that is in order."""
    (debit_kind, debit_ref), (credit_kind, credit_ref), refs = transfer.debit, transfer.credit, transfer.refs
    expected = _SOUND_ROUTES.get((transfer.kind, debit_kind, credit_kind))
    if expected is None or transfer.amount_cents <= 0 or transfer.reverses is not None:
        return False
    debit_name, credit_name = ACCOUNT_KINDS[debit_kind], ACCOUNT_KINDS[credit_kind]
    if (debit_name is None) != (not debit_ref) or (credit_name is None) != (not credit_ref):
        return False
    if debit_name is not None and refs.get(debit_name, debit_ref) != debit_ref:
        return False
    if credit_name is not None and refs.get(credit_name, credit_ref) != credit_ref:
        return False
    requires, second_person = expected
    for name in requires:
        if not refs.get(name):
            return False
    if not second_person:
        return True
    made_by, approved_by = refs.get(MADE_BY), refs.get(APPROVED_BY)
    return bool(made_by) and bool(approved_by) and made_by != approved_by


class _Walk:
    """One pass over the transfers, remembering what the invariants need."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.violations: list[Violation] = []
        self.expected = 1
        self.balances: dict[str, dict[Account, int]] = defaultdict(lambda: defaultdict(int))
        self.seen: dict[int, Transfer] = {}
        self.reversed: set[int] = set()
        self.refunded: dict[int, int] = defaultdict(int)
        self.keys: dict[str, int] = {}
        self.bank_lines: dict[tuple[str, str], int] = {}
        self.allocated: dict[str, int] = defaultdict(int)
        self.invoiced: dict[str, int] = defaultdict(int)
        self.decisions_of: dict[tuple[str, str], set[str]] = defaultdict(set)

    def found(self, invariant: int, code: str, sequence: int | None, **params: object) -> None:
        self.violations.append(Violation(invariant, code, sequence, params))

    def step(self, transfer: Transfer) -> None:
        self._order(transfer)
        if not _is_plainly_sound(transfer):
            for code, params in _form_faults(transfer):
                self.found(1, code, transfer.sequence, **params)
        self._knowns(transfer)
        if transfer.kind == REVERSE:
            self._reversal(transfer)
        elif transfer.kind in _ORIGINALS:
            self._goes_back(transfer)
        if BANK_LINE in transfer.refs and transfer.kind != REVERSE:
            self._bank_line(transfer)
        effect = _EFFECTS.get((transfer.debit.kind, transfer.credit.kind))
        if effect is not None:
            effect(self, transfer)
        self._move(transfer)
        self.seen[transfer.sequence] = transfer

    def _order(self, transfer: Transfer) -> None:
        if transfer.sequence != self.expected:
            self.found(9, "sequence_gap", transfer.sequence, expected=self.expected)
        self.expected = transfer.sequence + 1
        first = self.keys.setdefault(transfer.key, transfer.sequence)
        if first != transfer.sequence or transfer.sequence in self.seen:
            self.found(7, "key_reused", transfer.sequence, key=transfer.key, first=first)

    def _knowns(self, transfer: Transfer) -> None:
        book = self.book
        if book.funds is not None and transfer.fund not in book.funds:
            self.found(1, "unknown_fund", transfer.sequence, fund=transfer.fund)
        closed_after = book.closed_after.get(transfer.period)
        if closed_after is not None and transfer.sequence > closed_after:
            self.found(8, "period_closed", transfer.sequence, period=transfer.period)
        if book.leaves is not None:
            try:
                leaf = transfer_leaf(transfer)
            except EngineError as error:
                self.found(5, "not_representable", transfer.sequence, reason=error.code)
                return
            if book.leaves.get(transfer.sequence) != leaf:
                self.found(5, "leaf_differs", transfer.sequence)

    def _reversal(self, transfer: Transfer) -> None:
        number = transfer.reverses
        original = None if number is None else self.seen.get(number)
        if original is None:
            self.found(6, "reversal_of_unknown", transfer.sequence, reverses=number)
            return
        if original.kind == REVERSE:
            self.found(6, "reversal_of_reversal", transfer.sequence, reverses=number)
        if original.sequence in self.reversed:
            self.found(6, "reversed_twice", transfer.sequence, reverses=number)
        self.reversed.add(original.sequence)
        opposite = (original.fund, original.credit, original.debit, original.amount_cents)
        if (transfer.fund, transfer.debit, transfer.credit, transfer.amount_cents) != opposite:
            self.found(6, "reversal_differs", transfer.sequence, reverses=number)
        if original.kind == "refund" and (named := original.refs.get(ORIGINAL, "")).isdecimal():
            self.refunded[int(named)] -= original.amount_cents
        if line := original.refs.get(BANK_LINE):
            # A payment booked wrongly is booked again, on the same line of the bank's statement.
            self.bank_lines.pop((original.fund, line), None)

    def _goes_back(self, transfer: Transfer) -> None:
        """A refund names an earlier payment of its fund, and all refunds of it stay within that payment."""
        named = transfer.refs.get(ORIGINAL, "")
        original = self.seen.get(int(named)) if named.isdecimal() and len(named) < 16 else None
        if original is None or original.fund != transfer.fund or original.kind not in _ORIGINALS[transfer.kind]:
            self.found(6, "original_unknown", transfer.sequence, original=named)
            return
        if transfer.kind == "refund":
            if original.sequence in self.reversed:
                self.found(6, "refund_of_reversed", transfer.sequence, original=named)
            self.refunded[original.sequence] += transfer.amount_cents
            if self.refunded[original.sequence] > original.amount_cents:
                self.found(6, "refunded_over_payment", transfer.sequence, original=named)

    def _bank_line(self, transfer: Transfer) -> None:
        line = transfer.refs[BANK_LINE]
        first = self.bank_lines.setdefault((transfer.fund, line), transfer.sequence)
        if first != transfer.sequence:
            self.found(8, "bank_line_reused", transfer.sequence, bank_line=line, first=first)

    def allocate(self, transfer: Transfer) -> None:
        decision = transfer.credit.ref
        self.allocated[decision] += transfer.amount_cents
        self._within(transfer, "over_decision", decision, self.allocated, self.book.decision_cents)

    def deallocate(self, transfer: Transfer) -> None:
        self.allocated[transfer.debit.ref] -= transfer.amount_cents

    def invoice(self, transfer: Transfer) -> None:
        commitment = transfer.debit.ref
        self.invoiced[commitment] += transfer.amount_cents
        self._within(transfer, "over_commitment", commitment, self.invoiced, self.book.commitment_cents)

    def take_invoice_back(self, transfer: Transfer) -> None:
        self.invoiced[transfer.credit.ref] -= transfer.amount_cents

    def commit(self, transfer: Transfer) -> None:
        self.decisions_of[transfer.fund, transfer.credit.ref].add(transfer.debit.ref)

    def release(self, transfer: Transfer) -> None:
        if transfer.credit.ref not in self.decisions_of[transfer.fund, transfer.debit.ref]:
            self.found(8, "release_to_other_decision", transfer.sequence, decision=transfer.credit.ref)

    def _within(
        self,
        transfer: Transfer,
        code: str,
        ref: str,
        sums: Mapping[str, int],
        limits: Mapping[str, int] | None,
    ) -> None:
        if limits is not None and sums[ref] > limits.get(ref, 0):
            self.found(8, code, transfer.sequence, ref=ref, sum_cents=sums[ref], limit_cents=limits.get(ref, 0))

    def _move(self, transfer: Transfer) -> None:
        accounts = self.balances[transfer.fund]
        accounts[transfer.credit] += transfer.amount_cents
        accounts[transfer.debit] -= transfer.amount_cents
        for account in (transfer.debit, transfer.credit):
            if accounts[account] < 0 and account.kind not in FLOORLESS:
                self.found(2, "below_floor", transfer.sequence, account=account, balance_cents=accounts[account])

    def finish(self) -> None:
        """What can be said only at the end: stored balances, conservation."""
        own = balances_of(self.balances).accounts
        cached = self.book.cached_cents
        if cached is not None:
            for account in sorted(own.keys() | cached.keys()):
                if own.get(account, 0) != cached.get(account, 0):
                    self.found(
                        3,
                        "cached_balance_differs",
                        None,
                        account=account,
                        sum_cents=own.get(account, 0),
                        cached_cents=cached.get(account, 0),
                    )
        for fund, kinds in sorted(Balances(cached if cached is not None else own).per_fund().items()):
            inside = sum(cents for kind, cents in kinds.items() if kind != SOURCE)
            if -kinds[SOURCE] != inside:
                self.found(4, "fund_not_conserved", None, fund=fund, granted_cents=-kinds[SOURCE], inside_cents=inside)


# Which kinds of transfer a transfer that sends money back may name as its original.
_ORIGINALS = {"refund": frozenset({"pay"}), "give_back": frozenset({"grant", "amend"})}
# What a route does to the sums within decisions and commitments; reversals take the opposite route.
_EFFECTS: dict[tuple[str, str], Callable[[_Walk, Transfer], None]] = {
    (AVAILABLE, ALLOCATED): _Walk.allocate,
    (ALLOCATED, AVAILABLE): _Walk.deallocate,
    (ALLOCATED, COMMITTED): _Walk.commit,
    (COMMITTED, ALLOCATED): _Walk.release,
    (COMMITTED, PAYABLE): _Walk.invoice,
    (PAYABLE, COMMITTED): _Walk.take_invoice_back,
}
