"""The energy's desk: add, change, show, link and end what goes well."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm
from samenspel.foundation.subjects import find_one

from ..models import Asset
from . import selectors, services
from .forms import AssetForm, DecideForm, EndForm, LinkForm
from .presentation import picker

form_page = require_http_methods(["GET", "POST"])
AREA_TEAM = services.AREA_TEAM
# From what an asset may be noted down straight away: the address of the form carries it.
SOURCE_KINDS = ("signal", "visit")


def _page(where: Any, public_id: str) -> selectors.AssetPage:
    found = selectors.asset_page(public_id, neighbourhood=where, at_desk=True)
    if found is None:
        raise Http404
    return found


def _url(name: str, where: Any, *more: str) -> str:
    return reverse(f"energy-desk:{name}", args=[where.slug, *more])


@require_safe
@at_desk(*AREA_TEAM)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What residents offered, what only the team knows, what everyone sees, what ended."""
    page = selectors.energy_desk(neighbourhood)
    return render(request, "picture/desk_energy.html", {"neighbourhood": neighbourhood, "page": page})


@require_safe
@at_desk(*AREA_TEAM)
def asset(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One asset with all that the team keeps of it."""
    page = _page(neighbourhood, public_id)
    return render(request, "picture/desk_asset.html", {"neighbourhood": neighbourhood, "page": page})


@form_page
@at_desk(*AREA_TEAM)
def add(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Write down something that goes well."""
    kind, public_id = (request.GET.get(name, "") for name in ("soort", "bron"))
    source = find_one(neighbourhood, kind, public_id) if kind in SOURCE_KINDS else None
    form = AssetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.call(
            services.add_asset,
            neighbourhood=neighbourhood,
            facts=form.facts(),
            by=request.user,
            source_kind=source.kind if source else "",
            source_id=source.public_id if source else "",
        )
        if made is not None:
            messages.success(request, _("Kept. Only the area team sees it, until you say otherwise."))
            return redirect(_url("decide", neighbourhood, made.public_id))
    return _form_page(request, neighbourhood, form, heading=_("What goes well?"), back=_url("index", neighbourhood),
                      source=source)  # fmt: skip


@form_page
@at_desk(*AREA_TEAM)
def change(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Change what is told of an asset."""
    found = _page(neighbourhood, public_id).asset
    back = _url("asset", neighbourhood, public_id)
    form = AssetForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        made = form.call(services.change_asset, asset=found, facts=form.facts(), by=request.user)
        if made is not None:
            messages.success(request, _("Kept."))
            return redirect(back)
    return _form_page(request, neighbourhood, form, heading=found.name, back=back, heading_is_dutch=True)


def _initial(asset: Asset) -> dict[str, Any]:
    names = ("kind", "name", "told", "offers", "puller", "contact", "place", "longitude", "latitude", "source_told")
    return {name: getattr(asset, name) for name in names} | {"has_consent": asset.consent_at is not None}


def _form_page(
    request: HttpRequest, neighbourhood: Any, form: AssetForm, *, heading: str, back: str, **more: Any
) -> HttpResponse:
    page = {"neighbourhood": neighbourhood, "form": form, "heading": heading, "back": back, **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "picture/desk_asset_form.html", {**page, "picker": picker(neighbourhood)}, status=status)


@form_page
@at_desk(*AREA_TEAM)
def decide(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Who may see it."""
    found = _page(neighbourhood, public_id).asset
    ask = asking.Ask(
        heading=_("Who may see this?"),
        label=_("Keep this"),
        back=_url("asset", neighbourhood, public_id),
        about=f"{found.name}. {found.told}".strip(),
        told=[_("The e-mail address of who offered it is erased as soon as you decide.")] if found.reply_email else [],
        warning=_("Does it name someone who did not agree? Does it point at someone's home? Change that first."),
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DecideForm(
            request.POST or None, initial={"is_public": "0" if found.visibility == Asset.Visibility.TEAM else "1"}
        ),
        service=services.decide_asset,
        arguments=lambda given: {"asset": found, "is_public": given["is_public"], "by": request.user},
        done=_("Kept."),
        to=lambda _made: _url("asset", neighbourhood, public_id),
    )


@form_page
@at_desk(*AREA_TEAM)
def link(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Say whom it knows."""
    page = _page(neighbourhood, public_id)
    others = selectors.assets_of(neighbourhood).exclude(pk=page.asset.pk)
    ask = asking.Ask(
        heading=_("Who knows whom?"),
        label=_("Keep this"),
        back=_url("asset", neighbourhood, public_id),
        about=page.asset.name,
        told=[_("It holds both ways. Say it again to change the words.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=LinkForm(request.POST or None, others=others),
        service=services.link_assets,
        arguments=lambda given: {
            "one": page.asset,
            "other": others.get(public_id=given["other"]),
            "told": given["told"],
            "by": request.user,
        },
        done=_("Kept."),
        to=lambda _made: _url("asset", neighbourhood, public_id),
    )


@form_page
@at_desk(*AREA_TEAM)
def unlink(request: HttpRequest, neighbourhood: Any, public_id: str, other_id: str) -> HttpResponse:
    """Take back that two know each other."""
    one, other = _page(neighbourhood, public_id).asset, _page(neighbourhood, other_id).asset
    ask = asking.Ask(
        heading=_("They do not know each other?"),
        label=_("Take the line away"),
        back=_url("asset", neighbourhood, public_id),
        about=f"{one.name} – {other.name}",
        told=[_("The line between them disappears from the picture.")],
    )

    def take_away(**arguments: Any) -> bool:
        services.unlink_assets(**arguments)
        return True

    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=take_away,
        arguments=lambda _given: {"one": one, "other": other, "by": request.user},
        done=_("Kept."),
        to=lambda _made: _url("asset", neighbourhood, public_id),
    )


@form_page
@at_desk(*AREA_TEAM)
def end(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Say that it is no longer there."""
    found = _page(neighbourhood, public_id).asset
    ask = asking.Ask(
        heading=_("Did it end?"),
        label=_("It ended"),
        back=_url("asset", neighbourhood, public_id),
        about=found.name,
        told=[_("It leaves the map and the lists. Its own page says that it ended, and why.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=EndForm(request.POST or None),
        service=services.end_asset,
        arguments=lambda given: {"asset": found, "reason": given["reason"], "by": request.user},
        done=_("Kept."),
        to=lambda _made: _url("asset", neighbourhood, public_id),
    )


@form_page
@at_desk(*AREA_TEAM)
def revive(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Take it up again."""
    found = _page(neighbourhood, public_id).asset
    ask = asking.Ask(
        heading=_("Is it there again?"),
        label=_("It is there again"),
        back=_url("asset", neighbourhood, public_id),
        about=found.name,
        told=[_("Then it stands on the map and in the lists as before.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=services.revive_asset,
        arguments=lambda _given: {"asset": found, "by": request.user},
        done=_("Kept."),
        to=lambda _made: _url("asset", neighbourhood, public_id),
    )
