"""What the controller's desk shows: money in its states, what can be carried out, what is about to be booked."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.apps.accounts.selectors import approvals_about, has_one_of
from samenspel.apps.councils.selectors import council_of, decision_by_id, decisions_of
from samenspel.foundation.desk import Waiting
from samenspel.foundation.money import euros

from ..access import BOOKKEEPERS
from ..models import Account, Commitment, Fund, Invoice, Period, TaskField, Transfer
from .statements import FundStatement, fund_statement

# The kinds of approval about money, with the kind of subject that each is about.
COMMIT, RELEASE, PAY = "household.commit", "household.release", "household.pay"
TRANSFERS_PER_PAGE = 50


@dataclass(frozen=True)
class MoneyRequest:
    """A request for a second person, with what it is about. `act` is commit, release or pay."""

    approval: Any
    act: str
    title: str
    amount_cents: int

    @property
    def may_be_carried_out(self) -> bool:
        return bool(self.approval.status == "approved")


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice with what is still to be paid of it, and the newest request to pay it."""

    invoice: Invoice
    payable_cents: int
    request: MoneyRequest | None


@dataclass(frozen=True)
class DecisionRow:
    """A decision about money: how much of it was allocated, and how much still can be."""

    decision: Any
    allocated_cents: int
    left_cents: int


@dataclass(frozen=True)
class DeskPage:
    """The controller's desk at a glance."""

    year: int | None
    years: tuple[int, ...]
    funds: tuple[FundStatement, ...]
    granted_cents: int
    available_cents: int
    approved: tuple[MoneyRequest, ...]
    waiting: tuple[MoneyRequest, ...]
    invoices: tuple[InvoiceRow, ...]
    decisions: tuple[DecisionRow, ...]
    owners: tuple[str, ...]


def desk_page(neighbourhood: Any, *, year: int | None = None) -> DeskPage:
    """Everything on the overview; the funds of one year, by default the newest."""
    found = Fund.objects.filter(neighbourhood=neighbourhood)
    years = tuple(found.order_by("-year").values_list("year", flat=True).distinct())
    year = year if year in years else next(iter(years), None)
    of_year = found.filter(year=year) if year is not None else found.none()
    funds = tuple(fund_statement(fund) for fund in of_year.select_related("task_field"))
    requests = money_requests(neighbourhood)
    return DeskPage(
        year=year,
        years=years,
        funds=funds,
        granted_cents=sum(one.granted_cents for one in funds),
        available_cents=sum(one.available_cents for one in funds),
        approved=tuple(one for one in requests if one.may_be_carried_out),
        waiting=tuple(one for one in requests if not one.may_be_carried_out),
        invoices=invoices_to_pay(neighbourhood),
        decisions=tuple(row for row in decision_rows(neighbourhood) if row.left_cents and not row.allocated_cents),
        owners=tuple(dict.fromkeys(one.fund.owner_name for one in funds)),
    )


def money_requests(neighbourhood: Any) -> tuple[MoneyRequest, ...]:
    """Requests about this neighbourhood's money that wait or may be carried out, the first asked first."""
    found = approvals_about(
        municipality=neighbourhood.municipality, kinds=(COMMIT, RELEASE, PAY), statuses=("waiting", "approved")
    )
    told = (_request(approval, neighbourhood) for approval in found)
    return tuple(one for one in told if one is not None)


def _request(approval: Any, neighbourhood: Any) -> MoneyRequest | None:
    """The request with its subject's name; None when it is about another neighbourhood."""
    subject = request_subject(approval, neighbourhood)
    if subject is None:
        return None
    act = approval.kind.removeprefix("household.")
    title = f"{subject.commitment.title} ({subject.number})" if act == "pay" else str(subject.title)
    if act == "commit":
        # A decision may have several agreements on their way.
        title = f"{title}, {approval.payload['supplier']}"
    return MoneyRequest(approval, act, title, int(approval.payload["amount_cents"]))


def request_subject(approval: Any, neighbourhood: Any) -> Any:
    """The decision, agreement or invoice that a request is about, or None when it is not this neighbourhood's."""
    if approval.kind == COMMIT:
        return decision_here(neighbourhood, approval.subject_id)
    if approval.kind == RELEASE:
        return commitment_here(neighbourhood, approval.subject_id)
    return invoice_here(neighbourhood, approval.subject_id) if approval.kind == PAY else None


def approval_facts(approval: Any) -> list[tuple[Any, str]]:
    """What a second person approves, in words: from the payload to the cent, with the name of its subject."""
    payload = approval.payload
    facts = [(_("Amount"), euros(int(payload["amount_cents"])))]
    if approval.kind == COMMIT:
        decision = decision_by_id(approval.subject_id)
        facts += [
            (_("Decision"), decision.title if decision else approval.subject_id),
            (_("Supplier"), payload["supplier"]),
            (_("Agreement"), payload["agreement"]),
        ]
        return facts
    commitment, invoice = None, None
    if approval.kind == PAY:
        invoice = Invoice.objects.filter(public_id=approval.subject_id).select_related("commitment__decision").first()
        commitment = invoice.commitment if invoice else None
    else:
        commitment = Commitment.objects.filter(public_id=approval.subject_id).select_related("decision").first()
    if commitment is not None:
        facts += [
            (_("Agreement"), f"{commitment.title}, {commitment.agreement}"),
            (_("Supplier"), commitment.supplier),
            (_("Decision"), commitment.decision.title),
        ]
    if invoice is not None:
        facts += [
            (_("Invoice"), invoice.number),
            (_("Delivery checked by"), f"{invoice.checked_by.name}: {invoice.delivery_check}"),
            (_("Bank line"), payload["bank_line"]),
        ]
    return facts


def invoices_to_pay(neighbourhood: Any) -> tuple[InvoiceRow, ...]:
    """Invoices that were booked and not paid, the oldest first."""
    due = dict(
        Account.objects.filter(kind=Account.Kind.PAYABLE, fund__neighbourhood=neighbourhood, balance_cents__gt=0)
        .order_by()
        .values_list("subject")
        .annotate(total=Sum("balance_cents"))
    )
    invoices = Invoice.objects.filter(public_id__in=due).select_related("commitment").order_by("received_on", "pk")
    return _invoice_rows(invoices, due, neighbourhood)


def _invoice_rows(invoices: Any, due: dict[str, int], neighbourhood: Any) -> tuple[InvoiceRow, ...]:
    requests = {r.approval.subject_id: r for r in money_requests(neighbourhood) if r.act == "pay"}
    return tuple(InvoiceRow(one, due.get(one.public_id, 0), requests.get(one.public_id)) for one in invoices)


def decision_rows(neighbourhood: Any) -> tuple[DecisionRow, ...]:
    """Adopted decisions with an amount, newest first."""
    council = council_of(neighbourhood)
    if council is None:
        return ()
    decisions = list(decisions_of(council).filter(status="adopted", is_advice=False, amount_cents__isnull=False))
    between = {
        row["decision"]: (row["up"] or 0) - (row["down"] or 0)
        for row in Transfer.objects.filter(decision__in=decisions)
        .order_by()
        .values("decision")
        .annotate(
            up=Sum("amount_cents", filter=Q(debit__kind=Account.Kind.AVAILABLE, credit__kind=Account.Kind.ALLOCATED)),
            down=Sum("amount_cents", filter=Q(debit__kind=Account.Kind.ALLOCATED, credit__kind=Account.Kind.AVAILABLE)),
        )
    }
    return tuple(
        DecisionRow(one, between.get(one.pk, 0), max((one.amount_cents or 0) - between.get(one.pk, 0), 0))
        for one in decisions
    )


def decision_here(neighbourhood: Any, public_id: str) -> Any:
    """A decision of this neighbourhood's council, or None."""
    council = council_of(neighbourhood)
    return council.decisions.filter(public_id=public_id).select_related("council").first() if council else None


def commitment_here(neighbourhood: Any, public_id: str) -> Commitment | None:
    """An agreement of this neighbourhood, or None."""
    return (
        Commitment.objects.filter(public_id=public_id, decision__council__neighbourhood=neighbourhood)
        .select_related("decision__council", "municipality")
        .first()
    )


def invoice_here(neighbourhood: Any, public_id: str) -> Invoice | None:
    """An invoice of this neighbourhood, or None."""
    return (
        Invoice.objects.filter(public_id=public_id, commitment__decision__council__neighbourhood=neighbourhood)
        .select_related("commitment__decision__council", "municipality", "checked_by")
        .first()
    )


def transfer_here(neighbourhood: Any, sequence: int) -> Transfer | None:
    """A transfer in one of this neighbourhood's funds, or None."""
    return (
        Transfer.objects.filter(fund__neighbourhood=neighbourhood, sequence=sequence)
        .select_related("fund__neighbourhood", "debit__fund", "credit__fund", "decision", "commitment", "invoice")
        .first()
    )


@dataclass(frozen=True)
class CommitmentRow:
    """An agreement with its money by state, in cents."""

    commitment: Commitment
    committed_cents: int
    invoiced_cents: int
    paid_cents: int


@dataclass(frozen=True)
class DecisionDesk:
    """The money of one decision, with its agreements and what was asked of a second person."""

    row: DecisionRow
    standing_cents: int
    commitments: tuple[CommitmentRow, ...]
    requests: tuple[MoneyRequest, ...]


def decision_desk(neighbourhood: Any, decision: Any) -> DecisionDesk | None:
    """A decision about money at the desk; None when it does not stand or has no amount."""
    row = next((one for one in decision_rows(neighbourhood) if one.decision.pk == decision.pk), None)
    if row is None:
        return None
    standing = Account.objects.filter(kind=Account.Kind.ALLOCATED, subject=decision.public_id)
    commitments = Commitment.objects.filter(decision=decision).order_by("agreed_on", "pk")
    return DecisionDesk(
        row=row,
        standing_cents=sum(account.balance_cents for account in standing),
        commitments=tuple(commitment_row(one) for one in commitments),
        requests=tuple(
            one
            for one in money_requests(neighbourhood)
            if one.act == "commit" and one.approval.subject_id == decision.public_id
        ),
    )


def commitment_row(commitment: Commitment) -> CommitmentRow:
    """An agreement's money by state."""
    found = Transfer.objects.filter(commitment=commitment)
    return CommitmentRow(
        commitment,
        _between(found, Account.Kind.ALLOCATED, Account.Kind.COMMITTED)
        - _between(found, Account.Kind.COMMITTED, Account.Kind.PAYABLE),
        _between(found, Account.Kind.COMMITTED, Account.Kind.PAYABLE)
        - _between(found, Account.Kind.PAYABLE, Account.Kind.SPENT),
        _between(found, Account.Kind.PAYABLE, Account.Kind.SPENT)
        - sum(t.amount_cents for t in found.filter(kind=Transfer.Kind.REFUND))
        + sum(t.amount_cents for t in found.filter(reverses__kind=Transfer.Kind.REFUND)),
    )


def _between(transfers: QuerySet[Transfer], lower: str, upper: str) -> int:
    """Cents from accounts of kind `lower` to `upper`, less what came back the same way."""
    sums = transfers.aggregate(
        up=Sum("amount_cents", filter=Q(debit__kind=lower, credit__kind=upper)),
        down=Sum("amount_cents", filter=Q(debit__kind=upper, credit__kind=lower)),
    )
    return (sums["up"] or 0) - (sums["down"] or 0)


@dataclass(frozen=True)
class CommitmentDesk:
    """One agreement with its invoices and requests."""

    row: CommitmentRow
    invoices: tuple[InvoiceRow, ...]
    requests: tuple[MoneyRequest, ...]


def commitment_desk(neighbourhood: Any, commitment: Commitment) -> CommitmentDesk:
    """An agreement at the desk."""
    due = dict(
        Account.objects.filter(
            kind=Account.Kind.PAYABLE, subject__in=commitment.invoices.values("public_id"), balance_cents__gt=0
        )
        .order_by()
        .values_list("subject")
        .annotate(total=Sum("balance_cents"))
    )
    return CommitmentDesk(
        row=commitment_row(commitment),
        invoices=_invoice_rows(
            commitment.invoices.select_related("commitment", "checked_by").order_by("pk"), due, neighbourhood
        ),
        requests=tuple(
            one
            for one in money_requests(neighbourhood)
            if one.act == "release" and one.approval.subject_id == commitment.public_id
        ),
    )


@dataclass(frozen=True)
class DeskTransfer:
    """A transfer with what can still be done about it."""

    transfer: Transfer
    what: str
    is_reversed: bool

    @property
    def may_be_reversed(self) -> bool:
        return not self.is_reversed and self.transfer.kind != Transfer.Kind.REVERSE

    @property
    def may_be_refunded(self) -> bool:
        return not self.is_reversed and self.transfer.kind == Transfer.Kind.PAY


def desk_transfers(neighbourhood: Any, *, start: int = 0) -> tuple[tuple[DeskTransfer, ...], int]:
    """(a page of the transfers from `start`, newest first; how many there are)."""
    found = Transfer.objects.filter(fund__neighbourhood=neighbourhood).order_by("-sequence")
    page = list(
        found.select_related("fund", "debit", "credit", "decision", "commitment", "reverses")[
            start : start + TRANSFERS_PER_PAGE
        ]
    )
    undone = set(Transfer.objects.filter(reverses__in=page).values_list("reverses_id", flat=True))
    rows = tuple(
        DeskTransfer(
            t, str(t.commitment.title if t.commitment else t.decision.title if t.decision else ""), t.pk in undone
        )
        for t in page
    )
    return rows, found.count()


@dataclass(frozen=True)
class OpenMonth:
    """A month with bookings that is not closed."""

    period: str
    transfers: int


def open_months(municipality: Any, *, today: date) -> tuple[OpenMonth, ...]:
    """Months before this one with bookings and not closed, the first first."""
    closed = Period.objects.filter(municipality=municipality).values("period")
    rows = (
        Transfer.objects.filter(municipality=municipality, period__lt=f"{today:%Y-%m}")
        .exclude(period__in=closed)
        .order_by("period")
        .values_list("period")
        .annotate(number=Count("pk"))
    )
    return tuple(OpenMonth(period, number) for period, number in rows)


def closed_months(municipality: Any) -> QuerySet[Period]:
    """Closed months, the newest first."""
    return Period.objects.filter(municipality=municipality).select_related("closed_by").order_by("-period")


def task_field_choices() -> list[tuple[str, str]]:
    """(code, 'code name') of every task field, as the newest year that the package holds numbers them."""
    newest = TaskField.objects.order_by("-year").first()
    if newest is not None:
        return [(one.code, str(one)) for one in TaskField.objects.filter(year=newest.year).order_by("pk")]
    folder = resources.files("samenspel.apps.household").joinpath("data")
    name = max(part.name for part in folder.iterdir() if part.name.startswith("task_fields_"))
    rows = csv.DictReader(folder.joinpath(name).read_text("utf-8").splitlines())
    return [(row["code"], f"{row['code']} {row['name']}") for row in rows]


def owners_with_funds(neighbourhood: Any) -> tuple[tuple[str, int], ...]:
    """(owner, year) for each account to an owner, the newest year first."""
    rows = Fund.objects.filter(neighbourhood=neighbourhood).order_by("-year", "owner_name")
    return tuple(dict.fromkeys(rows.values_list("owner_name", "year")))


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """What a controller can do now: carry out what was approved, pay, allocate. Others only look."""
    if not has_one_of(person, BOOKKEEPERS, neighbourhood=neighbourhood):
        return []
    page = desk_page(neighbourhood)
    act_names = {"commit": _("Book the agreement"), "release": _("Let go of the agreement"), "pay": _("Pay")}
    waiting = [
        Waiting(
            f"{act_names[one.act]}: {one.title}, {euros(one.amount_cents)}",
            _address(one.act, neighbourhood, one.approval.public_id),
        )
        for one in page.approved
    ]
    waiting += [
        Waiting(
            _("Invoice to pay: %(what)s, %(amount)s")
            % {"what": row.invoice.commitment.title, "amount": euros(row.payable_cents)},
            _address("commitment", neighbourhood, row.invoice.commitment.public_id),
        )
        for row in page.invoices
        if row.request is None
    ]
    waiting += [
        Waiting(
            _("Allocate money: %(what)s, %(amount)s") % {"what": row.decision.title, "amount": euros(row.left_cents)},
            _address("decision", neighbourhood, row.decision.public_id),
        )
        for row in page.decisions
    ]
    return waiting


def _address(name: str, neighbourhood: Any, public_id: str) -> str:
    return reverse(f"household-desk:{name}", args=[neighbourhood.slug, public_id])
