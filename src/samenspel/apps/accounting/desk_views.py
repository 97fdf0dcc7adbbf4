"""Write the account, ask a second person, publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.councils.selectors import council_of
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm
from samenspel.foundation.money import euros

from . import selectors, services
from .forms import TextsForm
from .models import AccountText

writer = at_desk(*services.WRITERS)


@require_http_methods(["GET", "POST"])
@writer
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The accounts of the council, and a year to begin with."""
    council = council_of(neighbourhood)
    years = selectors.years_to_account(council, today=timezone.localdate()) if council else []
    if request.method == "POST":
        asked = request.POST.get("year", "")
        if council is None or not asked.isdigit() or len(asked) != 4:
            raise Http404
        account = selectors.account_of(neighbourhood, year=int(asked))
        if account is None:
            if int(asked) not in years:
                raise Http404
            account = services.open_account(council=council, year=int(asked))
        return redirect("accounting-desk:write", neighbourhood=neighbourhood.slug, year=account.year)
    accounts = list(selectors.accounts_of(council)) if council else []
    context = {"neighbourhood": neighbourhood, "council": council, "accounts": accounts, "years": years}
    return render(request, "accounting/desk_index.html", context)


def _account(neighbourhood: Any, year: int) -> Any:
    account = selectors.account_of(neighbourhood, year=year)
    if account is None:
        raise Http404
    return account


@require_http_methods(["GET", "POST"])
@writer
def write(request: HttpRequest, neighbourhood: Any, year: int) -> HttpResponse:
    """Every part with its figures beside it."""
    account = _account(neighbourhood, year)
    form = TextsForm(request.POST or None, written=selectors.texts_of(account))
    if request.method == "POST" and form.is_valid():
        form.call(services.write_texts, account=account, texts=form.changed, by=request.user)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("accounting-desk:write", neighbourhood=neighbourhood.slug, year=year)
    approval, same = selectors.publication_request(account)
    figures = selectors.account_page(account).figures
    context = {
        "neighbourhood": neighbourhood,
        "account": account,
        "form": form,
        "parts": [
            (form[part], form[f"seen_{part}"], figures_beside(figures, part)) for part in AccountText.Part.values
        ],
        "approval": approval,
        "same": same,
        "is_published": account.status == "published",
        "has_foreword": bool(selectors.texts_of(account).get("foreword")),
    }
    return render(request, "accounting/desk_write.html", context, status=422 if form.errors else 200)


def figures_beside(figures: selectors.AccountFigures, part: str) -> list[tuple[str, str]]:
    """The figures that belong to a part, as (label, value); they come from the records."""
    of_part: dict[str, Callable[[], list[tuple[str, Any]]]] = {
        "foreword": lambda: [
            (_("people talked along"), figures.conversation_people),
            (_("people voted"), figures.ballots),
            (_("decisions"), len(figures.decisions)),
        ],
        "money": lambda: [
            (_("through the neighbourhood"), euros(figures.total_cents)),
            (_("free to decide on"), euros(figures.free_cents)),
            (_("allocated to plans"), euros(figures.allocated_cents)),
            (_("agreed with someone"), euros(figures.committed_cents)),
            (_("paid"), euros(figures.paid_cents)),
        ],
        "decisions": lambda: [
            (_("adopted"), sum(d.status == "adopted" for d in figures.decisions)),
            (_("rejected"), sum(d.status == "rejected" for d in figures.decisions)),
        ],
        "conversation": lambda: [
            (_("people talked along"), figures.conversation_people),
            (_("reactions"), figures.reactions),
            (_("statements"), figures.statements),
        ],
        "draw": lambda: [
            (_("drawn"), figures.drawn),
            (_("spoken to"), figures.reached),
            (_("said yes"), figures.said_yes),
            (_("got a seat"), figures.seated),
            (_("never took part before"), figures.never_before),
        ],
        "lessons": lambda: [
            (_("signals, plans, decisions and promises"), figures.matters_total),
            (_("done"), figures.matters_done),
            (_("late"), figures.matters_late),
            (_("carried together"), figures.matters_together),
        ],
    }
    return [(label, _written(value)) for label, value in of_part[part]()]


def _written(value: Any) -> str:
    """A figure in the language of the page; what is not known or must stay hidden is a dash."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else number_format(value, force_grouping=True)


@require_http_methods(["GET", "POST"])
@writer
def ask(request: HttpRequest, neighbourhood: Any, year: int) -> HttpResponse:
    """Ask a second person to publish."""
    account = _account(neighbourhood, year)

    def act() -> Any:
        return services.request_publication(account=account, requested_by=request.user)

    return _confirm(request, neighbourhood, account, "ask", act, _("A second person is asked."))


@require_http_methods(["GET", "POST"])
@writer
def publish(request: HttpRequest, neighbourhood: Any, year: int) -> HttpResponse:
    """Publish what was approved."""
    account = _account(neighbourhood, year)
    approval, _same = selectors.publication_request(account)

    def act() -> Any:
        if account.status == "published":
            # Sent twice: it is public already.
            return account
        return services.publish_account(account=account, approval=approval)

    return _confirm(request, neighbourhood, account, "publish", act, _("The account is public."))


def _confirm(
    request: HttpRequest, neighbourhood: Any, account: Any, step: str, act: Callable[[], Any], done: str
) -> HttpResponse:
    """A page that says what will happen, and the act itself."""
    form = DeskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        form.call(act)
        if not form.errors:
            messages.success(request, done)
            return redirect("accounting-desk:write", neighbourhood=neighbourhood.slug, year=account.year)
    approval, same = selectors.publication_request(account)
    context = {
        "neighbourhood": neighbourhood,
        "account": account,
        "form": form,
        "step": step,
        "approval": approval,
        "same": same,
        "has_foreword": bool(selectors.texts_of(account).get("foreword")),
    }
    return render(request, "accounting/desk_confirm.html", context, status=422 if form.errors else 200)
