"""Pages of the draw."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import presentation, selectors


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _draw(where: Any, public_id: str) -> Any:
    found = selectors.draw_by_id(where, public_id)
    if found is None:
        raise Http404
    return found


def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The record of the newest draw, with the others listed below it."""
    where = _neighbourhood(neighbourhood)
    newest = selectors.shown_draw(where)
    if newest is None:
        context = {"neighbourhood": where, "lot": selectors.latest_lot(where)}
        return render(request, "draws/none.html", context)
    return _record(request, where, newest)


def draw(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The record of one draw."""
    where = _neighbourhood(neighbourhood)
    return _record(request, where, _draw(where, draw))


def _record(request: HttpRequest, where: Any, found: Any) -> HttpResponse:
    page = selectors.draw_page(found)
    context = {"neighbourhood": where, "page": page, "shown": presentation.shown(page)}
    return render(request, "draws/draw.html", context)


def bundle(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The sealed bundle, byte for byte, for `samenspel verify`."""
    found = _draw(_neighbourhood(neighbourhood), draw)
    return _download(selectors.bundle_bytes(found), "application/json", f"loting-{found.public_id}.json")


def panels(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The numbered panels to print and to look a number up in."""
    found = _draw(_neighbourhood(neighbourhood), draw)
    return _download(selectors.panels_csv(found), "text/csv; charset=utf-8", f"loting-{found.public_id}.csv")


def lot_bundle(request: HttpRequest, neighbourhood: str, lot: str) -> HttpResponse:
    """The sealed order of the lot, byte for byte."""
    found = selectors.lot_by_id(_neighbourhood(neighbourhood), lot)
    if found is None:
        raise Http404
    return _download(selectors.lot_bundle_bytes(found), "application/json", f"lot-{found.public_id}.json")


def _download(data: bytes, content_type: str, file_name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
