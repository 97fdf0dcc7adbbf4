"""What was heard, for everyone: cleared signals by theme, on the map, and what rises."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors


@require_safe
def heard(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Everything cleared, by theme; `thema` and `bron` narrow it."""
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    page = selectors.heard_page(where, theme=request.GET.get("thema", ""), source=request.GET.get("bron", ""))
    return render(request, "picture/heard.html", {"neighbourhood": where, "page": page})
