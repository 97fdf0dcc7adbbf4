"""What an expert fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from .models import AdviceRequest


class AnswerForm(DeskForm):
    """An answer that everyone can understand and check."""

    field_of = {"reason_missing": "way_to_yes"}

    answer = forms.CharField(
        label=_("Your answer, in plain words"),
        help_text=_("Write it as you would say it to a neighbour. Short sentences."),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "nl"}),
    )
    source = forms.CharField(
        label=_("Where does this come from?"),
        help_text=_("A law, a measurement, a price list. So that others can look it up."),
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )
    verdict = forms.ChoiceField(
        label=_("Your judgement"), choices=AdviceRequest.Verdict.choices, required=False, initial=""
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed with a no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )
    way_to_yes = forms.CharField(
        label=_("What would make it a yes?"),
        help_text=_("Needed with a no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )
