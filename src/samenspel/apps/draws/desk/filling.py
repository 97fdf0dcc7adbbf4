"""Screens of seats in the order of the lot: who is next, the next wave, giving seats; and what people need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk

from .. import access, selectors, services
from ..models import LotTicket
from .forms import DrawsForm
from .pages import KEEPER_ROLES, Confirm, find, form_page, posted

STATES = {
    "yes": gettext_lazy("yes"),
    "waiting": gettext_lazy("not reached yet"),
    "deciding": gettext_lazy("is deciding"),
    "no": gettext_lazy("said no"),
    "moved": gettext_lazy("moved"),
    "not_reached": gettext_lazy("not reached after three attempts"),
    "lapsed": gettext_lazy("no answer in time"),
}
MARKS = {"yes": "done", "waiting": "open", "deciding": "busy", "lapsed": "late"}


class WaveForm(DrawsForm):
    """How many people are approached next."""

    field_of = {"wave_empty": "size", "wave_beyond": "size"}
    size = forms.IntegerField(label=gettext_lazy("How many people are approached next?"), min_value=1)


def _here(neighbourhood: Any, lot: Any) -> str:
    return reverse("draws-desk:filling", args=[neighbourhood.slug, lot.public_id])


@never_cache
@at_desk(*KEEPER_ROLES)
def filling(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Who is next, who is in their 72 hours, what lapsed, and which seats are certain."""
    row = find(access.lot_for, request, neighbourhood, lot)
    now = timezone.now()
    found = selectors.filling_of(row, now=now)
    council, term = selectors.council_to_seat(neighbourhood)
    counts = found.counts
    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "filling": found,
        "council": council,
        "term": term,
        "deciding": [place for place in found.places if place.standing.state == "deciding"],
        "soon": selectors.lapse_soon(found, now=now),
        "next": [place for place in found.places if place.standing.state == "waiting"],
        "counts": [(label, number_format(counts[state])) for state, label in STATES.items() if counts[state]],
        "certain": [place for place in found.places if place.ticket in found.certain],
        "rows": [
            (place, STATES[place.standing.state], MARKS.get(place.standing.state, "off")) for place in found.places
        ],
    }
    return render(request, "draws/desk_filling.html", context)


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def wave(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Approach the next people in the order of the lot."""
    row = find(access.lot_for, request, neighbourhood, lot)
    found = selectors.filling_of(row)
    proposed = found.next_wave or min(found.left, selectors.plan_lines(row.seats or 1)[0].on_average)
    form = WaveForm(posted(request), initial={"size": max(1, min(proposed, found.left))})

    def confirm(form: Any) -> Confirm:
        first = found.approached + 1
        return Confirm(
            title=_("Approach these people?"),
            sentences=[
                _("They get a letter and a visit. From now on they may answer."),
                _("It stands in the public log, with the places and without names. It cannot be undone."),
            ],
            label=_("Open this wave"),
            facts=[
                (_("places in the order"), f"{first} – {first + form.cleaned_data['size'] - 1}"),
                (_("people"), number_format(form.cleaned_data["size"])),
            ],
        )

    def act(form: Any) -> str | None:
        opened = form.call(services.open_wave, lot=row, size=form.cleaned_data["size"], by=request.user)
        return _here(neighbourhood, row) if opened else None

    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "filling": found,
        "plan": selectors.plan_lines(max(1, found.free)),
        "back": _here(neighbourhood, row),
    }
    return form_page(
        request,
        form,
        template="draws/desk_wave.html",
        context=context,
        act=act,
        confirm=confirm,
        said=_("The wave is open. Now make the letters for these places."),
    )


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def give(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Give the seats that are certain to the first yeses."""
    row = find(access.lot_for, request, neighbourhood, lot)
    found = selectors.filling_of(row)
    council, term = selectors.council_to_seat(neighbourhood)
    places = [place for place in found.places if place.ticket in found.certain]
    form = _names_form(places)(posted(request))

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Give these seats?"),
            sentences=[
                _("They go to the first who said yes, in the order of the lot. Nobody chooses."),
                _("The tickets and how everyone stands go into the public log, without names and without reasons."),
            ],
            label=_("Give the seats"),
            facts=[
                (
                    _("ticket %(ticket)s") % {"ticket": place.written},
                    form.cleaned_data[f"name_{place.ticket}"] or _("no name to show"),
                )
                for place in places
            ],
        )

    def act(form: Any) -> str | None:
        names = {place.written: form.cleaned_data[f"name_{place.ticket}"] for place in places}
        given = form.call(
            services.give_seats, lot=row, council=council, term=term, by=request.user, display_names=names
        )
        return _here(neighbourhood, row) if given else None

    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "filling": found,
        "places": places,
        "can_give": bool(places and council and term),
        "has_council": bool(council and term),
        "back": _here(neighbourhood, row),
    }
    said = _("The seats are given.")
    return form_page(
        request, form, template="draws/desk_give.html", context=context, act=act, confirm=confirm, said=said
    )


def _names_form(places: list[Any]) -> type[DrawsForm]:
    """A form with a first name per ticket that gets a seat, where someone agreed to show it."""
    fields = {
        f"name_{place.ticket}": forms.CharField(
            label=_("First name of ticket %(ticket)s, if they agree to show it") % {"ticket": place.written},
            max_length=60,
            required=False,
        )
        for place in places
    }
    return type("NamesForm", (DrawsForm,), fields)


@never_cache
@at_desk(*KEEPER_ROLES)
def needs(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """What it takes to say yes, in totals, and per ticket for who arranges it."""
    row = find(access.lot_for, request, neighbourhood, lot)
    found = selectors.needs_of(row)
    wishes = selectors.wishes_of(row)
    labels = dict(LotTicket.Need.choices)
    kinds = dict(LotTicket.Compensation.choices)
    roles = dict(LotTicket.LighterRole.choices)
    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "needs": found,
        "compensation": selectors.compensation_of(neighbourhood, today=timezone.localdate()),
        "need_rows": [(labels[name], count) for name, count in found.needs.items()],
        "kind_rows": [(kinds[name], count) for name, count in found.compensation.items()],
        "wishes": [
            (
                wish,
                ", ".join(str(labels[need]) for need in wish.needs),
                kinds.get(wish.compensation, ""),
                roles.get(wish.lighter_role, ""),
            )
            for wish in wishes
        ],
        "until": date_format(row.register.delete_on, "j F Y"),
    }
    return render(request, "draws/desk_needs.html", context)
