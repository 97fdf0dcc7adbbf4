"""Signals by theme at the desk: sort them, several at once, and keep the list of themes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm

from ..forms import MergeForm, NameForm
from ..models import Theme
from . import selectors, services

form_page = require_http_methods(["GET", "POST"])
AREA_TEAM = services.AREA_TEAM


def _url(name: str, where: Any, *more: str) -> str:
    return reverse(f"picture-desk:{name}", args=[where.slug, *more])


def _theme(where: Any, public_id: str) -> Theme:
    found = selectors.theme_by_id(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


@require_safe
@at_desk(*AREA_TEAM)
def by_theme(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Every signal by theme, with suggestions for those under none."""
    return _by_theme(request, neighbourhood)


def _by_theme(request: HttpRequest, where: Any, *, fault: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    page = selectors.themes_desk(where, theme=asked.get("thema", ""), source=asked.get("bron", ""))
    context = {
        "neighbourhood": where,
        "page": page,
        "fault": fault,
        "chosen": set(asked.getlist("signal")),
        "typed": asked.get("theme", ""),
        "filter_theme": asked.get("thema", ""),
        "filter_source": asked.get("bron", ""),
    }
    return render(request, "picture/desk_by_theme.html", context, status=422 if fault else 200)


@require_POST
@at_desk(*AREA_TEAM)
def put(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Put the chosen signals under a theme: the one of the button that was pressed, or the one that was typed."""
    theme = request.POST.get("suggested") or request.POST.get("theme", "")
    one = request.POST.get("one", "")
    signals = [one] if one else request.POST.getlist("signal")
    try:
        number = services.put_under_theme(neighbourhood=neighbourhood, signals=signals, theme=theme, by=request.user)
    except ValidationError as refusal:
        return _by_theme(request, neighbourhood, fault=" ".join(refusal.messages))
    messages.success(
        request,
        ngettext(
            "%(number)s signal stands under '%(theme)s' now.", "%(number)s signals stand under '%(theme)s' now.", number
        )
        % {"number": number, "theme": theme},
    )
    return redirect(_url("by-theme", neighbourhood))


@require_safe
@at_desk(*AREA_TEAM)
def themes(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The list of themes, and how it came to be."""
    page = selectors.theme_list(neighbourhood)
    return render(request, "picture/desk_themes.html", {"neighbourhood": neighbourhood, "page": page})


@form_page
@at_desk(*AREA_TEAM)
def add(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Add a theme."""
    ask = asking.Ask(
        heading=_("A new theme"),
        label=_("Add it"),
        back=_url("themes", neighbourhood),
        told=[_("A good theme says what people run into, in their own words: 'Safely home late', not 'mobility'.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=NameForm(request.POST or None),
        service=services.add_theme,
        arguments=lambda given: {"neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _theme: _url("themes", neighbourhood),
    )


@form_page
@at_desk(*AREA_TEAM)
def rename(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Give a theme another name."""
    theme = _theme(neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Another name"),
        label=_("Keep this"),
        back=_url("themes", neighbourhood),
        about=theme.name,
        told=[_("The history keeps the old name.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=NameForm(request.POST or None, initial={"name": theme.name, "told": theme.told}),
        service=services.rename_theme,
        arguments=lambda given: {"theme": theme, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _theme: _url("themes", neighbourhood),
    )


@form_page
@at_desk(*AREA_TEAM)
def merge(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Put a theme together with another."""
    theme = _theme(neighbourhood, public_id)
    others = selectors.open_themes(neighbourhood).exclude(pk=theme.pk)
    number = theme.signals.count()
    ask = asking.Ask(
        heading=_("Put it together with another theme"),
        label=_("Put them together"),
        back=_url("themes", neighbourhood),
        about=theme.name,
        told=[
            ngettext(
                "%(number)s signal moves to the other theme.", "%(number)s signals move to the other theme.", number
            )
            % {"number": number},
            _("Whoever types this name later comes out at the other theme."),
        ],
        warning=_("You cannot take them apart again in one go."),
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=MergeForm(request.POST or None, themes=others),
        service=services.merge_themes,
        arguments=lambda given: {
            "theme": theme,
            "into": others.get(public_id=given["into"]),
            "by": request.user,
        },
        done=_("They are one theme now."),
        to=lambda _theme: _url("themes", neighbourhood),
    )


@form_page
@at_desk(*AREA_TEAM)
def end(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Take a theme off the list."""
    theme = _theme(neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Take this theme off the list?"),
        label=_("Take it off the list"),
        back=_url("themes", neighbourhood),
        about=theme.name,
        told=[_("What stands under it stays there. Nothing new can be put under it. You can take it up again.")],
    )
    return _confirmed(request, neighbourhood, ask, services.end_theme, theme)


@form_page
@at_desk(*AREA_TEAM)
def reopen(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Put an ended theme on the list again."""
    theme = _theme(neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Take this theme up again?"),
        label=_("Put it on the list"),
        back=_url("themes", neighbourhood),
        about=theme.name,
        told=[_("Signals that moved to another theme stay there.")] if theme.merged_into_id else [],
    )
    return _confirmed(request, neighbourhood, ask, services.reopen_theme, theme)


def _confirmed(request: HttpRequest, where: Any, ask: asking.Ask, service: Any, theme: Theme) -> HttpResponse:
    return asking.carry_out(
        request,
        where,
        ask=ask,
        form=DeskForm(posted(request)),
        service=service,
        arguments=lambda _given: {"theme": theme, "by": request.user},
        done=_("Kept."),
        to=lambda _theme: _url("themes", where),
    )
