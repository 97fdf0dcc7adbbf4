"""What residents and the area team fill in about signals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from .models import Signal

TEXT_CHARACTERS_MAX = 1000


def _text(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=TEXT_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "nl", "maxlength": TEXT_CHARACTERS_MAX}),
    )


def _line(label: Any, help_text: Any = "", length: int = 150) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )


class TellForm(DeskForm):
    """What a visitor saw."""

    field_of = {"text_missing": "text"}

    text = _text(
        _("What do you see, or what would you like?"),
        _("Do not write names of people. And nothing about anyone's health or debts."),
    )
    place = _line(_("Where?"), _("A street or a spot."))
    affects = _line(_("Who notices this?"), _("For example: children on their way to school."), 200)
    email = forms.EmailField(
        label=_("Your e-mail address, if you want to hear back"),
        help_text=_("Only the area team sees it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=_("The area team may show my text to everyone, without my name."),
        error_messages={"required": _("Tick this if we may use your text. Or call us.")},
    )


class AddForm(DeskForm):
    """What someone said at the desk, at a table, at the door or by mail."""

    field_of = {"text_missing": "text"}

    text = _text(_("What was said?"), _("In their own words, without names."))
    source = forms.ChoiceField(
        label=_("Where was it heard?"),
        choices=[one for one in Signal.Source.choices if one[0] != Signal.Source.SITE],
    )
    source_role = forms.ChoiceField(label=_("Who said it?"), choices=Signal.SourceRole.choices)
    place = _line(_("Where is it?"))
    affects = _line(_("Who notices this?"), length=200)


class ThemeForm(DeskForm):
    """The theme of a signal; the list grows as people need it."""

    field_of = {"theme_missing": "theme"}

    theme = forms.CharField(
        label=_("Theme"), max_length=80, required=False, widget=forms.TextInput(attrs={"lang": "nl", "list": "themes"})
    )
