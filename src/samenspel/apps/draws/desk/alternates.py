"""The screen of who stands ready for when members leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk

from .. import access, selectors, services
from ..models import AlternateSet, PanelDraw
from ..presentation import percent
from .forms_base import DrawsForm
from .pages import KEEPER_ROLES, Confirm, find, form_page, posted
from .replacement import written_tickets
from .words import target_name

EVERYONE_PERCENT = 10
LOSS_DECIMALS = 2


def _percent_field(**facts: Any) -> forms.IntegerField:
    number = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(min_value=0, max_value=services.DROP_OUT_PERCENT_MAX, widget=number, **facts)


class AlternatesForm(DrawsForm):
    """How many alternates, and how likely it is that members leave."""

    field_of = {"count_outside": "count", "too_few_alternates": "count", "ticket_unknown": "withdrawn"}

    count = forms.IntegerField(
        label=gettext_lazy("How many alternates?"),
        help_text=gettext_lazy("1 to 12."),
        min_value=1,
        max_value=services.ALTERNATES_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    everyone = _percent_field(
        label=gettext_lazy("How many of every hundred members leave before the end?"),
        help_text=gettext_lazy(
            "One figure for everyone. 10 means: each member has a chance of 10% to leave, whoever else leaves. "
            "It is your own estimate; earlier councils are the best guide."
        ),
    )
    withdrawn = forms.CharField(
        label=gettext_lazy("Who of the reserve took the yes back?"),
        help_text=gettext_lazy("Ticket numbers with a space between: 004 017. Leave it empty if nobody did."),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "sam-code"}),
    )

    def __init__(self, *args: Any, values: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = values
        for number, (feature, value) in enumerate(values):
            self.fields[f"extra_{number}"] = _percent_field(label=target_name(feature, value), required=False)
        self.dress()

    def main_fields(self) -> list[Any]:
        """The fields that everyone fills in."""
        return [self[name] for name in ("count", "everyone", "withdrawn")]

    def extra_fields(self) -> list[Any]:
        """What comes on top for people of one group."""
        return [self[f"extra_{number}"] for number in range(len(self.values))]

    @property
    def has_extra(self) -> bool:
        """True when something was filled in, or is wrong, for one group: then the list stands open."""
        return self.is_bound and any(self[f"extra_{n}"].value() for n in range(len(self.values)))

    @property
    def extra_percent(self) -> dict[tuple[str, str], int]:
        """(feature, value) → percent on top, where it was filled in."""
        found = {key: self.cleaned_data[f"extra_{number}"] for number, key in enumerate(self.values)}
        return {key: number for key, number in found.items() if number}

    @property
    def tickets(self) -> tuple[str, ...]:
        """The tickets of who took the yes back."""
        return written_tickets(self.cleaned_data["withdrawn"])


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def alternates(request: HttpRequest, neighbourhood: Any, draw: str) -> HttpResponse:
    """Who stands ready, how much that helps, and choosing again."""
    row = find(access.draw_for, request, neighbourhood, draw)
    if row.status != PanelDraw.Status.PUBLISHED or row.purpose == PanelDraw.Purpose.REPLACEMENT:
        raise Http404
    here = reverse("draws-desk:alternates", args=[neighbourhood.slug, row.public_id])
    found = selectors.alternates_of(row)
    sitting, _left, reserve = selectors.who_sits(row)
    values = [(target["feature"], target["value"]) for target in row.targets]
    initial = {"everyone": EVERYONE_PERCENT, "count": min(services.ALTERNATES_MAX, max(1, len(sitting) // 3))}
    form = AlternatesForm(posted(request), values=values, initial=initial)

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Choose who stands ready?"),
            sentences=[
                _("The computer chooses. The tickets, your figures and how much they help go into the public log."),
                _("They get no seat by it, and no first right: who comes in is drawn by lot."),
            ],
            label=_("Choose them"),
            facts=[
                (_("alternates"), number_format(form.cleaned_data["count"])),
                (_("chance to leave, for everyone"), percent(form.cleaned_data["everyone"] / 100, 0)),
                (_("on top of that"), _extra_words(form.extra_percent) or _("none")),
                (_("took the yes back"), ", ".join(form.tickets) or _("none")),
            ],
        )

    def act(form: Any) -> str | None:
        job = form.call(
            services.start_choosing_alternates,
            draw=row,
            by=request.user,
            count=form.cleaned_data["count"],
            everyone_percent=form.cleaned_data["everyone"],
            extra_percent=form.extra_percent,
            withdrawn=form.tickets,
            next_page=here,
        )
        return reverse("jobs:job", args=[neighbourhood.slug, job.public_id]) if job else None

    context = {
        "neighbourhood": neighbourhood,
        "draw": row,
        "found": found,
        "facts": cover_facts(found.chosen) if found else [],
        "sitting": sitting,
        "reserve_count": len(reserve),
        "earlier": selectors.earlier_alternates(row),
    }
    return form_page(request, form, template="draws/desk_alternates.html", context=context, act=act, confirm=confirm)


def cover_facts(chosen: AlternateSet) -> list[tuple[str, str]]:
    """How much the alternates help: [(label, figure)], in members."""
    # Rounded here: number_format cuts digits off.
    rounded = {name: round(float(loss), LOSS_DECIMALS) for name, loss in chosen.losses.items()}
    losses = {name: number_format(loss, LOSS_DECIMALS) for name, loss in rounded.items()}
    rows = [
        (_("too few or too many, with these alternates"), f"{losses['expected']} ± {losses['standard_error']}"),
        (_("without alternates"), losses["without"]),
        (_("on the cases they were chosen on"), losses["sample"]),
        (_("no other choice of as many gets below"), losses["bound"]),
        (_("chance to leave, for everyone"), percent(chosen.everyone_percent / 100, 0)),
    ]
    extra = _extra_words({(feature, value): more for feature, value, more in chosen.extra_percent})
    return [*rows, (_("on top of that"), extra)] if extra else rows


def _extra_words(extra: Mapping[tuple[str, str], int]) -> str:
    """'Age: 16 to 30 years +20%; …', empty when nothing comes on top."""
    return "; ".join(f"{target_name(*key)} +{percent(number / 100, 0)}" for key, number in extra.items())
