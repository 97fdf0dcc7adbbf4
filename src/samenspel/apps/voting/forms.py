"""What the organisers of a vote, the experts and residents with an idea fill in."""

from __future__ import annotations

import itertools
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DayField, DeskForm, EurosField
from samenspel.foundation.pictures import ICONS

from .models import BudgetRound

CODES_MAX = 100_000
LIST, LETTERS = "list", "letters"
# A code in a letter of its own takes memory while it is set; the printer takes a list of any length.
LETTERS_MAX = 2_000


class RoundForm(DeskForm):
    """A vote on an amount of money."""

    field_of = {"criteria_missing": "criteria"}

    title = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"lang": "nl"}))
    budget_cents = EurosField(label=_("How much money is there, in euros?"))
    criteria = forms.CharField(
        label=_("What must a plan meet?"),
        help_text=_("Public before the first idea comes in. For example: for the whole street, done within a year."),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "nl"}),
    )
    ideas_from = DayField(label=_("Ideas can be sent in from"))
    vote_from_on = DayField(label=_("First day of voting"))
    vote_until_on = DayField(label=_("Last day of voting"))
    result_on = DayField(label=_("Day of the result"))
    choices_min = forms.IntegerField(label=_("Choose at least this many plans"), min_value=1, max_value=100, initial=1)
    choices_max = forms.IntegerField(
        label=_("Choose at most this many plans"),
        help_text=_("Leave empty for no limit."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    choices_advised = forms.IntegerField(
        label=_("Advised number of plans"),
        help_text=_("With three nearly everyone gets something they chose."),
        min_value=1,
        max_value=100,
        initial=3,
    )
    age_min = forms.IntegerField(label=_("Everyone votes from this age"), min_value=0, max_value=120, initial=12)
    utility = forms.ChoiceField(
        label=_("How much a plan counts for a voter"), choices=BudgetRound.Utility.choices, initial="cost"
    )
    completion = forms.ChoiceField(
        label=_("What happens with money that is left"), choices=BudgetRound.Completion.choices, initial="none"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        days = ("ideas_from", "vote_from_on", "vote_until_on", "result_on")
        for earlier, later in itertools.pairwise(days):
            if given.get(earlier) and given.get(later) and given[later] < given[earlier]:
                self.add_error(later, ValidationError(_("This day comes before the one above."), code="days_in_order"))
        least, most = given.get("choices_min"), given.get("choices_max")
        if least and most and most < least:
            self.add_error("choices_max", ValidationError(_("This is less than the minimum."), code="choices_range"))
        return given


class ProjectForm(DeskForm):
    """A plan that residents can vote for."""

    field_of = {"title_twice": "title", "cost_not_positive": "cost_cents"}

    title = forms.CharField(label=_("Name of the plan"), max_length=80, widget=forms.TextInput(attrs={"lang": "nl"}))
    text = forms.CharField(
        label=_("What is it?"),
        help_text=_("At most 300 characters. What comes where, and for whom?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nl", "maxlength": 300}),
    )
    cost_cents = EurosField(label=_("What does it cost, in euros?"), help_text=_("A rough sum will do."))
    icon = forms.ChoiceField(
        label=_("Drawing"), choices=[("", _("A plain one")), *((name, name) for name in ICONS)], required=False
    )


class IdeaForm(DeskForm):
    """An idea of a resident."""

    field_of = {"title_twice": "title", "cost_not_positive": "cost_cents"}

    title = forms.CharField(
        label=_("What do you call your idea?"), max_length=80, widget=forms.TextInput(attrs={"lang": "nl"})
    )
    text = forms.CharField(
        label=_("Tell what it is"),
        help_text=_("At most 300 characters. What comes where, and for whom? Do not name people."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "nl", "maxlength": 300}),
    )
    cost_cents = EurosField(label=_("What will it cost, roughly, in euros?"), help_text=_("A guess is fine."))
    email = forms.EmailField(
        label=_("Your e-mail address, if you want to hear back"),
        help_text=_("Only the municipality sees it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class JudgeForm(DeskForm):
    """An expert's judgement on a plan."""

    field_of = {"reason_missing": "reason", "way_to_yes_missing": "feasible_if"}

    feasible = forms.ChoiceField(
        label=_("Can it be done?"), choices=[("yes", _("Yes, as it is")), ("no", _("No, not as it is"))]
    )
    reason = forms.CharField(
        label=_("Why, in plain words"), required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"})
    )
    feasible_if = forms.CharField(
        label=_("What would make it a yes?"),
        help_text=_("Needed with a no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )


class WithdrawForm(DeskForm):
    """Why a plan is taken out."""

    field_of = {"reason_missing": "reason"}

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"})
    )


class OpenForm(DeskForm):
    """Who may vote, and where that is known from."""

    field_of = {"source_missing": "eligibility_source"}

    eligibility_source = forms.CharField(
        label=_("Who may vote, and where is that known from?"),
        help_text=_("For example: everyone from 12 years old in the population register on 1 March 2027."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )


class CodesForm(DeskForm):
    """How many codes, and in which shape."""

    count = forms.IntegerField(label=_("How many codes?"), min_value=1, max_value=CODES_MAX)
    shape = forms.ChoiceField(
        label=_("In which shape?"),
        choices=[(LIST, _("A list for the printer (CSV)")), (LETTERS, _("Letters to print (PDF)"))],
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("shape") == LETTERS and (given.get("count") or 0) > LETTERS_MAX:
            self.add_error(
                "count",
                ValidationError(
                    _("Make at most %(most)s letters at once, or choose the list."),
                    code="too_many_letters",
                    params={"most": LETTERS_MAX},
                ),
            )
        return given


class ReplaceForm(DeskForm):
    """Whose letter was lost."""

    field_of = {"code_not_open": "ticket"}

    ticket = forms.CharField(
        label=_("Number of the letter"),
        help_text=_("It stands in the list of who got which letter."),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "sam-code", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_ticket(self) -> str:
        return self.cleaned_data["ticket"].strip().lower()


class ProposeForm(DeskForm):
    """The decision for the council's agenda."""

    field_of = {"consultation_missing": "consultation"}

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"lang": "nl"}))
    text = forms.CharField(label=_("What is decided"), widget=forms.Textarea(attrs={"rows": 4, "lang": "nl"}))
    consultation = forms.CharField(
        label=_("Who was asked, and what did they say?"), widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"})
    )
    scope_key = forms.ChoiceField(label=_("The rule of play it rests on"))

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        """`scopes` are the (key, text) of what the council decides."""
        super().__init__(*args, **kwargs)
        self.fields["scope_key"].choices = scopes  # type: ignore[attr-defined]
