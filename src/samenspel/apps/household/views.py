"""Public pages of the household book."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation.money import euros
from samenspel.foundation.pictures import Flow, money_flow, responsive, stacked

from . import engine, selectors
from .models import Freedom

# What the pictures call the three freedoms.
ROOMS = {Freedom.FIXED.value: "fixed", Freedom.INFLUENCE.value: "advice", Freedom.FREE.value: "free"}


def book(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Where the neighbourhood's money comes from and goes to; `jaar` chooses a year, `volg` a decision."""
    where = _place(neighbourhood)
    page = selectors.book_page(where, year=_year(request), follow=request.GET.get("volg", ""))
    if page is None:
        if request.GET:
            raise Http404
        return render(request, "household/empty.html", {"neighbourhood": where})
    context = {
        "neighbourhood": where,
        "page": page,
        "flow": _flow(page),
        "flow_title": _flow_title(page.largest),
    }
    return render(request, "household/book.html", context)


def fund(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """One fund: where its money stands, and every transfer."""
    where = _place(neighbourhood)
    found = selectors.fund_by_id(where, public_id)
    if found is None:
        raise Http404
    context = {"neighbourhood": where, "page": selectors.fund_page(found), "room": ROOMS[found.freedom]}
    return render(request, "household/fund.html", context)


def owner(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The account to one owner (`naam`) of a year (`jaar`)."""
    where = _place(neighbourhood)
    year = _year(request) or next(iter(selectors.book_years(where)), None)
    statement = None
    if year is not None:
        statement = selectors.owner_statement(where, owner_name=request.GET.get("naam", ""), year=year)
    if statement is None:
        raise Http404
    return render(request, "household/owner.html", {"neighbourhood": where, "statement": statement})


def transfers_csv(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Every transfer of the neighbourhood's funds, as a file for a spreadsheet."""
    where = _place(neighbourhood)
    content = engine.csv_of(selectors.neighbourhood_transfers(where))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="overboekingen-{where.slug}.csv"'
    return response


def bundle(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The book of the whole municipality as sealed bytes, for `samenspel verify`."""
    where = _place(neighbourhood)
    response = HttpResponse(selectors.book_bundle_bytes(where.municipality), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="boek-{where.municipality.slug}.json"'
    return response


def _place(slug: str) -> Any:
    where = neighbourhood_by_slug(slug)
    if where is None:
        raise Http404
    return where


def _year(request: HttpRequest) -> int | None:
    """The year that is asked for; None when none is. Raises Http404 for what is no year."""
    text = request.GET.get("jaar", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Http404
    return int(text)


def _flow_title(largest: tuple[str, ...]) -> str:
    if len(largest) < 2:
        return _("Where the money comes from and goes to")
    return capfirst(_("%(first)s and %(second)s take the most money") % {"first": largest[0], "second": largest[1]})


def _amount(cents: int) -> str:
    """An amount as short as a picture needs it: '5.9 million', '410 thousand', '€ 950'."""
    million = 100_000_000
    if cents >= million:
        # Tenths counted in whole cents: a float would make 1.1 of 1,150,000.
        tenths = (cents + million // 20) // (million // 10)
        return _("%(amount)s million") % {"amount": number_format(Decimal(tenths) / 10, 1)}
    if cents >= million // 100:
        return _("%(amount)s thousand") % {"amount": number_format(round(cents / 100_000))}
    return euros(cents)


def _flow(page: selectors.BookPage) -> SafeString:
    """The money as ribbons, in a wide drawing and two narrow ones under each other."""
    flows = [
        Flow(line.owner, ROOMS[line.freedom], selectors.purpose_label(line.purpose), line.amount_cents)
        for line in page.lines
    ]
    rooms = {"fixed": _("Fixed"), "advice": _("Advice of the council"), "free": _("Free: the neighbourhood decides")}
    title = _("From left to right: whose money it is, who decides on it, and where it goes.")
    desc = _("The tables below give the same figures.")
    words: dict[str, Any] = {"rooms": rooms, "amount": _amount, "title": title, "desc": desc}
    wide = money_flow(flows, **words)
    narrow = (money_flow(flows, **words, narrow=part) for part in ("owners", "purposes"))
    return responsive(wide, stacked(*narrow), room="large")
