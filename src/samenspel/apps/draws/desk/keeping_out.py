"""Screens of the keeper: who does not want to be approached, amounts for benefits, and someone who asks at the desk."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation.money import euros

from .. import access, selectors, services
from ..services.register import FILE_BYTES_MAX
from .forms import DrawsForm
from .pages import KEEPER_ROLES, Confirm, find, form_page, posted

CENTS = 100


class OptOutForm(DrawsForm):
    """A list of people who do not want to be approached."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV or Excel (.xlsx) with an address and a year of birth for each person."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES_MAX:
            raise forms.ValidationError(_("This file is larger than 50 megabytes."), code="file_too_large")
        return file


class LimitForm(DrawsForm):
    """A line of the table of amounts, and what a member gets."""

    field_of = {
        "source_missing": "source",
        "age_outside": "age_from",
        "limit_not_positive": "month",
        "year_below_month": "per_year",
    }
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2200)
    age_from = forms.IntegerField(label=gettext_lazy("From which age"), min_value=0)
    month = forms.DecimalField(
        label=gettext_lazy("At most a month, in euros"), min_value=0, max_digits=8, decimal_places=2, localize=True
    )
    per_year = forms.DecimalField(
        label=gettext_lazy("At most a year, in euros"), min_value=0, max_digits=8, decimal_places=2, localize=True
    )
    source = forms.CharField(
        label=gettext_lazy("Where does this come from?"),
        help_text=gettext_lazy("A page or a decision that anyone can look up, and its date."),
        max_length=300,
    )


class OfferForm(DrawsForm):
    """What a member gets."""

    month = forms.DecimalField(
        label=gettext_lazy("A member gets a month, in euros"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        localize=True,
    )
    voucher = forms.DecimalField(
        label=gettext_lazy("Or a voucher of, in euros"), min_value=0, max_digits=8, decimal_places=2, localize=True
    )


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def opt_outs(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Add people to the list of who is left alone."""
    form = OptOutForm(posted(request), request.FILES or None)

    def act(form: Any) -> str | None:
        sent = form.cleaned_data["file"]
        done = form.call(
            services.load_opt_outs,
            neighbourhood=neighbourhood,
            data=sent.read(),
            file_name=sent.name,
            by=request.user,
        )
        if done is None:
            return None
        people, added = done
        told = _("%(people)s people in the file, %(added)s of them are new on the list. The file is thrown away.")
        messages.success(request, told % {"people": number_format(people), "added": number_format(added)})
        return reverse("draws-desk:opt-outs", args=[neighbourhood.slug])

    context = {"neighbourhood": neighbourhood, "count": selectors.opt_out_count(neighbourhood)}
    return form_page(request, form, template="draws/desk_opt_outs.html", context=context, act=act)


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def benefits(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The table of amounts beside which is laid what a member gets."""
    today = timezone.localdate()
    found = selectors.compensation_of(neighbourhood, today=today)
    form = LimitForm(posted(request), initial={"year": today.year, "age_from": 18})

    def act(form: Any) -> str | None:
        data = form.cleaned_data
        saved = form.call(
            services.set_benefit_limit,
            neighbourhood=neighbourhood,
            year=data["year"],
            age_from=data["age_from"],
            month_cents=int(data["month"] * CENTS),
            year_cents=int(data["per_year"] * CENTS),
            source=data["source"],
            by=request.user,
        )
        return reverse("draws-desk:benefits", args=[neighbourhood.slug]) if saved else None

    context = {
        "neighbourhood": neighbourhood,
        "found": found,
        "month": euros(found.month_cents),
        "lines": [(line, euros(line.month_cents), euros(line.year_cents)) for line in found.lines],
    }
    said = _("The line is in the table.")
    return form_page(request, form, template="draws/desk_benefits.html", context=context, act=act, said=said)


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def offer(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Say what a member gets."""
    back = reverse("draws-desk:benefits", args=[neighbourhood.slug])
    found = selectors.compensation_of(neighbourhood, today=timezone.localdate())
    initial = {"month": found.month_cents / CENTS, "voucher": found.voucher_cents / CENTS}
    form = OfferForm(posted(request), initial=initial)

    def act(form: Any) -> str | None:
        saved = form.call(
            services.set_offer,
            neighbourhood=neighbourhood,
            month_cents=int(form.cleaned_data["month"] * CENTS),
            voucher_cents=int(form.cleaned_data["voucher"] * CENTS),
            by=request.user,
        )
        return back if saved else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("What it takes to say yes"),
        "title": _("What does a member get?"),
        "sentences": [_("It stands on the page where people answer. Everyone chooses: money, a voucher, or nothing.")],
        "label": _("Write down"),
        "back": back,
    }
    said = _("What a member gets is written down.")
    return form_page(request, form, template="draws/desk_plain_form.html", context=context, act=act, said=said)


@require_POST
@at_desk(*KEEPER_ROLES)
def drop_benefit(request: HttpRequest, neighbourhood: Any, pk: int) -> HttpResponse:
    """Take a line of the table away."""
    services.remove_benefit_limit(neighbourhood=neighbourhood, pk=pk, by=request.user)
    messages.success(request, _("The line is out of the table."))
    return redirect("draws-desk:benefits", neighbourhood=neighbourhood.slug)


def _ticket(request: HttpRequest, neighbourhood: Any, lot: str, number: int) -> tuple[Any, Any]:
    row = find(access.lot_for, request, neighbourhood, lot)
    return row, selectors.find_ticket(row, by="number", number=number)


@never_cache
@require_safe
@at_desk(*KEEPER_ROLES)
def export(request: HttpRequest, neighbourhood: Any, lot: str, number: int) -> HttpResponse:
    """Everything that is kept about someone who asks for it at the desk, as a file."""
    row, ticket = _ticket(request, neighbourhood, lot, number)
    if ticket is None or ticket.person is None:
        messages.warning(request, _("Nothing is kept about this person any more."))
        return redirect("draws-desk:answers", neighbourhood=neighbourhood.slug, lot=row.public_id)
    told = selectors.person_export(ticket.person)
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="gegevens-lot-{number}.json"'
    return response


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def erase(request: HttpRequest, neighbourhood: Any, lot: str, number: int) -> HttpResponse:
    """Erase someone who asks for it at the desk."""
    row, ticket = _ticket(request, neighbourhood, lot, number)
    back = reverse("draws-desk:answers", args=[neighbourhood.slug, row.public_id])
    if ticket is None or ticket.person is None:
        messages.warning(request, _("Nothing is kept about this person any more."))
        return redirect(back)
    form = EraseForm(posted(request))

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Erase this person?"),
            sentences=[
                _("The address, the year of birth and what was told go. It cannot be undone."),
                _("The number of the ticket stays in the public list. Nobody can tell any more whose it was."),
            ],
            label=_("Erase this person"),
            facts=[(_("ticket"), str(number))],
        )

    def act(form: Any) -> str | None:
        if form.cleaned_data["for_good"] and form.call(services.opt_out, person=ticket.person, by=request.user) is None:
            return None
        form.call(services.erase_person, person=ticket.person, by=request.user)
        return None if form.errors else back

    context = {"neighbourhood": neighbourhood, "lot": row, "ticket": ticket, "back": back}
    said = _("This person is erased.")
    return form_page(
        request, form, template="draws/desk_erase.html", context=context, act=act, confirm=confirm, said=said
    )


class EraseForm(DrawsForm):
    """Whether someone is also left alone from now on."""

    for_good = forms.BooleanField(label=gettext_lazy("Do not approach this person for a draw again"), required=False)
