"""Public pages around the first stage: the course of a lot in its order, whom a draw reaches, one's own facts."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import count_wrong_code, limit_wrong_codes
from samenspel.foundation.errors import Refusal

from . import selectors, services
from .forms import MyDataForm
from .models import Lot
from .reach_words import filling_ring, outcome_words, reach_shown
from .views import download, find_neighbourhood

# On the page itself; the file holds everyone.
COURSE_SHOWN_MAX = 400


@require_safe
def reach(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Whom the newest draw reaches: from letter to seat, per group, beside the neighbourhood."""
    where = find_neighbourhood(neighbourhood)
    found = selectors.latest_reach(where)
    if found is None:
        raise Http404
    context = {"neighbourhood": where, "reach": found, "shown": reach_shown(found)}
    return render(request, "draws/reach.html", context)


@require_safe
def course(request: HttpRequest, neighbourhood: str, lot: str) -> HttpResponse:
    """The course of a lot whose seats go in its order: who comes first, what is given, how it can be checked."""
    where = find_neighbourhood(neighbourhood)
    found = selectors.lot_by_id(where, lot)
    if found is None or found.filling != Lot.Filling.IN_ORDER:
        raise Http404
    return render(request, "draws/course.html", course_context(where, found))


def course_context(where: Any, lot: Lot) -> dict[str, Any]:
    """What the page of a lot in its order needs."""
    page = selectors.filling_page(lot)
    words = outcome_words()
    return {
        "neighbourhood": where,
        "lot": lot,
        "page": page,
        "ring": filling_ring(page),
        "is_published": lot.status == Lot.Status.PUBLISHED,
        "rows": [
            [place, ticket, words[outcome]]
            for place, (ticket, outcome) in enumerate(page.course[:COURSE_SHOWN_MAX], start=1)
        ],
        "columns": [{"label": _("Place"), "numeric": True}, {"label": _("Ticket")}, {"label": _("How it stands")}],
    }


@require_safe
def giving(request: HttpRequest, neighbourhood: str, giving: str) -> HttpResponse:
    """A moment at which seats were given, byte for byte, for `samenspel verify`."""
    found = selectors.giving_by_id(find_neighbourhood(neighbourhood), giving)
    if found is None:
        raise Http404
    return download(found.bundle.encode(), "application/json", f"zetels-{found.public_id}.json")


@never_cache
@require_http_methods(["GET", "POST"])
@limit_wrong_codes
def my_data(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """With the code from the letter: see what is kept, take it along, or have it erased."""
    where = find_neighbourhood(neighbourhood)
    form = MyDataForm(request.POST or None)
    context: dict[str, Any] = {"neighbourhood": where, "form": form}
    if request.method == "POST" and form.is_valid():
        wish, code = form.cleaned_data["wish"], form.cleaned_data["code"]
        try:
            ticket = services.ticket_by_code(code=code)
            if ticket.lot.neighbourhood_id != where.pk:
                raise Refusal(_("This code belongs to another neighbourhood."), code="code_unknown")
            if wish == "see":
                context["told"] = selectors.person_export(ticket.person) if ticket.person else {}
                context["ticket"] = ticket
            elif wish == "take":
                return _export(ticket)
            elif "confirmed" not in request.POST:
                context["confirm"] = wish
            else:
                services.erase_by_code(code=code, leave_me_alone=wish == "erase_for_good")
                return redirect("draws:erased", neighbourhood=where.slug)
        except Refusal as refusal:
            count_wrong_code(request, refusal)
            form.add_error("code", refusal)
    return render(request, "draws/my_data.html", context, status=422 if form.errors else 200)


def _export(ticket: Any) -> HttpResponse:
    told = selectors.person_export(ticket.person) if ticket.person else {"erased": True}
    data = json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()
    return download(data, "application/json", "mijn-gegevens.json")


@require_safe
def erased(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """It is gone."""
    return render(request, "draws/erased.html", {"neighbourhood": find_neighbourhood(neighbourhood)})
