"""Screens to look at: the overview, a decision, an agreement, the transfers, the check of the book."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.money import euros

from .. import selectors
from ..access import BOOKKEEPERS
from ..selectors import desk
from ..workbook import statement_workbook
from .finding import commitment_of, decision_of, found_or_404, onlooker

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _show(request: HttpRequest, neighbourhood: Any, template: str, **context: Any) -> HttpResponse:
    may_book = has_one_of(request.user, BOOKKEEPERS, neighbourhood=neighbourhood)
    return render(request, f"household/{template}", {"neighbourhood": neighbourhood, "may_book": may_book} | context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


@require_safe
@onlooker
def overview(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What waits, and where the money of each fund stands."""
    page = desk.desk_page(neighbourhood, year=_number(request.GET.get("jaar", "")))
    funds = [(one, _bars(one)) for one in page.funds]
    return _show(request, neighbourhood, "desk_overview.html", page=page, funds=funds)


def _bars(one: desk.FundStatement) -> list[dict[str, Any]]:
    """Where the money of a fund stands, as parts of what was granted."""
    states = (
        (_("not yet allocated"), one.available_cents),
        (_("allocated"), one.allocated_cents),
        (_("agreed"), one.committed_cents),
        (_("invoiced"), one.payable_cents),
        (_("paid"), one.spent_cents),
        (_("given back"), one.returned_cents),
    )
    whole = max(one.granted_cents, 1)
    return [{"label": label, "value": euros(cents), "share": cents / whole} for label, cents in states]


@require_safe
@onlooker
def check(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Read the whole book again and tell what came of it."""
    report = selectors.verify_book(neighbourhood.municipality)
    return _show(request, neighbourhood, "desk_check.html", report=report)


@require_safe
@onlooker
def decisions(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Every adopted decision about money."""
    return _show(request, neighbourhood, "desk_decisions.html", rows=desk.decision_rows(neighbourhood))


@require_safe
@onlooker
def decision(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """The money of one decision."""
    page = found_or_404(desk.decision_desk(neighbourhood, decision_of(neighbourhood, public_id)))
    return _show(request, neighbourhood, "desk_decision.html", page=page)


@require_safe
@onlooker
def commitment(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One agreement with its invoices."""
    page = desk.commitment_desk(neighbourhood, commitment_of(neighbourhood, public_id))
    return _show(request, neighbourhood, "desk_commitment.html", page=page)


@require_safe
@onlooker
def transfers(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The transfers, newest first, fifty at a time."""
    start = _number(request.GET.get("vanaf", "0")) or 0
    rows, count = desk.desk_transfers(neighbourhood, start=start)
    following = start + desk.TRANSFERS_PER_PAGE
    context = {
        "rows": rows,
        "count": count,
        "following": following if following < count else None,
        "before": max(start - desk.TRANSFERS_PER_PAGE, 0) if start else None,
    }
    return _show(request, neighbourhood, "desk_transfers.html", **context)


@require_safe
@onlooker
def statements(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The accounts to owners, to download."""
    owners = desk.owners_with_funds(neighbourhood)
    return _show(request, neighbourhood, "desk_statements.html", owners=owners)


@require_safe
@onlooker
def statement(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The account to one owner (`naam`) of a year (`jaar`), as a workbook."""
    year = _number(request.GET.get("jaar", ""))
    if year is None:
        raise Http404
    found = selectors.owner_statement(neighbourhood, owner_name=request.GET.get("naam", ""), year=year)
    response = HttpResponse(statement_workbook(found_or_404(found)), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="opgave-{neighbourhood.slug}-{year}.xlsx"'
    return response
