"""What administrators and area managers fill in about figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from . import faults
from .odata import TABLES
from .selectors import Choice
from .services import YEAR_FIRST, YEAR_LAST

Result = TypeVar("Result")
FILE_BYTES_MAX = 60_000_000


class FiguresForm(DeskForm):
    """A desk form that tells the faults of a file in the language of the page."""

    def call(self, service: Callable[..., Result], **arguments: Any) -> Result | None:
        result = super().call(service, **arguments)
        self.faults = faults.told(self.faults)
        return result


def _within(file: Any) -> Any:
    if file.size > FILE_BYTES_MAX:
        raise ValidationError(_("This file is larger than 60 megabytes."), code="file_too_large")
    return file


def _small_areas() -> forms.BooleanField:
    return forms.BooleanField(label=_("Also the smaller areas (buurten) of our own municipality"), required=False)


class UploadForm(FiguresForm):
    """A file of key figures."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("‘Kerncijfers wijken en buurten’ of CBS: CSV, Excel (.xlsx) or JSON."),
    )
    year = forms.IntegerField(
        label=_("Year of the figures"),
        help_text=_("Leave this empty if the file or its name tells the year."),
        min_value=YEAR_FIRST,
        max_value=YEAR_LAST,
        required=False,
        localize=False,
    )
    small_areas = _small_areas()

    def clean_file(self) -> Any:
        return _within(self.cleaned_data["file"])


class FetchForm(FiguresForm):
    """Which table to fetch, and of which regions."""

    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, choices=[(year, str(year)) for year in sorted(TABLES, reverse=True)]
    )
    regions = forms.ChoiceField(
        label=_("Of which places?"),
        choices=[
            ("own", _("Our own municipality and the Netherlands: quick")),
            ("all", _("All municipalities and neighbourhoods of the country: some minutes")),
        ],
        widget=forms.RadioSelect,
        initial="own",
    )
    small_areas = _small_areas()


class OutlinesForm(FiguresForm):
    """A GeoJSON file of outlines and where it comes from."""

    file = forms.FileField(
        label=_("The file"), help_text=_("GeoJSON of districts (wijken) or neighbourhoods (buurten), as PDOK gives it.")
    )
    source = forms.CharField(
        label=_("Source, as it stands under the map"), max_length=150, initial="CBS/Kadaster, CC BY 4.0"
    )

    def clean_file(self) -> Any:
        return _within(self.cleaned_data["file"])


class FetchOutlinesForm(FiguresForm):
    """Outlines of which year to fetch."""

    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, choices=[(year, str(year)) for year in sorted(TABLES, reverse=True)]
    )


class MunicipalityForm(FiguresForm):
    """Which municipality to set up."""

    code = forms.ChoiceField(label=_("Municipality"))

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, f"{one.name} ({one.code})" if one.name else one.code) for one in choices]


class JoinForm(FiguresForm):
    """What the municipality is called, which neighbourhoods take part, and what those are called."""

    municipality_name = forms.CharField(label=_("Name of the municipality"), max_length=100)

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        for one in choices:
            self.fields[f"join_{one.code}"] = forms.BooleanField(required=False)
            self.fields[f"name_{one.code}"] = forms.CharField(required=False, max_length=100, initial=one.name)
        self.dress()

    def rows(self) -> list[tuple[Choice, Any, Any]]:
        """(choice, tick, name) of each neighbourhood, for the template."""
        return [(one, self[f"join_{one.code}"], self[f"name_{one.code}"]) for one in self.choices]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = self.chosen()
        if not chosen:
            self.add_error(None, ValidationError(_("Choose at least one neighbourhood."), code="nothing_chosen"))
        elif not all(name.strip() for _code, name in chosen):
            missing = _("Give everything that you chose a name.")
            self.add_error(None, ValidationError(missing, code="name_missing"))
        return given

    def chosen(self) -> list[tuple[str, str]]:
        """(code, name) of what was ticked and does not take part yet."""
        return [
            (one.code, self.cleaned_data.get(f"name_{one.code}") or one.name)
            for one in self.choices
            if not one.takes_part and self.cleaned_data.get(f"join_{one.code}")
        ]
