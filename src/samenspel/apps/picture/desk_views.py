"""The signals' desk: read, make public, put under a theme, take up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm

from . import selectors, services
from .energy.presentation import picker
from .forms import AddForm, ThemeForm
from .themes import selectors as by_theme

form_page = require_http_methods(["GET", "POST"])
AREA_TEAM = services.AREA_TEAM


def _signal(where: Any, public_id: str) -> selectors.SignalPage:
    found = selectors.signal_page(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


def _url(name: str, where: Any, *more: str) -> str:
    return reverse(f"picture-desk:{name}", args=[where.slug, *more])


@require_safe
@at_desk(*AREA_TEAM)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What is late, what waits to be read, what goes on, what is over."""
    page = selectors.signals_desk(neighbourhood, today=timezone.localdate())
    return render(request, "picture/desk_index.html", {"neighbourhood": neighbourhood, "page": page})


@form_page
@at_desk(*AREA_TEAM)
def add(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Write down what someone said to you."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.call(services.raise_signal, neighbourhood=neighbourhood, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("Kept."))
            return redirect(_url("signal", neighbourhood, made.public_id))
    context = {
        "neighbourhood": neighbourhood,
        "form": form,
        "back": _url("index", neighbourhood),
        "picker": picker(neighbourhood),
    }
    return render(request, "picture/desk_signal_form.html", context, status=422 if form.errors else 200)


@require_safe
@at_desk(*AREA_TEAM)
def signal(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One signal with its course."""
    page = _signal(neighbourhood, public_id)
    suggestions, alike = by_theme.alike_for(page.signal)
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "suggestions": suggestions,
        "alike": alike,
        "drawing": by_theme.signal_map(page.signal),
    }
    return render(request, "picture/desk_signal.html", context)


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
        form=DeskForm(posted(request)),
        service=services.clear_signal,
        arguments=lambda _given: {"signal": page.signal, "by": request.user},
        done=_("It is public now."),
        to=lambda _signal: _url("signal", neighbourhood, public_id),
    )


@form_page
@at_desk(*AREA_TEAM)
def theme(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Put a signal under a theme: a suggested one, one of the list, or a new one."""
    page = _signal(neighbourhood, public_id)
    back = _url("signal", neighbourhood, public_id)
    initial = {"theme": page.signal.theme.name if page.signal.theme else ""}
    form = ThemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = form.call(services.set_theme, signal=page.signal, theme=form.cleaned_data["theme"], by=request.user)
        if made is not None:
            messages.success(request, _("Kept."))
            return redirect(back)
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "form": form,
        "back": back,
        "suggestions": by_theme.alike_for(page.signal)[0],
        "themes": by_theme.open_themes(neighbourhood),
    }
    return render(request, "picture/desk_signal_theme.html", context, status=422 if form.errors else 200)
