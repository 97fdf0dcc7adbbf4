"""Money that comes in, changes and goes back; months that close."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.foundation.money import euros

from .. import forms, services
from ..access import is_bookkeeper
from ..selectors import desk
from .acting import Act, respond
from .finding import address, fund_of, keeper

# Fields of a form that a service knows by another name, or that belong to the form alone.
_OWN = {"key", "amount"}


def _rest(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cleaned.items() if name not in _OWN}


@require_http_methods(["GET", "POST"])
@keeper
def open_fund(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """A grant comes in by hand."""
    act = Act(
        title=_("Book a grant"),
        intro=_("A fund is one grant, with its own owner and its own rules. It stays recognisable to the end."),
        told=lambda cleaned, moves: (
            _("%(amount)s of %(owner)s comes into the fund ‘%(fund)s’, by %(paper)s.")
            % {
                "amount": euros(cleaned["amount"]),
                "owner": cleaned["owner_name"],
                "fund": cleaned["name"],
                "paper": cleaned["grant_letter"],
            }
        ),
        run=lambda cleaned, key: services.open_fund(
            neighbourhood=neighbourhood,
            by=request.user,
            amount_cents=cleaned["amount"],
            idempotency_key=key,
            **_rest(cleaned),
        ),
        button=_("Book the grant"),
        done=_("The grant is in the book."),
        back=address("overview", neighbourhood),
    )
    today = timezone.localdate()
    initial = {"year": today.year, "ends_on": today.replace(month=12, day=31)}
    fields = desk.task_field_choices()
    return respond(request, neighbourhood, act, forms.OpenFundForm, task_fields=fields, initial=initial)


@require_http_methods(["GET", "POST"])
@keeper
def amend(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """A grant becomes more or less."""
    fund = fund_of(neighbourhood, public_id)

    def told(cleaned: dict[str, Any], moves: Any) -> str:
        words = {"amount": euros(cleaned["amount"]), "fund": fund.name, "paper": cleaned["budget_amendment"]}
        if cleaned["direction"] == "raise":
            return _("‘%(fund)s’ becomes %(amount)s more, by %(paper)s.") % words
        return _("‘%(fund)s’ becomes %(amount)s less, by %(paper)s. The money goes back to its owner.") % words

    act = Act(
        title=_("Change the grant of ‘%(fund)s’") % {"fund": fund.name},
        intro=_("Only what is not yet allocated can be taken out."),
        told=told,
        run=lambda cleaned, key: services.amend_fund(
            fund=fund,
            change_cents=cleaned["amount"] if cleaned["direction"] == "raise" else -cleaned["amount"],
            budget_amendment=cleaned["budget_amendment"],
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        button=_("Book the change"),
        done=_("The change is in the book."),
        back=address("overview", neighbourhood),
    )
    return respond(request, neighbourhood, act, forms.AmendForm)


@require_http_methods(["GET", "POST"])
@keeper
def give_back(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """What was not used goes back."""
    fund = fund_of(neighbourhood, public_id)
    act = Act(
        title=_("Give back what is left in ‘%(fund)s’") % {"fund": fund.name},
        intro=_("Only what is not yet allocated can go back to %(owner)s.") % {"owner": fund.owner_name},
        told=lambda cleaned, moves: (
            _("%(amount)s of ‘%(fund)s’ goes back to %(owner)s. The neighbourhood can no longer spend it.")
            % {"amount": euros(cleaned["amount"]), "fund": fund.name, "owner": fund.owner_name}
        ),
        run=lambda cleaned, key: services.give_back(
            fund=fund,
            amount_cents=cleaned["amount"],
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        button=_("Give it back"),
        done=_("That is in the book as given back."),
        back=address("overview", neighbourhood),
    )
    return respond(request, neighbourhood, act, forms.GiveBackForm)


def month_name(period: str) -> str:
    """'2026-05' as 'May 2026'."""
    day = parse_date(f"{period}-01")
    return date_format(day, "F Y") if day else period


@require_http_methods(["GET", "POST"])
@keeper
def months(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Months that are closed, and one to close."""
    municipality = neighbourhood.municipality
    to_close = desk.open_months(municipality, today=timezone.localdate())
    may_close = is_bookkeeper(request.user, municipality=municipality)
    if request.method == "POST" or request.GET.get("sluiten"):
        choices = [(one.period, month_name(one.period)) for one in to_close]
        asked = request.POST.get("period", "")
        if request.POST.get("step") == "book" and any(p.period == asked for p in desk.closed_months(municipality)):
            # Sent twice: closing a month again changes nothing.
            choices.append((asked, month_name(asked)))
        return respond(request, neighbourhood, _closing(request, neighbourhood), forms.ClosePeriodForm, months=choices)
    context = {
        "neighbourhood": neighbourhood,
        "open": [(month_name(one.period), one.transfers) for one in to_close],
        "closed": [(month_name(one.period), one) for one in desk.closed_months(municipality)],
        "may_close": may_close,
    }
    return render(request, "household/desk_months.html", context)


def _closing(request: HttpRequest, neighbourhood: Any) -> Act:
    municipality = neighbourhood.municipality
    return Act(
        title=_("Close a month"),
        intro=_("This holds for the whole municipality."),
        told=lambda cleaned, moves: (
            _(
                "%(month)s closes for good. Nothing can be booked in it any more; a correction goes into a later "
                "month. No money moves."
            )
            % {"month": month_name(cleaned["period"])}
        ),
        run=lambda cleaned, key: services.close_period(
            municipality=municipality, period=cleaned["period"], by=request.user
        ),
        plan=lambda cleaned: (),
        books=False,
        button=_("Close this month for good"),
        done=_("The month is closed."),
        back=address("months", neighbourhood),
    )
