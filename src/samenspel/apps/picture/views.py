"""Telling what you see, and following what becomes of it."""

from __future__ import annotations

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.matters.selectors import matter_of, waits_for_confirmation
from samenspel.apps.matters.services import issue_follow_code
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation import own
from samenspel.foundation.pace import keep_pace

from . import selectors, services
from .energy.presentation import picker
from .forms import TellForm
from .models import Signal
from .themes.selectors import signal_map

PACE = "signals-sent"


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Tell what you see; the area team reads it before anyone else does."""
    where = _neighbourhood(neighbourhood)
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.call(_raise, request=request, where=where, given=form.cleaned_data)
        if made is not None:
            _remember(request, made)
            return redirect("picture:signal", neighbourhood=neighbourhood, public_id=made.public_id)
    context = {"neighbourhood": where, "form": form, "picker": picker(where)}
    return render(request, "picture/tell.html", context, status=422 if form.errors else 200)


def _raise(*, request: HttpRequest, where: Any, given: dict[str, Any]) -> Signal:
    keep_pace(request.session, PACE, now=time.time())
    return services.raise_signal(
        neighbourhood=where,
        text=given["text"],
        source=Signal.Source.SITE,
        place=given["place"],
        longitude=given["longitude"],
        latitude=given["latitude"],
        affects=given["affects"],
        author_email=given["email"],
        language=get_language() or "nl",
    )


def _remember(request: HttpRequest, made: Signal) -> None:
    """This visitor may look at it from now on, here and, with the code, on any device."""
    matter = matter_of("signal", made.public_id)
    if matter is not None:
        own.keep(request.session, matter.public_id, code=issue_follow_code(matter=matter))


@never_cache
@require_safe
def signal(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """What was said and what became of it: for everyone once cleared, before that for who sent it in."""
    where = _neighbourhood(neighbourhood)
    page = selectors.signal_page(public_id, neighbourhood=where)
    matter_id = page.matter.public_id if page and page.matter else ""
    is_own = own.has(request.session, matter_id)
    if page is None or not (page.signal.cleared_at or is_own):
        raise Http404
    context = {
        "neighbourhood": where,
        "page": page,
        "is_own": is_own,
        "code": own.take_code(request.session, matter_id),
        "waits": is_own and page.matter is not None and waits_for_confirmation(page.matter),
        "drawing": signal_map(page.signal, is_public=True),
    }
    return render(request, "picture/signal.html", context)
