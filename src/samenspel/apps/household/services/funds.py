"""Task fields, estimates, and grants as they come in, change and go back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from ..access import require_bookkeeper
from ..models import Account, Estimate, Fund, Period, TaskField, Transfer
from ..posting import Move, OpenBook, account_of, open_book, told

# Years of which the package holds the numbering; a later year uses the newest of these.
TASK_FIELD_YEARS = (2025,)


@transaction.atomic
def task_field(*, code: str, year: int) -> TaskField:
    """The task field as numbered in `year`, or in the newest year before it that the package holds.

    Refuses with 'task_field_unknown'.
    """
    version = max((y for y in TASK_FIELD_YEARS if y <= year), default=TASK_FIELD_YEARS[0])
    found = TaskField.objects.filter(year=version, code=code).first()
    if found is None and not TaskField.objects.filter(year=version).exists():
        TaskField.objects.bulk_create(_packaged(version), ignore_conflicts=True)
        found = TaskField.objects.filter(year=version, code=code).first()
    if found is None:
        raise Refusal(
            _("There is no task field %(field)s in %(year)s."), code="task_field_unknown", field=code, year=version
        )
    return found


def _packaged(year: int) -> list[TaskField]:
    text = resources.files("samenspel.apps.household").joinpath(f"data/task_fields_{year}.csv").read_text("utf-8")
    return [TaskField(year=year, **row) for row in csv.DictReader(text.splitlines())]


@transaction.atomic
def save_estimate(
    *,
    neighbourhood: Any,
    domain: str,
    owner_name: str,
    owner_kind: str,
    title: str,
    year: int,
    task_field_code: str,
    amount_cents: int,
    allocation_key: str,
    uncertainty_percent: int,
    freedom: str,
    basis: str = "",
) -> Estimate:
    """Note what a domain spends here in a year, or bring it up to date.

    Refuses with 'estimate_incomplete': no amount, no basis for what is fixed, or more than 100 % uncertain.
    """
    try:
        with transaction.atomic():
            estimate, _created = Estimate.objects.update_or_create(
                municipality_id=neighbourhood.municipality_id,
                neighbourhood=neighbourhood,
                owner_name=owner_name,
                title=title,
                year=year,
                task_field=task_field(code=task_field_code, year=year),
                freedom=freedom,
                defaults={
                    "domain": domain,
                    "owner_kind": owner_kind,
                    "amount_cents": amount_cents,
                    "allocation_key": allocation_key,
                    "uncertainty_percent": uncertainty_percent,
                    "basis": basis,
                },
            )
    except IntegrityError as error:
        raise Refusal(
            _("Give an amount, and say which law or contract fixes it."), code="estimate_incomplete"
        ) from error
    return estimate


@transaction.atomic
def open_fund(
    *,
    neighbourhood: Any,
    name: str,
    owner_name: str,
    owner_kind: str,
    task_field_code: str,
    economic_category: str,
    year: int,
    freedom: str,
    ends_on: date,
    amount_cents: int,
    grant_letter: str,
    by: Any,
    earmark: str = "",
    earmark_codes: Sequence[str] = (),
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Fund:
    """Open a fund with the grant that fills it. `grant_letter` is the reference of the paper behind it.

    Refuses with 'not_controller', 'fund_exists', 'task_field_unknown', 'earmark_untold' (codes without the
    rule in words), 'idempotency_conflict', 'period_closed'.
    """
    require_bookkeeper(by, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    facts = {
        "name": name,
        "owner_name": owner_name,
        "owner_kind": owner_kind,
        "economic_category": economic_category,
        "year": year,
        "freedom": freedom,
        "earmark": earmark,
        "earmark_codes": list(earmark_codes),
    }
    book = open_book(
        municipality=neighbourhood.municipality,
        request={
            "act": "open_fund",
            "neighbourhood": neighbourhood.public_id,
            "task_field": task_field_code,
            "ends_on": ends_on.isoformat(),
            "amount_cents": amount_cents,
            "grant_letter": grant_letter,
            **facts,
        },
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier[0].fund
    if earmark_codes and not earmark.strip():
        raise Refusal(_("Say in words what the money is for."), code="earmark_untold")
    codes = {code: task_field(code=code, year=year) for code in (task_field_code, *earmark_codes)}
    try:
        with transaction.atomic():
            fund = Fund.objects.create(
                municipality=neighbourhood.municipality,
                neighbourhood=neighbourhood,
                task_field=codes[task_field_code],
                ends_on=ends_on,
                created_at=book.at,
                **facts,
            )
    except IntegrityError as error:
        raise Refusal(_("There is a fund with this name in this year."), code="fund_exists") from error
    _grant(book, fund, amount_cents, grant_letter)
    return fund


def _grant(book: OpenBook, fund: Fund, amount_cents: int, grant_letter: str) -> None:
    source = account_of(fund, Account.Kind.SOURCE)
    available = account_of(fund, Account.Kind.AVAILABLE)
    refs = {"grant_letter": told(grant_letter)}
    book.post([Move(Transfer.Kind.GRANT, source, available, amount_cents, refs=refs)])


@transaction.atomic
def amend_fund(
    *,
    fund: Fund,
    change_cents: int,
    budget_amendment: str,
    by: Any,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Transfer:
    """Raise (positive) or lower (negative) a grant, by a budget amendment.

    Refuses to take out what is no longer available ('balance_short').
    """
    require_bookkeeper(by, municipality=fund.municipality, neighbourhood=fund.neighbourhood)
    book = open_book(
        municipality=fund.municipality,
        request={
            "act": "amend_fund",
            "fund": fund.public_id,
            "change_cents": change_cents,
            "budget_amendment": budget_amendment,
        },
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier[0]
    pair = account_of(fund, Account.Kind.SOURCE), account_of(fund, Account.Kind.AVAILABLE)
    debit, credit = pair if change_cents > 0 else pair[::-1]
    refs = {"budget_amendment": told(budget_amendment)}
    return book.post([Move(Transfer.Kind.AMEND, debit, credit, abs(change_cents), refs=refs)])[0]


@transaction.atomic
def give_back(
    *,
    fund: Fund,
    amount_cents: int,
    by: Any,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Transfer:
    """Give what was not used back to its owner; it goes back on the grant."""
    require_bookkeeper(by, municipality=fund.municipality, neighbourhood=fund.neighbourhood)
    book = open_book(
        municipality=fund.municipality,
        request={"act": "give_back", "fund": fund.public_id, "amount_cents": amount_cents},
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier[0]
    grant = Transfer.objects.filter(fund=fund, kind=Transfer.Kind.GRANT).order_by("sequence").first()
    if grant is None:
        raise Refusal(_("Nothing was granted to this fund."), code="grant_missing")
    move = Move(
        Transfer.Kind.GIVE_BACK,
        account_of(fund, Account.Kind.AVAILABLE),
        account_of(fund, Account.Kind.RETURNED),
        amount_cents,
        refers_to=grant,
        refs={"original": str(grant.sequence)},
    )
    return book.post([move])[0]


@transaction.atomic
def close_period(*, municipality: Any, period: str, by: Any, at: datetime | None = None) -> Period:
    """Close a month ('2026-05') for good; closing it again changes nothing."""
    require_bookkeeper(by, municipality=municipality)
    book = open_book(municipality=municipality, request={"act": "close_period", "period": period}, at=at)
    try:
        with transaction.atomic():
            closed, _created = Period.objects.get_or_create(
                municipality=municipality,
                period=period,
                defaults={"last_sequence": book.size, "closed_at": book.at, "closed_by": by},
            )
    except IntegrityError as error:
        raise Refusal(_("Write a month as 2026-05."), code="period_malformed") from error
    return closed
