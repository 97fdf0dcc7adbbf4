"""What every form on the site shares: the look's widgets, and refusals of services as errors of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.engines.errors import EngineError, FaultsError
from samenspel.engines.tabular import parse_cents

from .faults import sentence_of

Result = TypeVar("Result")

_CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "utrecht-textarea utrecht-textarea--html-textarea",
    forms.Select: "utrecht-select utrecht-select--html-select",
    forms.CheckboxInput: "sam-vinkje",
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
    forms.ClearableFileInput: "sam-bestand",
    forms.FileInput: "sam-bestand",
}


class EurosField(forms.CharField):
    """An amount in euros as people write it ('1.234,56', '1500'); its value is integer cents."""

    def __init__(self, *, minimum_cents: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.minimum_cents = minimum_cents

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_cents(text, minimum=self.minimum_cents)
        except FaultsError as error:
            raise ValidationError(_EUROS.get(error.faults[0].code, _EUROS["not_an_amount"])) from error


_EUROS = {
    "not_an_amount": _("Write an amount in euros, for example 1500 or 1500,50."),
    "ambiguous_amount": _("This could be thousands or cents. Write 1500 or 1500,00."),
    "out_of_range": _("This amount is too low."),
}


class DayField(forms.DateField):
    """A day, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class LinesField(forms.CharField):
    """One thing a line; its value is the list of lines that are not empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def start_of(day: date) -> datetime:
    """The moment a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The last minute of a day here: what is open 'until and with' a day closes then."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


class DeskForm(forms.Form):
    """A form whose widgets carry the look's classes, and that can call a service.

    `field_of` tells under which field a refusal's code belongs; other refusals stand above the form.
    """

    field_of: Mapping[str, str] = {}
    # The label says what is not required; an empty field must not look wrong before anything was sent.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The faults of a file, each with row and column, for `c-faults`.
        self.faults: list[Any] = []
        self.dress()

    def dress(self) -> None:
        """Give every widget its class; call it again after adding fields."""
        for field in self.fields.values():
            worn = field.widget.attrs.get("class", "").split()
            wanted = _CLASSES.get(type(field.widget), "utrecht-textbox utrecht-textbox--html-input").split()
            if classes := [*worn, *(name for name in wanted if name not in worn)]:
                field.widget.attrs["class"] = " ".join(classes)

    def call(self, service: Callable[..., Result], **arguments: Any) -> Result | None:
        """The service's result, or None with the refusal as an error of this form."""
        try:
            return service(**arguments)
        except FaultsError as error:
            self.faults = list(error.faults)
            self.add_error(None, sentence_of(error))
        except EngineError as error:
            self.add_error(None, sentence_of(error))
        except ValidationError as refusal:
            field = self.field_of.get(str(getattr(refusal, "code", "")))
            self.add_error(field if field in self.fields else None, refusal)
        return None
