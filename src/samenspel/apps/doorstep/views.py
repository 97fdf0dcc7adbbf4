"""The app for canvassers: its page, which holds nothing of anyone, and what a phone fetches and sends."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samenspel.apps.accounts.access import person_of
from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import access, parsing, selectors, services, shell


def _where(neighbourhood: str) -> Any:
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    return where


@require_safe
def app(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The page of the app. Everyone may load it; without a round it shows nothing."""
    where = _where(neighbourhood)
    return render(request, "doorstep/app.html", {"neighbourhood": where, **shell.page_of(where)})


@require_safe
def worker(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The service worker, which opens the app without a connection."""
    answer = HttpResponse(shell.worker_of(_where(neighbourhood)), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """What a phone shows on its first screen."""
    return JsonResponse(shell.manifest_of(_where(neighbourhood)), content_type="application/manifest+json")


@require_safe
@never_cache
@access.for_phone
def who(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Who is signed in, and the token with which the app sends."""
    person = person_of(request)
    first_name = person.name.split()[0] if person.name else ""
    return JsonResponse({"person": person.public_id, "first_name": first_name, "token": get_token(request)})


@require_POST
@never_cache
@access.for_phone
def take(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Hand out the addresses of this person's own rounds, those of today and tomorrow; the public log tells it."""
    now, person = timezone.now(), person_of(request)
    rounds = selectors.rounds_to_take(person, neighbourhood, now)
    for row in rounds:
        services.take_addresses(round=row, by=person, at=now)
    return JsonResponse(selectors.phone_data(rounds, neighbourhood, person=person))


@require_POST
@never_cache
@access.for_phone
def send(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Take in visits; tell of each what became of it, and how far the round is by now."""
    now, person = timezone.now(), person_of(request)
    try:
        delivery = parsing.delivery_of(request.body)
    except parsing.Malformed:
        return JsonResponse({"state": "malformed"}, status=400)
    results = services.send_visits(
        visits=delivery.visits, by=person, neighbourhood=neighbourhood, sent_at=delivery.sent_at, at=now
    )
    told = [{"key": one.key, "state": one.state, "code": one.code, "message": one.message} for one in results]
    told += [{"key": key, "state": "refused", "code": "malformed", "message": ""} for key in delivery.broken]
    return JsonResponse({"results": told, "doors": selectors.doors_done(person, neighbourhood, now)})


@require_POST
@never_cache
@access.for_phone
def wiped(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """A phone tells that addresses are gone from it."""
    person = person_of(request)
    try:
        rounds = parsing.json_of(request.body).get("rounds")
    except parsing.Malformed:
        return JsonResponse({"state": "malformed"}, status=400)
    for public_id in rounds[:20] if isinstance(rounds, list) else ():
        row = access.round_or_none(person, neighbourhood, str(public_id))
        if row is not None:
            services.report_wiped(round=row, by=person)
    return JsonResponse({"state": "noted"})
