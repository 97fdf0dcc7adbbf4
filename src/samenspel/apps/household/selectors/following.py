"""One sum from grant to payment, with its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from samenspel.apps.councils.selectors import tally_of

from ..models import Account, Commitment, Invoice, Transfer


@dataclass(frozen=True)
class FollowedFund:
    """What one fund put in, out of what grant."""

    public_id: str
    name: str
    owner: str
    granted_cents: int
    drawn_cents: int
    paper: str


@dataclass(frozen=True)
class FollowedCommitment:
    """An agreement with its invoices; `paid_cents` is what was paid less what came back."""

    title: str
    supplier: str
    agreement: str
    amount_cents: int
    agreed_on: date
    delivery_on: date | None
    delivered_on: date | None
    invoiced_cents: int
    paid_cents: int
    paid_at: datetime | None


@dataclass(frozen=True)
class FollowedSum:
    """The course of the money of one decision. What has not happened yet is empty."""

    decision_id: str
    title: str
    amount_cents: int
    decided_at: datetime | None
    votes_for: int
    votes_against: int
    funds: tuple[FollowedFund, ...]
    commitments: tuple[FollowedCommitment, ...]
    left_cents: int

    @property
    def is_delivered(self) -> bool:
        return bool(self.commitments) and all(one.delivered_on for one in self.commitments)

    @property
    def is_paid(self) -> bool:
        return bool(self.commitments) and all(one.paid_cents >= one.amount_cents for one in self.commitments)

    @property
    def paid_cents(self) -> int:
        return sum(one.paid_cents for one in self.commitments)


def allocations_of(neighbourhood: Any, *, year: int) -> QuerySet[Transfer]:
    """The allocations out of a year's funds, newest first."""
    return (
        Transfer.objects.filter(fund__neighbourhood=neighbourhood, fund__year=year, kind=Transfer.Kind.ALLOCATE)
        .select_related("decision__council")
        .order_by("-sequence")
    )


def followed_titles(neighbourhood: Any, *, year: int) -> tuple[tuple[str, str], ...]:
    """(decision's public id, title) of every decision that was allocated money, newest first."""
    found = {t.decision.public_id: t.decision.title for t in allocations_of(neighbourhood, year=year) if t.decision}
    return tuple(found.items())


def followed_sum(neighbourhood: Any, *, year: int, decision_id: str = "") -> FollowedSum | None:
    """Follow the money of a decision, by default of the one whose money came furthest; None if there is none."""
    allocations = list(allocations_of(neighbourhood, year=year))
    if decision_id:
        allocations = [t for t in allocations if t.decision and t.decision.public_id == decision_id]
    if not allocations:
        return None
    decision = _furthest([t.decision for t in allocations])
    transfers = list(
        Transfer.objects.filter(decision=decision)
        .select_related("fund", "debit", "credit", "commitment", "invoice", "reverses")
        .order_by("sequence")
    )
    tally = tally_of(decision)
    funds = _funds(transfers)
    allocated = Account.objects.filter(kind=Account.Kind.ALLOCATED, subject=decision.public_id)
    return FollowedSum(
        decision_id=decision.public_id,
        title=decision.title,
        amount_cents=sum(fund.drawn_cents for fund in funds),
        decided_at=decision.decided_at,
        votes_for=tally["for"],
        votes_against=tally["against"],
        funds=funds,
        commitments=_commitments(decision, transfers),
        left_cents=sum(account.balance_cents for account in allocated),
    )


def _furthest(decisions: list[Any]) -> Any:
    """Of the newest decisions the first with an agreement, else the newest."""
    committed = set(Commitment.objects.filter(decision__in=decisions).values_list("decision_id", flat=True))
    return next((decision for decision in decisions if decision.pk in committed), decisions[0])


def _net(transfers: list[Transfer], lower: str, upper: str) -> int:
    """Cents from accounts of kind `lower` to `upper`, less what went back."""
    return sum(
        t.amount_cents * ((t.debit.kind, t.credit.kind) == (lower, upper))
        - t.amount_cents * ((t.debit.kind, t.credit.kind) == (upper, lower))
        for t in transfers
    )


def _funds(transfers: list[Transfer]) -> tuple[FollowedFund, ...]:
    found = []
    for fund in dict.fromkeys(t.fund for t in transfers):
        grant = Transfer.objects.filter(fund=fund, kind=Transfer.Kind.GRANT).order_by("sequence").first()
        source = Account.objects.get(fund=fund, kind=Account.Kind.SOURCE)
        found.append(
            FollowedFund(
                public_id=fund.public_id,
                name=fund.name,
                owner=fund.owner_name,
                granted_cents=-source.balance_cents,
                drawn_cents=_net([t for t in transfers if t.fund == fund], "available", "allocated"),
                paper=grant.refs.get("grant_letter", "") if grant else "",
            )
        )
    return tuple(found)


def _commitments(decision: Any, transfers: list[Transfer]) -> tuple[FollowedCommitment, ...]:
    found = []
    for commitment in Commitment.objects.filter(decision=decision).order_by("pk"):
        mine = [t for t in transfers if t.commitment_id == commitment.pk]
        invoices = Invoice.objects.filter(commitment=commitment).order_by("received_on")
        payments = [t for t in mine if t.kind == Transfer.Kind.PAY]
        agreed = _net(mine, "allocated", "committed")
        if agreed <= 0:
            continue
        invoiced = _net(mine, "committed", "payable")
        last = invoices.last()
        found.append(
            FollowedCommitment(
                title=commitment.title,
                supplier=commitment.supplier,
                agreement=commitment.agreement,
                amount_cents=agreed,
                agreed_on=commitment.agreed_on,
                delivery_on=commitment.delivery_on,
                delivered_on=last.received_on if last and invoiced > 0 else None,
                invoiced_cents=invoiced,
                paid_cents=_net(mine, "payable", "spent"),
                paid_at=payments[-1].posted_at if payments and _net(mine, "payable", "spent") > 0 else None,
            )
        )
    return tuple(found)
