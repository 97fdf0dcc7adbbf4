"""Pages of the public log."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

ACTS_PER_PAGE = 40


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


def log(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The acts of a neighbourhood, newest first, with the root that anyone can keep."""
    where = _neighbourhood(neighbourhood)
    pages = Paginator(selectors.acts_of(where.municipality, neighbourhood=where.public_id), ACTS_PER_PAGE)
    page = pages.get_page(request.GET.get("bladzijde"))
    size, root = selectors.trail_root(where.municipality)
    context = {
        "neighbourhood": where,
        "page": page,
        "acts": [selectors.act_view(act) for act in page],
        "size": size,
        "root": root,
        "report": selectors.verify_trail(where.municipality),
    }
    return render(request, "trail/log.html", context)


def act(request: HttpRequest, neighbourhood: str, sequence: int) -> HttpResponse:
    """One act with all that it tells and its place in the tree."""
    where = _neighbourhood(neighbourhood)
    view = selectors.act_in_detail(where.municipality, sequence=sequence)
    if view is None:
        raise Http404
    return render(request, "trail/act.html", {"neighbourhood": where, "act": view})


def bundle(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The whole trail of the municipality as sealed bytes, for `samenspel verify`."""
    where = _neighbourhood(neighbourhood)
    response = HttpResponse(selectors.trail_bytes(where.municipality), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="logboek-{where.municipality.slug}.json"'
    return response
