"""The signals' desk: read, make public, put under a theme, take up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.forms import DeskForm

from . import selectors, services
from .forms import AddForm, ThemeForm

form_page = require_http_methods(["GET", "POST"])
AREA_TEAM = services.AREA_TEAM


def _signal(where: Any, public_id: str) -> selectors.SignalPage:
    found = selectors.signal_page(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


def _url(name: str, where: Any, *more: str) -> str:
    return reverse(f"picture-desk:{name}", args=[where.slug, *more])


@require_GET
@at_desk(*AREA_TEAM)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What is late, what waits to be read, what goes on, what is over."""
    page = selectors.signals_desk(neighbourhood, today=timezone.localdate())
    return render(request, "picture/desk_index.html", {"neighbourhood": neighbourhood, "page": page})


@form_page
@at_desk(*AREA_TEAM)
def add(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Write down what someone said to you."""
    ask = asking.Ask(
        heading=_("What did you hear?"),
        label=_("Keep this"),
        back=_url("index", neighbourhood),
        kicker=_("New signal"),
        told=[_("Nobody outside the area team reads it before you make it public.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=AddForm(request.POST or None),
        service=services.raise_signal,
        arguments=lambda given: {"neighbourhood": neighbourhood, **given},
        done=_("Kept."),
        to=lambda made: _url("signal", neighbourhood, made.public_id),
    )


@require_GET
@at_desk(*AREA_TEAM)
def signal(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One signal with its course."""
    page = _signal(neighbourhood, public_id)
    return render(request, "picture/desk_signal.html", {"neighbourhood": neighbourhood, "page": page})


@form_page
@at_desk(*AREA_TEAM)
def clear(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Make a signal public, after a look at what is in it."""
    page = _signal(neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Show this to everyone?"),
        label=_("Make it public"),
        back=_url("signal", neighbourhood, public_id),
        about=page.signal.text,
        told=[_("Everyone can read these words from then on, and what becomes of it.")],
        warning=_("Does it name someone? Does it tell of illness, debts or a quarrel? Then do not make it public."),
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(request.POST if request.method == "POST" else None),
        service=services.clear_signal,
        arguments=lambda _given: {"signal": page.signal, "by": request.user},
        done=_("It is public now."),
        to=lambda _signal: _url("signal", neighbourhood, public_id),
    )


@form_page
@at_desk(*AREA_TEAM)
def theme(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Put a signal under a theme, an existing one or a new one."""
    page = _signal(neighbourhood, public_id)
    themes = [name for name, _count in selectors.themes_of(neighbourhood)]
    ask = asking.Ask(
        heading=_("What is this about?"),
        label=_("Put it under this theme"),
        back=_url("signal", neighbourhood, public_id),
        about=page.signal.text,
        told=[_("Themes so far: %(themes)s.") % {"themes": ", ".join(themes)}] if themes else [],
    )
    name = page.signal.theme.name if page.signal.theme else ""
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=ThemeForm(request.POST or None, initial={"theme": name}),
        service=services.set_theme,
        arguments=lambda given: {"signal": page.signal, "theme": given["theme"], "by": request.user},
        done=_("Kept."),
        to=lambda _signal: _url("signal", neighbourhood, public_id),
    )
