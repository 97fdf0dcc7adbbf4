"""What residents and the area team fill in about what goes well."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from ..forms import SpotForm, line
from ..models import Asset
from .services import AssetFacts

TOLD_CHARACTERS_MAX = 1000


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
    offers = line(
        _("What can others find or borrow there?"), _("For example: a room on Mondays, tools, a cup of tea."), 300
    )
    puller = line(_("Who pulls it?"), _("As a role: 'a neighbour', 'the chair'. No names."))

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

    contact = line(_("How can people reach it?"), _("A name, a number or an address that everyone may see."))
    has_consent = forms.BooleanField(
        label=_("This person or organisation agreed that it stands on the site."), required=False
    )
    source_told = line(_("How do we know?"), _("For example: heard at the door in May, or seen on a walk."), 200)


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

    reason = line(_("Why did it end?"), _("Everyone can read this."), 300)


class LinkForm(DeskForm):
    """Another asset, and what they do together."""

    field_of = {"same_asset": "other", "not_here": "other"}

    other = forms.ChoiceField(label=_("Who or what does it know?"))
    told = line(_("What do they do together?"), _("For example: cook together, lend the room."))

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        # Nothing is chosen beforehand: a bond that nobody meant must not stand on the page.
        field.choices = [("", _("choose one")), *((one.public_id, one.name) for one in others)]
