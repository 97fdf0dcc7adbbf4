"""How far a piece of long work is: a page that may be left and found again, and its htmx fragment."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samenspel.apps.accounts.access import at_desk

from . import selectors


@at_desk()
def job(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """The job's progress; without scripts the page refreshes itself, with htmx only the bar does."""
    found = selectors.job_by_id(public_id)
    if found is None or found.municipality_id != neighbourhood.municipality_id:
        raise Http404
    context = {"neighbourhood": neighbourhood, "job": found, "next": selectors.next_page_of(found)}
    fragment = bool(getattr(request, "htmx", False))
    response = render(request, "jobs/_progress.html" if fragment else "jobs/job.html", context)
    if fragment and found.is_over:
        # The page itself tells the end; htmx then loads it whole.
        response["HX-Refresh"] = "true"
    return response


@at_desk("area_manager", "administrator")
def daily(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What runs by itself every day: what it did last, and what it will do on which day."""
    page = selectors.daily_page(neighbourhood.municipality, today=timezone.localdate())
    return render(request, "jobs/daily.html", {"neighbourhood": neighbourhood, "page": page})
