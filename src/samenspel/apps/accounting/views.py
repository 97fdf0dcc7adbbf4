"""Pages of the yearly account."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation.money import euros

from . import selectors


def _found(neighbourhood: str, year: int | None) -> tuple[Any, Any]:
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    return where, selectors.account_of(where, year=year)


def account(request: HttpRequest, neighbourhood: str, year: int | None = None) -> HttpResponse:
    """The account of a year, by default the newest."""
    where, found = _found(neighbourhood, year)
    if found is None:
        if year is not None:
            raise Http404
        return render(request, "accounting/none.html", {"neighbourhood": where})
    page = selectors.account_page(found)
    context = {
        "neighbourhood": where,
        "page": page,
        "texts": {part.part: part.text for part in page.parts},
        "bars": _bars(page.figures),
    }
    return render(request, "accounting/account.html", context)


def _bars(figures: selectors.AccountFigures) -> list[dict[str, Any]]:
    """From what was free to what is paid, as bars."""
    shares = figures.shares_of_free()
    rows = (
        (gettext("free to decide on"), figures.free_cents, 1.0),
        (gettext("allocated to plans"), figures.allocated_cents, shares["allocated"]),
        (gettext("agreed with someone"), figures.committed_cents, shares["committed"]),
        (gettext("paid"), figures.paid_cents, shares["paid"]),
    )
    return [{"label": label, "value": euros(cents), "share": share} for label, cents, share in rows]


def figures_json(request: HttpRequest, neighbourhood: str, year: int) -> HttpResponse:
    """The figures as open data."""
    _where, found = _found(neighbourhood, year)
    if found is None:
        raise Http404
    figures = selectors.account_page(found).figures
    return JsonResponse(figures.as_record(), json_dumps_params={"ensure_ascii": False, "indent": 1})
