"""What every form on the site shares: the look's widgets, and refusals of services as errors of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from samenspel.engines.errors import EngineError, FaultsError

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


class DeskForm(forms.Form):
    """A form whose widgets carry the look's classes, and that can call a service.

    `field_of` tells under which field a refusal's code belongs; other refusals stand above the form.
    """

    field_of: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            kind = next(
                (c for w, c in _CLASSES.items() if type(widget) is w), "utrecht-textbox utrecht-textbox--html-input"
            )
            if kind:
                widget.attrs["class"] = f"{widget.attrs.get('class', '')} {kind}".strip()
        # The faults of a file, each with row and column, for `c-faults`.
        self.faults: list[Any] = []

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
