"""What coordinators fill in: a round, who goes, where a bell is, the route for care, a visit from paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DayField, DeskForm

from .models import Visit
from .selectors import StreetChoice
from .services.rounds import STOPS_MAX
from .services.visits import HEARD_CHARACTERS_MAX

HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
BOOLEANS = [("", _("not asked")), ("yes", _("yes")), ("no", _("no, never"))]


def _line(label: Any, help_text: Any = "", length: int = 120, *, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs={"lang": "nl"})
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=required, widget=widget)


class CanvassersForm(DeskForm):
    """Who goes."""

    field_of = {"two_at_least": "canvassers", "no_canvasser": "canvassers", "has_visits": "canvassers"}

    canvassers = forms.MultipleChoiceField(
        label=_("Who go?"),
        help_text=_("Two people at least: nobody rings doorbells alone."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        self.fields["canvassers"].choices = [(key, person.name) for key, person in self._people.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Any]:
        """The people who were ticked."""
        return [self._people[key] for key in self.cleaned_data["canvassers"]]


class PlanForm(CanvassersForm):
    """A new round."""

    field_of = {
        **CanvassersForm.field_of,
        "round_backward": "until",
        "no_stops": "streets",
        "stops_many": "most",
        "on_other_round": "streets",
    }

    name = _line(_("Name of the round"), _("As the canvassers know it, such as ‘Goudvisstraat, Thursday’."), 100)
    day = DayField(label=_("Day"))
    start = forms.TimeField(label=_("From"), widget=HOUR)
    until = forms.TimeField(label=_("Until"), widget=HOUR)
    meeting_place = _line(_("Where do they meet?"), length=150, required=False)
    streets = forms.MultipleChoiceField(label=_("Which streets?"), widget=forms.CheckboxSelectMultiple)
    most = forms.IntegerField(
        label=_("How many addresses at most?"),
        help_text=_("An evening for two is about twenty."),
        min_value=1,
        max_value=STOPS_MAX,
        initial=20,
    )
    field_order = ("name", "day", "start", "until", "meeting_place", "canvassers", "streets", "most")

    def __init__(self, *args: Any, streets: Sequence[StreetChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["streets"].choices = [(one.name, f"{one.name} ({one.doors})") for one in streets]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over. Choose a day to come."), code="day_over")
        return day

    def moments(self) -> tuple[datetime, datetime]:
        """When the round starts and ends."""
        given = self.cleaned_data
        start, until = (timezone.make_aware(datetime.combine(given["day"], given[name])) for name in ("start", "until"))
        return start, until


class HintForm(DeskForm):
    """Where the bell is."""

    hint = _line(
        _("Where is the bell?"),
        _("Such as ‘stairs up, second floor’. Nothing about the people who live there."),
        required=False,
    )


class CareRouteForm(DeskForm):
    """The local route for a warm handover."""

    field_of = {"route_incomplete": "name"}

    name = _line(_("Whom do canvassers call?"), _("A team, not a person: ‘WIJ-team Oosterpark’."), 100)
    phone = _line(_("Telephone number"), length=40)
    hours = _line(_("When can they be reached?"), required=False)
    steps = forms.CharField(
        label=_("What does a canvasser do?"),
        help_text=_("One step a line, short sentences."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "nl"}),
    )


class StreetsForm(DeskForm):
    """A file that says where streets lie."""

    file = forms.FileField(
        label=_("File with streets"), help_text=_("CSV or xlsx, with columns straat, lengtegraad and breedtegraad.")
    )


class KeyForm(DeskForm):
    """Brings a key of its own, made when the form was shown: sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class VisitForm(KeyForm):
    """A visit that was written on paper."""

    field_of = {
        "consent_missing": "consent",
        "text_long": "heard",
        "nothing_heard": "heard",
        "outcome_unknown": "outcome",
    }

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[one for one in Visit.Outcome.choices if one[0] != Visit.Outcome.CARE_CONCERN],
        widget=forms.RadioSelect,
    )
    at = forms.TimeField(label=_("At what time?"), widget=HOUR)
    took_part = forms.ChoiceField(
        label=_("Ever took part in something of the municipality?"), choices=BOOLEANS, required=False
    )
    needs = forms.MultipleChoiceField(
        label=_("What is needed to say yes?"),
        choices=[
            ("childcare", _("childcare")),
            ("transport", _("transport")),
            ("interpreter", _("an interpreter")),
            ("buddy", _("someone who comes along")),
            ("other", _("something else: call")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    compensation = forms.ChoiceField(
        label=_("Which compensation?"),
        choices=[
            ("", _("not asked")),
            ("money", _("money")),
            ("expenses", _("only expenses")),
            ("voucher", _("a voucher")),
            ("none", _("none")),
        ],
        required=False,
    )
    lighter_role = forms.ChoiceField(
        label=_("What would this resident rather do?"),
        choices=[
            ("", _("nothing")),
            ("table_talk", _("one evening at a table")),
            ("panel", _("answer questions at home")),
            ("reading_along", _("read along")),
        ],
        required=False,
    )
    heard = forms.CharField(
        label=_("What was heard?"),
        help_text=_("In the resident's own words. No names, and nothing about health or debts."),
        max_length=HEARD_CHARACTERS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "nl"}),
    )
    consent = forms.BooleanField(label=_("The resident said that we may write it down."), required=False)
    contact = forms.EmailField(
        label=_("E-mail, to hear what becomes of it"),
        help_text=_("Only of who reads along and wants that."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("contact") and given.get("lighter_role") != "reading_along":
            self.add_error("contact", ValidationError(_("Only of who reads along."), code="contact_for_readers"))
        return given
