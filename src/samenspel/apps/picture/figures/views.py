"""The neighbourhood picture for everyone: what goes well, what was heard, and the figures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samenspel.apps.places.selectors import neighbourhood_by_slug

from .. import engine
from ..energy.selectors import energy_page
from ..themes.selectors import heard_page
from . import selectors, tables


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@require_safe
def picture(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """First what goes well, then what people run into, then the figures."""
    where = _neighbourhood(neighbourhood)
    figures = selectors.figures_page(where)
    context = {
        "neighbourhood": where,
        "energy": energy_page(where),
        "heard": heard_page(where),
        "figures": figures,
        "tables": [tables.of_group(where, figures, group) for group in figures.groups] if figures else [],
    }
    return render(request, "picture/picture.html", context)


@require_safe
def topic(request: HttpRequest, neighbourhood: str, topic: str) -> HttpResponse:
    """One figure: over the years, among the other neighbourhoods, and what it means."""
    where = _neighbourhood(neighbourhood)
    page = selectors.topic_page(where, topic)
    if page is None:
        raise Http404
    context = {
        "neighbourhood": where,
        "page": page,
        "years": tables.of_years(page),
        "others": tables.of_others(page),
        "trail": tables.trail_to(where),
    }
    return render(request, "picture/figures_topic.html", context)


@require_safe
def download(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """All figures of the neighbourhood, the municipality and the country as CSV."""
    where = _neighbourhood(neighbourhood)
    answer = HttpResponse(engine.csv_of(*tables.open_rows(where)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="wijkbeeld-{where.slug}.csv"'
    return answer
