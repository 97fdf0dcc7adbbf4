"""Screens of who comes in when members leave, and of 'was I in the pot?' at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation.desk import Waiting

from .. import access, selectors, services
from ..models import PanelDraw
from ..presentation import announced_words, with_chances
from .forms_base import DrawsForm
from .pages import KEEPER_ROLES, Confirm, find, form_page, posted
from .randomness import AnnouncedForm
from .words import told


def waiting_for_replacement(neighbourhood: Any) -> list[Waiting]:
    """A chair that fell empty and for which nobody is being drawn yet, for the start page."""
    first = selectors.seated_draw(neighbourhood)
    standing = selectors.standing_of(first) if first else None
    if first is None or standing is None or not standing.open_seats or selectors.replacement_under_way(first):
        return []
    return [Waiting(_open_seats(standing.open_seats), reverse("draws-desk:replacement", args=[neighbourhood.slug]))]


def _open_seats(count: int) -> str:
    told = ngettext(
        "%(count)s drawn seat fell empty: draw who comes in",
        "%(count)s drawn seats fell empty: draw who comes in",
        count,
    )
    return told % {"count": number_format(count)}


class ReplacementForm(AnnouncedForm):
    """Which public numbers decide who comes in, and who took a yes back meanwhile."""

    field_of = {"ticket_unknown": "withdrawn"}

    withdrawn = forms.CharField(
        label=gettext_lazy("Who of the reserve took the yes back?"),
        help_text=gettext_lazy("Ticket numbers with a space between: 004 017. Leave it empty if nobody did."),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "sam-code"}),
    )

    @property
    def tickets(self) -> tuple[str, ...]:
        """The tickets of who took the yes back."""
        return written_tickets(self.cleaned_data["withdrawn"])


def written_tickets(text: str) -> tuple[str, ...]:
    """The ticket numbers that someone typed with spaces or commas between, each once."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def replacement(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """How the drawn seats stand, who is in the reserve, and the next step of a replacement."""
    first = selectors.seated_draw(neighbourhood)
    standing = selectors.standing_of(first) if first else None
    under_way = selectors.replacement_under_way(first) if first else None
    form = ReplacementForm(posted(request), initial={"announced": "balls"})

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Seal who can come in?"),
            sentences=[
                _("The computer works out numbered completions by the fixed rule. They are published at once."),
                _("Who sat before, and who took the yes back, cannot be drawn. Everyone else on the list can."),
            ],
            label=_("Seal the completions"),
            facts=[
                (_("empty seats"), number_format(standing.open_seats if standing else 0)),
                (_("took the yes back"), ", ".join(form.tickets) or _("none")),
                (_("decided by"), announced_words(form.cleaned_data["announced"])),
            ],
        )

    def act(form: Any) -> str | None:
        def after(draw: PanelDraw) -> str:
            return reverse("draws-desk:draw", args=[neighbourhood.slug, draw.public_id])

        started = form.call(
            services.start_replacement,
            draw=first,
            by=request.user,
            announced=form.cleaned_data["announced"],
            withdrawn=form.tickets,
            next_page=after,
        )
        return reverse("jobs:job", args=[neighbourhood.slug, started[1].public_id]) if started else None

    is_busy = under_way is not None and under_way.status != PanelDraw.Status.FAILED
    context = {
        "neighbourhood": neighbourhood,
        "first": first,
        "standing": standing,
        "under_way": under_way,
        "alternates": selectors.alternates_of(first) if first else None,
        "is_busy": is_busy,
        "faults": told(under_way.faults) if under_way and not is_busy else [],
        "can_start": bool(standing and standing.open_seats and not is_busy),
    }
    return form_page(request, form, template="draws/desk_replacement.html", context=context, act=act, confirm=confirm)


class AskedForm(DrawsForm):
    """Who asks at the counter: a number on a letter, or an address and a year of birth."""

    number = forms.IntegerField(
        label=gettext_lazy("Ticket number, if there is a letter"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Else the address, as it stands in the register"), max_length=200, required=False
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("And the year of birth"),
        min_value=1880,
        max_value=2100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("number") and not (data.get("address") and data.get("birth_year")) and not self.errors:
            self.add_error(None, _("Fill in the ticket number, or the address and the year of birth."))
        return data


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def asked(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """'Was I in the pot?' at the counter. It is sent as a form: an address belongs in no log."""
    row = find(access.lot_for, request, neighbourhood, lot)
    form = AskedForm(posted(request))
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["number"]:
            found = list(row.tickets.filter(number=data["number"]).select_related("lot", "person"))
        else:
            found = selectors.people_at(row, address=data["address"], birth_year=data["birth_year"])
        if not found:
            form.add_error(None, _("Nobody like that was in this pot, or the register has been erased."))
    answers = [(ticket, selectors.pot_of_ticket(ticket)) for ticket in found]
    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "form": form,
        "answers": [(ticket, answer, with_chances(answer)) for ticket, answer in answers],
    }
    return render(request, "draws/desk_asked.html", context, status=422 if form.errors else 200)
