"""The book of a neighbourhood in a year: whose money, who decides, what for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samenspel.apps.picture.selectors import latest_figure

from ..models import Account, Estimate, Freedom, Fund, Purpose, Transfer
from .following import FollowedSum, followed_sum, followed_titles

NOT_YET = "not_yet"
# Purposes as one word, for a heading that names the largest two.
SHORT_PURPOSES: dict[str, Promise] = {
    Purpose.CARE: _("care"),
    Purpose.YOUTH: _("youth"),
    Purpose.STREETS: _("streets"),
    Purpose.SCHOOL: _("school"),
    Purpose.LIVING: _("housing"),
    Purpose.WORK: _("work"),
    Purpose.SAFETY: _("safety"),
    Purpose.MEETING: _("meeting each other"),
    Purpose.GOVERNING: _("governing"),
}
_FREEDOM_ORDER = (Freedom.FIXED, Freedom.INFLUENCE, Freedom.FREE)
# Accounts inside a fund in which money has a purpose of its own.
_PURPOSEFUL = (Account.Kind.ALLOCATED, Account.Kind.COMMITTED, Account.Kind.PAYABLE, Account.Kind.SPENT)


@dataclass(frozen=True)
class MoneyLine:
    """An amount of one owner, with one freedom, for one purpose (a Purpose, or NOT_YET)."""

    owner: str
    freedom: str
    purpose: str
    amount_cents: int
    is_booked: bool


@dataclass(frozen=True)
class OwnerRow:
    """What one owner puts in, by freedom."""

    name: str
    fixed_cents: int
    influence_cents: int
    free_cents: int

    @property
    def total_cents(self) -> int:
        return self.fixed_cents + self.influence_cents + self.free_cents


@dataclass(frozen=True)
class PurposeRow:
    """What one purpose gets, by freedom."""

    purpose: str
    label: str
    fixed_cents: int
    influence_cents: int
    free_cents: int

    @property
    def total_cents(self) -> int:
        return self.fixed_cents + self.influence_cents + self.free_cents


@dataclass(frozen=True)
class FundRow:
    """A fund with what is left to allocate."""

    public_id: str
    name: str
    owner: str
    freedom: str
    ends_on: date
    granted_cents: int
    available_cents: int


@dataclass(frozen=True)
class BookPage:
    """What the page of the household book shows."""

    year: int
    years: tuple[int, ...]
    updated_on: date | None
    total_cents: int
    per_inhabitant_cents: int | None
    estimated_cents: int
    booked_cents: int
    uncertainty_percent: int
    fixed_cents: int
    influence_cents: int
    free_cents: int
    lines: tuple[MoneyLine, ...]
    owners: tuple[OwnerRow, ...]
    purposes: tuple[PurposeRow, ...]
    largest: tuple[str, ...]
    funds: tuple[FundRow, ...]
    followed: FollowedSum | None
    others: tuple[tuple[str, str], ...]


def book_page(neighbourhood: Any, *, year: int | None = None, follow: str = "") -> BookPage | None:
    """The book of a year, by default the newest; None when nothing is known of it.

    `follow` is the public id of the decision whose money is followed, by default the newest one.
    """
    years = book_years(neighbourhood)
    if not years or (year is not None and year not in years):
        return None
    year = years[0] if year is None else year
    estimates = Estimate.objects.filter(neighbourhood=neighbourhood, year=year)
    lines = _ordered(money_lines(neighbourhood, year))
    by_freedom = _by(lines, lambda line: line.freedom)
    booked = sum(line.amount_cents for line in lines if line.is_booked)
    total = sum(by_freedom.values())
    purposes = _purpose_rows(lines)
    return BookPage(
        year=year,
        years=years,
        updated_on=updated_on(neighbourhood, year),
        total_cents=total,
        per_inhabitant_cents=_per_inhabitant(neighbourhood, total),
        estimated_cents=total - booked,
        booked_cents=booked,
        uncertainty_percent=estimates.aggregate(most=Max("uncertainty_percent"))["most"] or 0,
        fixed_cents=by_freedom.get(Freedom.FIXED, 0),
        influence_cents=by_freedom.get(Freedom.INFLUENCE, 0),
        free_cents=by_freedom.get(Freedom.FREE, 0),
        lines=lines,
        owners=_owner_rows(lines),
        purposes=purposes,
        largest=tuple(
            str(SHORT_PURPOSES[row.purpose])
            for row in sorted(purposes, key=lambda row: -row.total_cents)
            if row.purpose != NOT_YET
        )[:2],
        funds=fund_rows(neighbourhood, year),
        followed=followed_sum(neighbourhood, year=year, decision_id=follow),
        others=followed_titles(neighbourhood, year=year),
    )


def book_years(neighbourhood: Any) -> tuple[int, ...]:
    """The years of which something is known, newest first."""
    found: set[int] = set()
    for model in (Estimate, Fund):
        found |= set(model.objects.filter(neighbourhood=neighbourhood).values_list("year", flat=True))
    return tuple(sorted(found, reverse=True))


def updated_on(neighbourhood: Any, year: int) -> date | None:
    """The day of the newest transfer or estimate."""
    moments = [
        Transfer.objects.filter(fund__neighbourhood=neighbourhood, fund__year=year).aggregate(at=Max("posted_at"))["at"]
        or Estimate.objects.filter(neighbourhood=neighbourhood, year=year).aggregate(at=Max("created_at"))["at"]
    ]
    return timezone.localdate(moments[0]) if moments[0] else None


def money_lines(neighbourhood: Any, year: int) -> list[MoneyLine]:
    """Both layers as lines: estimates by their task field, booked money by what it was allocated to."""
    lines = [
        MoneyLine(e.owner_name, e.freedom, e.task_field.purpose, e.amount_cents, False)
        for e in Estimate.objects.filter(neighbourhood=neighbourhood, year=year).select_related("task_field")
    ]
    accounts = Account.objects.filter(
        fund__neighbourhood=neighbourhood,
        fund__year=year,
        kind__in=[Account.Kind.AVAILABLE, *_PURPOSEFUL],
        balance_cents__gt=0,
    ).select_related("fund__task_field", "task_field")
    for account in accounts:
        fund = account.fund
        purpose = (account.task_field or fund.task_field).purpose
        if account.kind == Account.Kind.AVAILABLE and fund.freedom == Freedom.FREE:
            purpose = NOT_YET
        lines.append(MoneyLine(fund.owner_name, fund.freedom, purpose, account.balance_cents, True))
    return lines


def fund_rows(neighbourhood: Any, year: int) -> tuple[FundRow, ...]:
    """The funds of a year, free ones first, with what was granted and what is left."""
    rows = []
    for fund in Fund.objects.filter(neighbourhood=neighbourhood, year=year).prefetch_related("accounts"):
        balances = {account.kind: account.balance_cents for account in fund.accounts.all()}
        rows.append(
            FundRow(
                public_id=fund.public_id,
                name=fund.name,
                owner=fund.owner_name,
                freedom=fund.freedom,
                ends_on=fund.ends_on,
                granted_cents=-balances.get(Account.Kind.SOURCE, 0),
                available_cents=balances.get(Account.Kind.AVAILABLE, 0),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-_FREEDOM_ORDER.index(Freedom(row.freedom)), row.name)))


def neighbourhood_transfers(neighbourhood: Any) -> QuerySet[Transfer]:
    """All transfers of a neighbourhood's funds, in order."""
    return Transfer.objects.filter(fund__neighbourhood=neighbourhood).order_by("sequence")


def _per_inhabitant(neighbourhood: Any, total_cents: int) -> int | None:
    """Whole euros for each inhabitant in cents, rounded to tens; None where their number is not known."""
    figure = latest_figure(neighbourhood.cbs_code, "inhabitants")
    if figure is None or not figure.value:
        return None
    return round(total_cents / int(figure.value) / 1000) * 1000


def _by(lines: Iterable[MoneyLine], key: Any) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[key(line)] += line.amount_cents
    return dict(sums)


def _ordered(lines: list[MoneyLine]) -> tuple[MoneyLine, ...]:
    """Owners with most fixed money first, then by size; purposes as in `Purpose`, what is left last."""
    sizes = _by(lines, lambda line: line.owner)
    free = {line.owner for line in lines} - {line.owner for line in lines if line.freedom != Freedom.FREE}
    purposes = [*Purpose.values, NOT_YET]
    return tuple(
        sorted(
            lines,
            key=lambda line: (line.owner in free, -sizes[line.owner], line.owner, purposes.index(line.purpose)),
        )
    )


def _owner_rows(lines: tuple[MoneyLine, ...]) -> tuple[OwnerRow, ...]:
    names = dict.fromkeys(line.owner for line in lines)
    return tuple(OwnerRow(name, *_by_freedom(line for line in lines if line.owner == name)) for name in names)


def _purpose_rows(lines: tuple[MoneyLine, ...]) -> tuple[PurposeRow, ...]:
    found = dict.fromkeys(line.purpose for line in lines)
    return tuple(
        PurposeRow(purpose, purpose_label(purpose), *_by_freedom(line for line in lines if line.purpose == purpose))
        for purpose in sorted(found, key=lambda purpose: purpose == NOT_YET)
    )


def purpose_label(purpose: str) -> str:
    """What money is for, in words that residents use."""
    return str(_("Still free to divide")) if purpose == NOT_YET else str(Purpose(purpose).label)


def _by_freedom(lines: Iterable[MoneyLine]) -> tuple[int, int, int]:
    sums = _by(lines, lambda line: line.freedom)
    return tuple(sums.get(freedom, 0) for freedom in _FREEDOM_ORDER)  # type: ignore[return-value]
