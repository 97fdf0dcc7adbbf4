"""The area team for everyone: who is there for you, what officials learn, words, and who may do what."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

QUERY_CHARACTERS_MAX = 100


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@require_safe
def team(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Who is there for you, per domain, and where nobody is."""
    where = _neighbourhood(neighbourhood)
    page = selectors.public_team(where, day=timezone.localdate())
    return render(request, "teams/team.html", {"neighbourhood": where, "page": page})


@require_safe
def learned(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Dilemmas and lessons that officials show to everyone."""
    where = _neighbourhood(neighbourhood)
    page = selectors.open_learning(where)
    return render(request, "teams/learned.html", {"neighbourhood": where, "page": page})


@require_safe
def words(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Words that departments use differently, with the plain word."""
    where = _neighbourhood(neighbourhood)
    query = request.GET.get("q", "")[:QUERY_CHARACTERS_MAX].strip()
    found = selectors.words_of(where.municipality, query=query)
    return render(request, "teams/words.html", {"neighbourhood": where, "words": found, "query": query})


@require_safe
def roles(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Who may do what, read from the workspace itself, and what the municipality laid down."""
    where = _neighbourhood(neighbourhood)
    return render(request, "teams/roles.html", {"neighbourhood": where, "page": selectors.roles_page(where)})
