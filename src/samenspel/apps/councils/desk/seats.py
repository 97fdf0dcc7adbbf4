"""Screens of the chairs: who takes one, who leaves, what is on offer, which half is renewed first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation.confirming import Confirm, form_page, posted
from samenspel.foundation.forms import DeskForm

from .. import selectors, services
from ..forms import (
    LeaveForm,
    SeatingForm,
)
from ..models import Seat
from .pages import SECRETARIES, council_of, home_of


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def seat(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Seat delegates of the city council, or officials; residents come by the lot."""
    found = council_of(neighbourhood)
    origin = Seat.Origin.OFFICIAL if request.GET.get("voor") == "ambtenaren" else Seat.Origin.DELEGATED
    current = selectors.current_term(found)
    form = SeatingForm(posted(request), empty=selectors.empty_seats_count(found, origin))

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Give them their chairs?"),
            sentences=[_("The short names and the ground stand in the public log, the names on the council's page.")],
            label=_("Give the chairs"),
            facts=[*form.holders, (_("ground"), form.cleaned_data["reason"])],
        )

    def act(form: Any) -> str | None:
        seated = form.call(
            services.seat_members,
            council=found,
            term=current,
            origin=origin,
            holders=form.holders,
            reason=form.cleaned_data["reason"],
        )
        return home_of(neighbourhood) if seated else None

    context = {"neighbourhood": neighbourhood, "term": current, "is_official": origin == Seat.Origin.OFFICIAL}
    said = _("They have their chairs.")
    return form_page(
        request, form, template="councils/desk_seat.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def leave(request: HttpRequest, neighbourhood: Any, number: int) -> HttpResponse:
    """Someone leaves a chair."""
    found = council_of(neighbourhood)
    chair = selectors.seat_by_number(found, number)
    view = next((one for one in selectors.seats_of(found) if one.number == number), None)
    if chair is None or view is None or not view.holder:
        raise Http404
    form = LeaveForm(posted(request), initial={"ended_on": timezone.localdate()})

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("End this seat?"),
            sentences=[_("The chair is empty from then on. Votes that were cast stay.")],
            label=_("End this seat"),
            facts=[
                (_("chair"), f"{number}: {view.display_name or view.holder}"),
                (_("why"), str(dict(form.fields["reason"].choices)[form.cleaned_data["reason"]])),
                (_("last day"), date_format(form.cleaned_data["ended_on"], "j F Y")),
            ],
        )

    def act(form: Any) -> str | None:
        facts = {"reason": form.cleaned_data["reason"], "ended_on": form.cleaned_data["ended_on"]}
        return home_of(neighbourhood) if form.call(services.end_holding, seat=chair, **facts) else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Chair %(number)s") % {"number": number},
        "title": _("%(name)s leaves the council") % {"name": view.display_name or view.holder},
        "sentences": [_("Choose the reason that comes nearest. Write no story about someone.")],
        "label": _("Go on"),
        "back": home_of(neighbourhood),
    }
    said = _("The chair is empty now.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


class OfferForm(DeskForm):
    """What someone says to whom a chair was offered."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What is the answer?"),
        choices=(
            ("", gettext_lazy("Choose")),
            ("accept", gettext_lazy("takes the chair")),
            ("decline", gettext_lazy("does not take it")),
        ),
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def offered(request: HttpRequest, neighbourhood: Any, number: int) -> HttpResponse:
    """Write down what someone says to whom a chair was offered."""
    found = council_of(neighbourhood)
    chair = selectors.seat_by_number(found, number)
    view = next((one for one in selectors.seats_of(found) if one.number == number and one.is_offered), None)
    if chair is None or view is None:
        raise Http404
    form = OfferForm(posted(request))

    def confirm(form: Any) -> Confirm:
        takes = form.cleaned_data["answer"] == "accept"
        return Confirm(
            title=_("Take this chair?") if takes else _("Leave this chair empty?"),
            sentences=[
                _("From now on this chair has a vote.")
                if takes
                else _("The chair is empty again. It is filled by the rule that was laid down beforehand.")
            ],
            label=_("Write down"),
            facts=[(_("chair"), f"{number}: {view.display_name or view.holder}")],
        )

    def act(form: Any) -> str | None:
        service = services.accept_seat if form.cleaned_data["answer"] == "accept" else services.decline_seat
        return home_of(neighbourhood) if form.call(service, seat=chair) else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Chair %(number)s") % {"number": number},
        "title": _("Does %(name)s take the chair?") % {"name": view.display_name or view.holder},
        "sentences": [_("Until someone takes it the chair has no vote.")],
        "label": _("Go on"),
        "back": home_of(neighbourhood),
    }
    said = _("It is written down.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


class RotationForm(DeskForm):
    """How it is settled which half is renewed first."""

    field_of = {
        "rotation_source": "numbers",
        "source_too_small": "numbers",
        "rotation_half": "first",
        "unknown_source": "numbers",
    }
    how = forms.ChoiceField(
        label=gettext_lazy("How is it settled?"),
        choices=(
            ("lot", gettext_lazy("By lot: public numbers decide")),
            ("decision", gettext_lazy("By a decision")),
        ),
    )
    numbers = forms.CharField(
        label=gettext_lazy("The public numbers"),
        help_text=gettext_lazy("For a lot. Drawn at a meeting for everyone to see, with the place and the day."),
        max_length=200,
        required=False,
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Which decision?"), help_text=gettext_lazy("For a decision."), max_length=200, required=False
    )
    first = forms.MultipleChoiceField(
        label=gettext_lazy("Which chairs are renewed first?"),
        help_text=gettext_lazy("For a decision: half of the drawn chairs."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, chairs: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(number), _("chair %(number)s") % {"number": number}) for number in chairs]
        self.fields["first"].choices = names  # type: ignore[attr-defined]

    @property
    def settled(self) -> dict[str, Any]:
        """The arguments of `set_rotation`."""
        data = self.cleaned_data
        if data["how"] == "lot":
            return {"source": f"text:{data['numbers'].strip()}" if data["numbers"].strip() else ""}
        return {"first": [int(number) for number in data["first"]], "decided_by": data["decided_by"]}


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def rotation(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Settle beforehand which half of the drawn chairs is renewed halfway."""
    found = council_of(neighbourhood)
    if found.rotation_source:
        return redirect(home_of(neighbourhood))
    chairs = [view.number for view in selectors.seats_of(found) if view.origin == Seat.Origin.DRAWN]
    form = RotationForm(posted(request), chairs=chairs)

    def confirm(form: Any) -> Confirm:
        settled = form.settled
        told = settled.get("source", "").removeprefix("text:") or settled.get("decided_by") or "–"
        return Confirm(
            title=_("Settle which half is renewed first?"),
            sentences=[
                _("It is done once, before anyone's time is over. Who sits on those chairs goes halfway the term."),
                _("After that each half sits two years, a year after the other. It stands in the public log."),
            ],
            label=_("Settle it"),
            facts=[
                (_("settled by"), told),
                (_("chairs"), ", ".join(map(str, settled.get("first", []))) or _("follow from the numbers")),
            ],
        )

    def act(form: Any) -> str | None:
        done = form.call(services.set_rotation, council=found, **form.settled)
        return home_of(neighbourhood) if done else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Half of the chairs at a time"),
        "sentences": [
            _("When half goes and half stays, nobody has to begin from nothing."),
            _("Let the lot decide, or a decision of the council or the city council. Not whoever happens to be tired."),
        ],
        "label": _("Go on"),
        "back": home_of(neighbourhood),
    }
    said = _("It is settled which half is renewed first.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )
