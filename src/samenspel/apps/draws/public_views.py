"""Pages around the public act: the big screen in the room, counting again, the printed panels, 'was I in the pot?'."""

from __future__ import annotations

import base64
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import count_wrong_code, limit_wrong_codes
from samenspel.foundation.errors import Refusal
from samenspel.foundation.pdf import qr_code

from . import hall as scenes
from . import printed, selectors
from .forms import PotForm
from .presentation import with_chances
from .views import download, find_draw, find_neighbourhood

# A file up to this size stands in the page; a larger one is downloaded first.
HELD_BYTES_MAX = 2_000_000
PRINTED_SECONDS = 7 * 24 * 3600


@never_cache
@require_safe
def hall(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The big screen for a room with residents: one scene, and where the next one is."""
    where = find_neighbourhood(neighbourhood)
    found = find_draw(where, draw)
    page = selectors.hall_page(found)
    scene = scenes.scene_of(page, step=_number(request.GET.get("stap", "")))
    here = reverse("draws:hall", args=[where.slug, found.public_id])
    recount_url = request.build_absolute_uri(reverse("draws:recount", args=[where.slug, found.public_id]))
    index_url = request.build_absolute_uri(reverse("draws:index", args=[where.slug]))
    goes_on = scene.step < scene.last or scene.stage == 1
    context = {
        "neighbourhood": where,
        "page": page,
        "scene": scene,
        "stages": [_("Sealed"), _("Number drawn"), _("Filling seats"), _("Count it yourself")],
        "course": scenes.course_lines(page),
        "code": scenes.in_blocks(page.commitment),
        "short_code": scenes.in_blocks(page.commitment[:16]),
        "open_digits": f"{len(scene.digits)}:",
        "is_paused": bool(request.GET.get("stil")),
        "next_url": f"{here}?stap={scene.step + 1 if scene.step < scene.last else 1}" if goes_on else "",
        "short_address": index_url.partition("://")[2],
        # The library writes the drawing from the address alone.
        "qr": mark_safe(qr_code(recount_url)) if scene.kind == "end" else "",  # noqa: S308
    }
    return render(request, "draws/hall.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


@require_safe
@csp_replace({"connect-src": [NONE]})  # type: ignore[arg-type]
def recount(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """Count this draw again in the browser: the file stands in the page, and nothing is sent."""
    where = find_neighbourhood(neighbourhood)
    found = find_draw(where, draw)
    context = {"neighbourhood": where, "draw": found, "code": found.commitment}
    return render(request, "draws/recount.html", context | _held(selectors.bundle_bytes(found)))


@require_safe
@csp_replace({"connect-src": [NONE]})  # type: ignore[arg-type]
def recount_lot(request: HttpRequest, neighbourhood: str, lot: str) -> HttpResponse:
    """Count the order of the lot again in the browser."""
    where = find_neighbourhood(neighbourhood)
    found = selectors.lot_by_id(where, lot)
    if found is None:
        raise Http404
    context = {"neighbourhood": where, "lot": found, "code": found.commitment}
    return render(request, "draws/recount.html", context | _held(selectors.lot_bundle_bytes(found)))


def _held(data: bytes) -> dict[str, Any]:
    return {"held": base64.b64encode(data).decode() if len(data) <= HELD_BYTES_MAX else ""}


@require_safe
def panels_pdf(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The numbered panels to put on the wall, the same bytes for everyone."""
    where = find_neighbourhood(neighbourhood)
    found = find_draw(where, draw)
    key = f"draws.printed.{found.commitment}"
    data = cache.get(key)
    if data is None:
        data = printed.panels_pdf(found)
        cache.set(key, data, PRINTED_SECONDS)
    return download(data, "application/pdf", f"loting-{found.public_id}.pdf")


@never_cache
@require_http_methods(["GET", "POST"])
@limit_wrong_codes
def pot(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """'Was I in the pot?', for who has a letter. The code stays as it is, and nothing of the asking is kept."""
    where = find_neighbourhood(neighbourhood)
    form = PotForm(request.POST or None)
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            told = selectors.pot_of_code(where, form.cleaned_data["code"])
        except Refusal as refusal:
            count_wrong_code(request, refusal)
            form.add_error("code", refusal)
    context = {"neighbourhood": where, "form": form, "told": told}
    if told is not None:
        context["draws"] = with_chances(told)
    return render(request, "draws/pot.html", context, status=422 if form.errors else 200)
