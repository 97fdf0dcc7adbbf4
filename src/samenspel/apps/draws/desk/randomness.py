"""What the keeper fills in about public randomness: what will decide, and later what it came to."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.foundation.forms import LinesField

from .. import selectors
from .forms_base import DrawsForm

KIND_LABELS = {
    "balls": gettext_lazy("Three balls, drawn in public"),
    "drand": gettext_lazy("A public random number on the internet (drand), at a moment that is still to come"),
    "numbers": gettext_lazy("Numbers that others publish, such as the result of a lottery on a day to come"),
    "text": gettext_lazy("Public numbers that we write down, such as ten balls drawn at a gathering"),
}
ANNOUNCED_LENGTH_MAX = 300


class AnnouncedForm(DrawsForm):
    """Which public numbers will decide. Forms below add their own fields in front."""

    KINDS: Sequence[str] = ("balls", "drand", "numbers", "text")

    announced = forms.ChoiceField(label=gettext_lazy("Which public numbers decide?"))
    drand_at = forms.DateTimeField(
        label=gettext_lazy("When does the random number appear?"),
        help_text=gettext_lazy("Only for drand. Every three seconds there is a new one; we note the first after this."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        required=False,
    )
    sources = LinesField(
        label=gettext_lazy("Which numbers of others?"),
        help_text=gettext_lazy(
            "Only for numbers of others. One on a line, with the day: Lotto, Saturday 12 September 2026."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["announced"].choices = [(kind, KIND_LABELS[kind]) for kind in self.KINDS]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("announced")
        if kind == "drand":
            data["announced"] = self._round(data)
        elif kind == "numbers":
            data["announced"] = self._names(data)
        return data

    def _round(self, data: dict[str, Any]) -> str:
        moment = data.get("drand_at")
        if moment is None or moment < timezone.now() + timedelta(minutes=2):
            self.add_error("drand_at", _("Choose a moment that is still to come: then nobody can know the number yet."))
            return ""
        return f"drand:{selectors.round_at(moment)}"

    def _names(self, data: dict[str, Any]) -> str:
        names = data.get("sources") or []
        announced = f"numbers:{';'.join(names)}"
        if not names or any(set(name) & set(";=") for name in names) or len(announced) > ANNOUNCED_LENGTH_MAX:
            self.add_error("sources", _("Name at least one source with its day, without ; and =."))
        return announced


class FallForm(DrawsForm):
    """The public numbers by which a lot falls, other than balls; `announced` tells their kind."""

    text = forms.CharField(
        label=gettext_lazy("The public numbers, with where they come from"),
        help_text=gettext_lazy("For example: Oosterparkwijk, ten balls on 12 September 2026: 4 0 7 1 9 2 6 8 5 3"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signature = forms.CharField(
        label=gettext_lazy("The signature of this drand round"),
        help_text=gettext_lazy(
            "Paste what drand publishes for this round: the 96 digits and letters, or the whole text."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "sam-code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, announced: str, **kwargs: Any) -> None:
        self.announced = announced
        self.kind, _colon, rest = announced.partition(":")
        self.names = rest.split(";") if self.kind == "numbers" else []
        super().__init__(*args, **kwargs)
        for name, kind in (("text", "text"), ("signature", "drand")):
            if kind != self.kind:
                del self.fields[name]
        for number, name in enumerate(self.names):
            self.fields[f"numbers_{number}"] = forms.CharField(
                label=name,
                help_text=_("The numbers with a space between, in any order: 9 18 26 34 41 45"),
                max_length=200,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "sam-code"}),
            )
        self.dress()

    def clean_signature(self) -> str:
        """The signature, also out of the JSON that drand's own pages show."""
        text = self.cleaned_data["signature"].strip()
        if text.startswith("{"):
            try:
                told = json.loads(text)
                number, text = int(told["round"]), str(told["signature"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValidationError(_("This is not what drand publishes for a round. Paste it whole.")) from error
            if f"drand:{number}" != self.announced:
                raise ValidationError(_("This is round %(round)s. Another one was announced.") % {"round": number})
        return "".join(text.split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(len(self.names)):
            found = re.sub(r"[\s,.]+", " ", data.get(f"numbers_{number}", "")).strip()
            if found and not re.fullmatch(r"(0|[1-9][0-9]{0,8})( (0|[1-9][0-9]{0,8}))*", found):
                self.add_error(f"numbers_{number}", _("Write whole numbers with a space between."))
            data[f"numbers_{number}"] = found
        return data

    def source(self) -> str:
        """The source as the service takes it."""
        if self.kind == "text":
            return f"text:{self.cleaned_data['text']}"
        if self.kind == "numbers":
            pairs = (f"{name}={self.cleaned_data[f'numbers_{number}']}" for number, name in enumerate(self.names))
            return f"numbers:{';'.join(pairs)}"
        return f"{self.announced}:{self.cleaned_data['signature']}"


def _ceremony_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Who drew, and where?"),
        help_text=gettext_lazy("Everyone can read this. First names only of people who agree."),
        max_length=300,
        required=False,
    )


class PickForm(FallForm):
    """As `FallForm`, with who drew and where."""

    ceremony = _ceremony_field()


class BallsForm(DrawsForm):
    """The three digits, as one of two people read them."""

    field_of = {"not_three_digits": "balls"}

    balls = forms.RegexField(
        r"^[0-9]{3}$",
        label=gettext_lazy("The three digits, in the order in which they were drawn"),
        error_messages={"invalid": gettext_lazy("Type three digits, as on the balls.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "sam-code"}),
    )
    ceremony = _ceremony_field()
