"""The figures' desk: what is loaded, load or fetch more, outlines, and which neighbourhoods take part."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.jobs.services import start_job
from samenspel.foundation import keeping
from samenspel.foundation.confirming import Confirm, form_page, posted

from . import reading, selectors, services
from .forms import FetchForm, FetchOutlinesForm, JoinForm, MunicipalityForm, OutlinesForm, UploadForm

KEEPERS = services.KEEPERS
asking = require_http_methods(["GET", "POST"])
# In the address: choose among the smaller areas (buurten) instead of the districts (wijken).
SMALL = "buurten"


def _url(name: str, where: Any, *more: str) -> str:
    return reverse(f"figures-desk:{name}", args=[where.slug, *more])


@require_safe
@at_desk(*KEEPERS)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What is loaded, per year, and who loaded what."""
    context = {
        "neighbourhood": neighbourhood,
        "years": selectors.loaded_years(),
        "imports": selectors.imports_of(neighbourhood.municipality)[:20],
        "outlines": selectors.outlines_of(neighbourhood.municipality),
        "can_fetch": bool(settings.CBS_URL),
        "can_fetch_outlines": bool(settings.PDOK_URL),
    }
    return render(request, "picture/figures_desk.html", context)


def _start(request: HttpRequest, where: Any, kind: str, **payload: Any) -> str:
    person: Any = request.user
    job = start_job(
        municipality=where.municipality,
        kind=kind,
        payload={"neighbourhood": where.slug, "person": person.public_id, "next": _url("index", where), **payload},
        started_by=person,
    )
    return reverse("jobs:job", args=[where.slug, job.public_id])


@asking
@at_desk(*KEEPERS)
def upload(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Send in a file: its faults are told at once, and a good file is loaded."""
    form = UploadForm(posted(request), request.FILES or None)

    def look(form: UploadForm) -> str | None:
        given = form.cleaned_data
        data, name = given["file"].read(), given["file"].name[-200:]
        found = form.call(services.check_file, data=data, name=name, year=given["year"])
        if found is None:
            return None
        owner = keeping.owner_of(neighbourhood, request.user)
        token = keeping.keep(kind="figures", owner=owner, facts={"name": name}, data=data)
        return _start(
            request,
            neighbourhood,
            "figures.load",
            token=token,
            name=name,
            year=found,
            small_areas=given["small_areas"],
        )

    context = {
        "neighbourhood": neighbourhood,
        "heading": _("Load figures from a file"),
        "told": [
            _("Nothing is loaded as long as anything in the file is wrong. The same file once more changes nothing."),
            _("Figures of other municipalities that take part here stay as they are."),
        ],
        "label": _("Look at the file and load it"),
    }
    return form_page(request, form, template="picture/figures_ask.html", context=context, act=look)


@asking
@at_desk(*KEEPERS)
def fetch(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Fetch a table from Statistics Netherlands; only where the installation has its address."""
    if not settings.CBS_URL:
        return render(request, "picture/figures_off.html", {"neighbourhood": neighbourhood, "kind": "figures"})
    form = FetchForm(posted(request))

    def go(form: FetchForm) -> str:
        given = form.cleaned_data
        regions = neighbourhood.municipality.cbs_code if given["regions"] == "own" else ""
        return _start(
            request,
            neighbourhood,
            "figures.fetch",
            year=given["year"],
            regions=regions,
            small_areas=given["small_areas"],
        )

    context = {
        "neighbourhood": neighbourhood,
        "heading": _("Fetch figures from CBS"),
        "told": [
            _("This server asks %(host)s for the table of one year. Nothing about you or residents goes along.")
            % {"host": settings.CBS_URL}
        ],
        "label": _("Fetch"),
    }
    return form_page(request, form, template="picture/figures_ask.html", context=context, act=go)


@asking
@at_desk(*KEEPERS)
def outlines(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Send in a GeoJSON file of outlines."""
    form = OutlinesForm(posted(request), request.FILES or None)

    def load(form: OutlinesForm) -> str | None:
        given = form.cleaned_data
        done = form.call(
            services.load_outlines,
            neighbourhood=neighbourhood,
            data=given["file"].read(),
            source=given["source"],
            by=request.user,
        )
        return None if done is None else _url("index", neighbourhood)

    context = {
        "neighbourhood": neighbourhood,
        "heading": _("Load outlines from a file"),
        "told": [
            _(
                "Longitude and latitude, or the metres of the national grid (RD). "
                "Points that no screen shows are left out."
            ),
            _("Only neighbourhoods of %(town)s get an outline.") % {"town": neighbourhood.municipality.name},
        ],
        "label": _("Load outlines"),
    }
    return form_page(
        request, form, template="picture/figures_ask.html", context=context, act=load, said=_("Outlines were loaded.")
    )


@asking
@at_desk(*KEEPERS)
def fetch_outlines(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Fetch outlines of the municipality; only where the installation has the address."""
    if not settings.PDOK_URL:
        return render(request, "picture/figures_off.html", {"neighbourhood": neighbourhood, "kind": "outlines"})
    form = FetchOutlinesForm(posted(request))
    context = {
        "neighbourhood": neighbourhood,
        "heading": _("Fetch outlines from PDOK"),
        "told": [_("This server asks %(host)s for the outlines of one year.") % {"host": settings.PDOK_URL}],
        "label": _("Fetch"),
    }
    return form_page(
        request,
        form,
        template="picture/figures_ask.html",
        context=context,
        act=lambda form: _start(request, neighbourhood, "figures.outlines", year=form.cleaned_data["year"]),
    )


@asking
@at_desk("administrator")
def municipality(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Choose the municipality whose neighbourhoods are set up."""
    form = MunicipalityForm(
        posted(request),
        choices=selectors.municipalities_to_choose(),
        initial={"code": neighbourhood.municipality.cbs_code},
    )
    context = {
        "neighbourhood": neighbourhood,
        "heading": _("Which municipality?"),
        "told": [_("These are the municipalities of which figures are loaded.")],
        "label": _("Go on"),
    }
    return form_page(
        request,
        form,
        template="picture/figures_ask.html",
        context=context,
        act=lambda form: _url("join", neighbourhood, form.cleaned_data["code"]),
    )


@asking
@at_desk("administrator")
def join(request: HttpRequest, neighbourhood: Any, code: str) -> HttpResponse:
    """Say which neighbourhoods of a municipality take part."""
    is_small = request.GET.get("soort") == SMALL
    is_code = reading.REGION.fullmatch(code) is not None
    choices = selectors.neighbourhoods_to_choose(code, small_areas=is_small) if is_code else []
    if not choices:
        raise Http404
    town = next((one for one in selectors.municipalities_to_choose() if one.code == code), None)
    name = town.name if town and town.name else selectors.municipality_name(code)
    form = JoinForm(posted(request), choices=choices, initial={"municipality_name": name})

    def go(form: JoinForm) -> str | None:
        made = form.call(
            services.set_up_neighbourhoods,
            municipality_code=code,
            municipality_name=form.cleaned_data["municipality_name"],
            chosen=[services.Chosen(*one) for one in form.chosen()],
            by=request.user,
            neighbourhood=neighbourhood,
        )
        if made is None:
            return None
        _say(request, made)
        return reverse("neighbourhood-home", args=[made[0].slug]) if len(made) == 1 else _url("index", neighbourhood)

    def sure(form: JoinForm) -> Confirm:
        return Confirm(
            title=_("Let these neighbourhoods take part?"),
            sentences=[
                _("Each gets pages of its own at once, which everyone can read."),
                _("It stands in the public log of %(town)s.") % {"town": form.cleaned_data["municipality_name"]},
                _("You become its administrator. Give others their roles there."),
            ],
            label=_("Let these take part"),
            facts=form.chosen(),
        )

    # Some municipalities work by the smaller areas; those can only be chosen once their figures are loaded.
    other = selectors.neighbourhoods_to_choose(code, small_areas=not is_small)
    context = {
        "neighbourhood": neighbourhood,
        "name": name,
        "code": code,
        "is_small": is_small,
        "other_url": f"{request.path}{'' if is_small else f'?soort={SMALL}'}" if other else "",
    }
    return form_page(request, form, template="picture/figures_join.html", context=context, act=go, confirm=sure)


def _say(request: HttpRequest, made: list[Any]) -> None:
    said = ngettext(
        "%(count)s neighbourhood takes part from now on.", "%(count)s neighbourhoods take part from now on.", len(made)
    )
    messages.success(request, said % {"count": len(made)})
