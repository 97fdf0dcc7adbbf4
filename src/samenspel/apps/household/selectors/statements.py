"""One fund with its transfers; one owner with everything that came of its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samenspel.apps.councils.selectors import decision_by_id

from ..models import Account, Commitment, Estimate, Fund, Invoice, Transfer


@dataclass(frozen=True)
class Standing:
    """Money that stands somewhere in a fund. `subject` names the decision, agreement, invoice or task field."""

    kind: str
    label: str
    subject: str
    decision_id: str
    amount_cents: int


@dataclass(frozen=True)
class TransferRow:
    """A transfer as people read it."""

    sequence: int
    act_sequence: int
    at: datetime
    label: str
    from_label: str
    to_label: str
    what: str
    amount_cents: int
    paper: str


@dataclass(frozen=True)
class FundPage:
    """What the page of one fund shows."""

    fund: Fund
    granted_cents: int
    standings: tuple[Standing, ...]
    transfers: tuple[TransferRow, ...]


@dataclass(frozen=True)
class FundStatement:
    """A fund in the account to its owner: back to task field and category, with what it became."""

    fund: Fund
    granted_cents: int
    available_cents: int
    allocated_cents: int
    committed_cents: int
    payable_cents: int
    spent_cents: int
    returned_cents: int
    decisions: tuple[str, ...]


@dataclass(frozen=True)
class OwnerStatement:
    """Everything of one owner in a year: its funds to the cent, its estimates apart."""

    owner: str
    year: int
    funds: tuple[FundStatement, ...]
    estimates: tuple[Estimate, ...]
    granted_cents: int
    spent_cents: int
    estimated_cents: int


def fund_by_id(neighbourhood: Any, public_id: str) -> Fund | None:
    """A fund of this neighbourhood, or None."""
    return Fund.objects.filter(neighbourhood=neighbourhood, public_id=public_id).select_related("task_field").first()


def fund_page(fund: Fund) -> FundPage:
    """A fund: where its money stands, and every transfer, newest first."""
    subjects = _Subjects()
    accounts = list(Account.objects.filter(fund=fund).order_by("pk"))
    order = list(Account.Kind.values)
    inside = [a for a in accounts if a.kind != Account.Kind.SOURCE and a.balance_cents]
    return FundPage(
        fund=fund,
        granted_cents=-sum(a.balance_cents for a in accounts if a.kind == Account.Kind.SOURCE),
        standings=tuple(
            Standing(
                account.kind,
                str(account.get_kind_display()),
                subjects.name(account),
                account.subject if account.kind == Account.Kind.ALLOCATED else "",
                account.balance_cents,
            )
            for account in sorted(inside, key=lambda a: (order.index(a.kind), a.pk))
        ),
        transfers=tuple(_row(t, subjects) for t in _transfers(fund)),
    )


def _transfers(fund: Fund) -> list[Transfer]:
    found = Transfer.objects.filter(fund=fund).select_related("debit", "credit", "reverses", "refers_to", "fund")
    return list(found.order_by("-sequence"))


def _row(transfer: Transfer, subjects: _Subjects) -> TransferRow:
    refs = transfer.refs
    paper = next((refs[n] for n in ("grant_letter", "budget_amendment", "agreement", "bank_line") if n in refs), "")
    if transfer.reverses is not None:
        paper = f"{refs.get('reason', '')} (nr. {transfer.reverses.sequence})"
    inner = transfer.credit if transfer.credit.subject else transfer.debit
    return TransferRow(
        sequence=transfer.sequence,
        act_sequence=transfer.act_sequence,
        at=transfer.posted_at,
        label=str(transfer.get_kind_display()),
        from_label=str(transfer.debit.get_kind_display()),
        to_label=str(transfer.credit.get_kind_display()),
        what=subjects.name(inner),
        amount_cents=transfer.amount_cents,
        paper=paper,
    )


class _Subjects:
    """Names of what accounts are for, each looked up once."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def name(self, account: Account) -> str:
        """The title of the decision or agreement, the invoice's number, the task field; '' where there is none."""
        if not account.subject:
            return ""
        key = (account.kind, account.subject)
        if key not in self._names:
            self._names[key] = self._look_up(account)
        return self._names[key]

    def _look_up(self, account: Account) -> str:
        subject = account.subject
        if account.kind == Account.Kind.ALLOCATED:
            decision = decision_by_id(subject)
            return decision.title if decision else subject
        if account.kind == Account.Kind.COMMITTED:
            return Commitment.objects.filter(public_id=subject).values_list("title", flat=True).first() or subject
        if account.kind == Account.Kind.PAYABLE:
            invoice = Invoice.objects.filter(public_id=subject).select_related("commitment").first()
            return f"{invoice.commitment.title} ({invoice.number})" if invoice else subject
        return str(account.task_field) if account.task_field else subject


def owner_statement(neighbourhood: Any, *, owner_name: str, year: int) -> OwnerStatement | None:
    """The account to one owner of what its money became in a year; None when it has none here."""
    funds = Fund.objects.filter(neighbourhood=neighbourhood, owner_name=owner_name, year=year)
    estimates = tuple(
        Estimate.objects.filter(neighbourhood=neighbourhood, owner_name=owner_name, year=year)
        .select_related("task_field")
        .order_by("-amount_cents")
    )
    statements = tuple(fund_statement(fund) for fund in funds.select_related("task_field"))
    if not statements and not estimates:
        return None
    return OwnerStatement(
        owner=owner_name,
        year=year,
        funds=statements,
        estimates=estimates,
        granted_cents=sum(one.granted_cents for one in statements),
        spent_cents=sum(one.spent_cents for one in statements),
        estimated_cents=sum(one.amount_cents for one in estimates),
    )


def fund_statement(fund: Fund) -> FundStatement:
    """One fund with its money by state; its task field should be loaded."""
    sums = dict.fromkeys(Account.Kind.values, 0)
    for account in Account.objects.filter(fund=fund):
        sums[account.kind] += account.balance_cents
    decisions = Transfer.objects.filter(fund=fund, kind=Transfer.Kind.ALLOCATE).order_by("sequence")
    return FundStatement(
        fund=fund,
        granted_cents=-sums["source"],
        available_cents=sums["available"],
        allocated_cents=sums["allocated"],
        committed_cents=sums["committed"],
        payable_cents=sums["payable"],
        spent_cents=sums["spent"],
        returned_cents=sums["returned"],
        decisions=tuple(dict.fromkeys(decisions.values_list("decision__title", flat=True))),
    )
