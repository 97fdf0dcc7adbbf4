"""The site's own pages: where to start, a neighbourhood's front page, and what happens when something is wrong."""

from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from samenspel.apps.places.selectors import neighbourhood_by_slug, participating_neighbourhoods

from . import home


def start(request: HttpRequest) -> HttpResponse:
    """The neighbourhoods that take part; with one, its front page at once."""
    neighbourhoods = list(participating_neighbourhoods())
    if len(neighbourhoods) == 1:
        return redirect("neighbourhood-home", neighbourhood=neighbourhoods[0].slug)
    return render(request, "site/start.html", {"neighbourhoods": neighbourhoods})


def neighbourhood_home(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The front page of a neighbourhood: one thing to do, and what is going on."""
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    page = home.front_page(where)
    return render(request, "site/home.html", {"neighbourhood": where, "page": page})


def health(request: HttpRequest) -> HttpResponse:
    """'ok' when the database answers, for whoever watches over the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """404, in plain words."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, in plain words; without the frame's data, for the database may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)
