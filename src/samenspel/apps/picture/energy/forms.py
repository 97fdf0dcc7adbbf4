"""What residents and the area team fill in about what goes well."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from ..forms import _line
from ..models import Asset
from .services import AssetFacts

TOLD_CHARACTERS_MAX = 1000


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

    place = _line(_("Where is it?"), _("A street, a building or a square. Not the number of someone's house."))
    latitude = DegreesField(
        label=_("Latitude"), help_text=_("Choose a spot on the map, or type it. In the Netherlands 50 to 54.")
    )
    longitude = DegreesField(label=_("Longitude"), help_text=_("In the Netherlands 3 to 8."))


class _AssetForm(SpotForm):
    field_of = SpotForm.field_of | {"name_missing": "name", "consent_missing": "has_consent"}

    kind = forms.ChoiceField(label=_("What is it?"), choices=Asset.Kind.choices)
    name = forms.CharField(label=_("What is it called?"), max_length=120, widget=forms.TextInput(attrs={"lang": "nl"}))
    told = forms.CharField(
        label=_("What goes well?"),
        required=False,
        max_length=TOLD_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "nl", "maxlength": TOLD_CHARACTERS_MAX}),
    )
    offers = _line(
        _("What can others find or borrow there?"), _("For example: a room on Mondays, tools, a cup of tea."), 300
    )
    puller = _line(_("Who pulls it?"), _("As a role: 'a neighbour', 'the chair'. No names."))

    def facts(self) -> AssetFacts:
        """What was filled in, for the services."""
        given = self.cleaned_data
        names = AssetFacts.__dataclass_fields__
        return AssetFacts(**{name: given[name] for name in names if name in given})


class OfferForm(_AssetForm):
    """What a visitor says goes well."""

    field_order = ("name", "kind", "told", "puller", "offers", "place", "latitude", "longitude", "email", "consent")

    email = forms.EmailField(
        label=_("Your e-mail address, if we may ask you about it"),
        help_text=_("Only the area team sees it. We erase it as soon as we have decided."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=_("The area team may show this to everyone. Whoever pulls it knows that I write it down."),
        error_messages={"required": _("Ask first whoever pulls it. Then tick this.")},
    )


class AssetForm(_AssetForm):
    """What the area team keeps of an asset."""

    field_order = (
        "name", "kind", "told", "puller", "contact", "has_consent", "offers", "place", "latitude", "longitude",
        "source_told",
    )  # fmt: skip

    contact = _line(_("How can people reach it?"), _("A name, a number or an address that everyone may see."))
    has_consent = forms.BooleanField(
        label=_("This person or organisation agreed that it stands on the site."), required=False
    )
    source_told = _line(_("How do we know?"), _("For example: heard at the door in May, or seen on a walk."), 200)


class DecideForm(DeskForm):
    """For everyone, or for the team only."""

    is_public = forms.TypedChoiceField(
        label=_("Who may see it?"),
        choices=[("1", _("Everyone, on the map of the neighbourhood")), ("0", _("Only the area team"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class EndForm(DeskForm):
    """Why it is no longer there."""

    field_of = {"reason_missing": "reason"}

    reason = _line(_("Why did it end?"), _("Everyone can read this."), 300)


class LinkForm(DeskForm):
    """Another asset, and what they do together."""

    field_of = {"same_asset": "other", "not_here": "other"}

    other = forms.ChoiceField(label=_("Who or what does it know?"))
    told = _line(_("What do they do together?"), _("For example: cook together, lend the room."))

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.public_id, one.name) for one in others]
