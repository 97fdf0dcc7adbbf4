"""Dossiers for everyone: what is going on, and one dossier told three times."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors
from .models import Audience


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The published dossiers by phase."""
    where = _neighbourhood(neighbourhood)
    board = selectors.board_of(where, today=timezone.localdate(), published_only=True)
    return render(request, "dossiers/index.html", {"neighbourhood": where, "board": board})


def _face(request: HttpRequest, neighbourhood: str, public_id: str, audience: str, template: str) -> HttpResponse:
    where = _neighbourhood(neighbourhood)
    found = selectors.dossier_by_id(public_id, neighbourhood=where)
    shown = selectors.face_page(found, audience, today=timezone.localdate()) if found else None
    if shown is None:
        raise Http404
    context = {"neighbourhood": where, "page": shown.page, "face": shown.face, "dossier": shown.page.dossier}
    return render(request, template, context)


@require_safe
def dossier(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """A dossier as told to residents."""
    return _face(request, neighbourhood, public_id, Audience.RESIDENTS, "dossiers/dossier.html")


@require_safe
def organisation(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """The same dossier as told to the organisation."""
    return _face(request, neighbourhood, public_id, Audience.ORGANISATION, "dossiers/dossier.html")


@require_safe
def politics(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """The same dossier as told to politics."""
    return _face(request, neighbourhood, public_id, Audience.POLITICS, "dossiers/dossier.html")


@require_safe
def beside(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """The three tellings side by side, with the numbers in which they differ."""
    return _face(request, neighbourhood, public_id, Audience.RESIDENTS, "dossiers/beside.html")
