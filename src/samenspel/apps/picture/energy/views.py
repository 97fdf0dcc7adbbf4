"""What goes well, for everyone: the map and the lists, one asset, and offering one."""

from __future__ import annotations

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation.pace import keep_pace

from ..models import Asset
from . import selectors, services
from .forms import OfferForm
from .presentation import picker

PACE = "assets-offered"


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Everything that goes well here, on the map, by kind, and who knows whom."""
    where = _neighbourhood(neighbourhood)
    page = selectors.energy_page(where)
    return render(request, "picture/energy_index.html", {"neighbourhood": where, "page": page})


@require_safe
def asset(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """One asset: what it is, who pulls, what it offers, whom it knows."""
    where = _neighbourhood(neighbourhood)
    page = selectors.asset_page(public_id, neighbourhood=where)
    if page is None:
        raise Http404
    return render(request, "picture/energy_asset.html", {"neighbourhood": where, "page": page})


@never_cache
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Tell what goes well and who pulls it; the area team looks before anyone else sees it."""
    where = _neighbourhood(neighbourhood)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.call(_offer, request=request, where=where, form=form)
        if made is not None:
            return redirect("picture-energy:thanks", neighbourhood=neighbourhood)
    context = {"neighbourhood": where, "form": form, "picker": picker(where)}
    return render(request, "picture/energy_offer.html", context, status=422 if form.errors else 200)


def _offer(*, request: HttpRequest, where: Any, form: OfferForm) -> Asset:
    keep_pace(request.session, PACE, now=time.time())
    return services.offer_asset(neighbourhood=where, facts=form.facts(), reply_email=form.cleaned_data["email"])


@require_safe
def thanks(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """What happens now with what was offered."""
    return render(request, "picture/energy_thanks.html", {"neighbourhood": _neighbourhood(neighbourhood)})
