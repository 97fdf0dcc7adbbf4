"""What residents and the area team fill in about signals."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
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


def line(label: Any, help_text: Any = "", length: int = 150) -> forms.CharField:
    """A line of Dutch text that may stay empty."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )


class DegreesField(forms.CharField):
    """Decimal degrees as people write them, with a comma or a point; empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            degrees = Decimal(text.replace(",", "."))
        except InvalidOperation as error:
            raise ValidationError(_("Write a number, for example 53,2245."), code="not_degrees") from error
        if not degrees.is_finite() or abs(degrees) > 180:
            raise ValidationError(_("Write a number, for example 53,2245."), code="not_degrees")
        return degrees


class SpotForm(DeskForm):
    """A spot: in words, and if wished as numbers, which clicking on the map fills in."""

    field_of = {"spot_half": "latitude", "spot_far_away": "latitude"}

    place = line(_("Where is it?"), _("A street, a building or a square. Not the number of someone's house."))
    latitude = DegreesField(
        label=_("Latitude"), help_text=_("Choose a spot on the map, or type it. In the Netherlands 50 to 54.")
    )
    longitude = DegreesField(label=_("Longitude"), help_text=_("In the Netherlands 3 to 8."))


class TellForm(SpotForm):
    """What a visitor saw."""

    field_of = SpotForm.field_of | {"text_missing": "text"}
    field_order = ("text", "place", "latitude", "longitude", "affects", "email", "consent")

    text = _text(
        _("What do you see, or what would you like?"),
        _("Do not write names of people. And nothing about anyone's health or debts."),
    )
    place = line(_("Where?"), _("A street or a spot. Not the number of your own house."))
    affects = line(_("Who notices this?"), _("For example: children on their way to school."), 200)
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


class AddForm(SpotForm):
    """What someone said at the desk, at a table, at the door or by mail."""

    field_of = SpotForm.field_of | {"text_missing": "text"}
    field_order = ("text", "source", "source_role", "place", "latitude", "longitude", "affects")

    text = _text(_("What was said?"), _("In their own words, without names."))
    source = forms.ChoiceField(
        label=_("Where was it heard?"),
        choices=[one for one in Signal.Source.choices if one[0] != Signal.Source.SITE],
    )
    source_role = forms.ChoiceField(label=_("Who said it?"), choices=Signal.SourceRole.choices)
    affects = line(_("Who notices this?"), length=200)


class ThemeForm(DeskForm):
    """The theme of a signal; the list grows as people need it."""

    field_of = {"theme_missing": "theme", "theme_ended": "theme"}

    theme = forms.CharField(
        label=_("Theme"),
        help_text=_("One of the list, or a new one. Leave it empty to take the signal out of its theme."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl", "list": "themes", "autocomplete": "off"}),
    )


class NameForm(DeskForm):
    """The name of a theme, and what belongs in it."""

    field_of = {"name_missing": "name", "theme_exists": "name", "theme_ended": "name"}

    name = forms.CharField(label=_("Name of the theme"), max_length=80, widget=forms.TextInput(attrs={"lang": "nl"}))
    told = line(_("What belongs here?"), _("One sentence for whoever sorts signals."), 200)


class MergeForm(DeskForm):
    """The theme that takes in another."""

    field_of = {"same_theme": "into", "not_here": "into", "theme_ended": "into"}

    into = forms.ChoiceField(label=_("Into which theme?"))

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(theme.public_id, theme.name) for theme in themes]
