"""The book in other people's formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from samenspel.engines.ledger.canonical import transfer_content
from samenspel.engines.ledger.model import (
    ALLOCATED,
    AVAILABLE,
    COMMITTED,
    PAYABLE,
    RETURNED,
    SOURCE,
    SPENT,
    FundAccount,
    Transfer,
)
from samenspel.engines.ledger.replay import replay
from samenspel.engines.tabular import write_csv

_ROOTS = {
    SOURCE: "Equity:Source",
    AVAILABLE: "Assets:Available",
    ALLOCATED: "Assets:Allocated",
    COMMITTED: "Assets:Committed",
    PAYABLE: "Assets:Payable",
    SPENT: "Expenses:Spent",
    RETURNED: "Expenses:Returned",
}
_CSV_COLUMNS = (
    "sequence",
    "at",
    "period",
    "kind",
    "fund",
    "debit_kind",
    "debit_ref",
    "credit_kind",
    "credit_ref",
    "amount_cents",
    "refs",
    "reverses",
    "key",
)


def to_beancount(transfers: Sequence[Transfer], *, title: str = "Household book") -> str:
    """The book as a beancount file that `bean-check` accepts.

    Money leaves the debit account and enters the credit account, so balances have our sign. The file ends
    with a `balance` directive per account, a day after the last transfer: bean-check itself proves that
    its balances are ours, to the cent (without a tolerance of its own, `~ 0`, it lets a cent pass). An empty
    book gives the options alone.
    """
    lines = [f'option "title" "{_escape(title)}"', 'option "operating_currency" "EUR"', ""]
    if not transfers:
        return "\n".join(lines)
    balances = replay(transfers).accounts
    names = _AccountNames(sorted(balances))
    first = min(transfer.at.date() for transfer in transfers)
    lines += [f"{first} open {names.of(account)} EUR" for account in sorted(balances)]
    for transfer in transfers:
        amount = _euros(transfer.amount_cents)
        debit = names.of(FundAccount(transfer.fund, *transfer.debit))
        credit = names.of(FundAccount(transfer.fund, *transfer.credit))
        lines += [
            "",
            f'{transfer.at.date()} * "{_escape(transfer.kind)}"',
            f"  sequence: {transfer.sequence}",
            f'  key: "{_escape(transfer.key)}"',
            f"  {debit}  -{amount} EUR",
            f"  {credit}  {amount} EUR",
        ]
    last = max(transfer.at.date() for transfer in transfers)
    day_after = last.fromordinal(last.toordinal() + 1)
    lines.append("")
    lines += [
        f"{day_after} balance {names.of(account)}  {_euros(cents)} ~ 0 EUR"
        for account, cents in sorted(balances.items())
    ]
    return "\n".join(lines) + "\n"


def to_csv(transfers: Iterable[Transfer], *, delimiter: str = ",") -> bytes:
    """Every transfer as a row, safe for spreadsheets; `refs` as 'name=id' joined by spaces."""
    rows = []
    for transfer in transfers:
        content = transfer_content(transfer)
        refs = " ".join(f"{name}={ref}" for name, ref in sorted(transfer.refs.items()))
        content.update(
            refs=refs,
            debit_kind=transfer.debit.kind,
            debit_ref=transfer.debit.ref,
            credit_kind=transfer.credit.kind,
            credit_ref=transfer.credit.ref,
        )
        rows.append([content[column] for column in _CSV_COLUMNS])
    return write_csv(_CSV_COLUMNS, rows, delimiter=delimiter)


class _AccountNames:
    """beancount's account names allow letters, digits and hyphens: other ids get a legal name of their own.

    Ids that would become the same name get a number, in the order of the accounts.
    """

    def __init__(self, accounts: Sequence[FundAccount]) -> None:
        self._parts: dict[str, str] = {}
        self._taken: set[str] = set()
        self._names = {account: self._name(account) for account in accounts}

    def of(self, account: FundAccount) -> str:
        return self._names[account]

    def _name(self, account: FundAccount) -> str:
        name = f"{_ROOTS[account.kind]}:{self._part(account.fund)}"
        return f"{name}:{self._part(account.ref)}" if account.ref else name

    def _part(self, text: str) -> str:
        if text not in self._parts:
            plain = re.sub(r"[^A-Za-z0-9-]", "-", text)
            if not re.match(r"[A-Z0-9]", plain):
                plain = plain[:1].upper() + plain[1:] if plain[:1].isalpha() else "X" + plain
            name, number = plain, 2
            while name in self._taken:
                name, number = f"{plain}-{number}", number + 1
            self._taken.add(name)
            self._parts[text] = name
        return self._parts[text]


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
