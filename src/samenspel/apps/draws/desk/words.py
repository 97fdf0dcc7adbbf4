"""Words of the keeper's desk: fields of the register, faults of files and targets, public numbers, answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.engines.errors import Fault

from ..presentation import feature_label, value_label

FIELDS = {
    "address": gettext_lazy("Address"),
    "birth_year": gettext_lazy("Year or date of birth"),
    "household": gettext_lazy("Household"),
    "sex": gettext_lazy("Sex"),
    "housing": gettext_lazy("Housing"),
    "area_part": gettext_lazy("Part of the neighbourhood"),
    "secrecy": gettext_lazy("Secrecy mark"),
    "opt_out": gettext_lazy("Does not want to be approached"),
}

Words = Callable[[Mapping[str, Any]], tuple[str, str]]


@dataclass(frozen=True)
class ToldFault:
    """A fault in the language of the page, as c-faults takes it."""

    row: int | None
    column: str | None
    message: str
    remedy: str


def told(faults: Iterable[Fault | Mapping[str, Any]]) -> list[ToldFault]:
    """Faults of engines in words; one that has no words here keeps the engine's own English ones."""
    return [
        _told(fault if isinstance(fault, Mapping) else {**fault.as_json(), "params": fault.params}) for fault in faults
    ]


def _told(fault: Mapping[str, Any]) -> ToldFault:
    words = _WORDS.get(str(fault.get("code")))
    params: Mapping[str, Any] = fault.get("params") or {}
    try:
        message, remedy = words(params) if words else (fault["message"], fault.get("remedy", ""))
    except (KeyError, TypeError):
        message, remedy = fault["message"], fault.get("remedy", "")
    column = fault.get("column")
    if column and fault.get("code") in _ABOUT_TARGETS:
        column = feature_label(column)
    return ToldFault(fault.get("row"), column, message, remedy)


def target_name(feature: str, value: str) -> str:
    """'Age: 16 to 30 years'."""
    return f"{feature_label(feature)}: {value_label(feature, value)}"


def numbers_shown(source: str) -> str:
    """The public numbers of a source ('balls:041'); of drand the round apart from its signature."""
    kind, _colon, rest = source.partition(":")
    if kind != "drand":
        return rest
    number, _colon, signature = rest.partition(":")
    return _("round %(round)s: %(signature)s") % {"round": number, "signature": signature}


def _clash(params: Mapping[str, Any]) -> tuple[str, str]:
    names = "; ".join(
        _("%(target)s (%(min)s to %(max)s)") % {"target": target_name(feature, value), "min": low, "max": high}
        for feature, value, low, high in params["clashing"]
    )
    message = _("No panel meets these targets together: %(names)s.") % {"names": names}
    if not names:
        message = _("No panel fills the seats at all with one person per household.")
    if not params["relaxation"]:
        return message, _("Find more people, or change these targets.")
    return message, _("Below you see the smallest change that makes a panel possible.")


# Faults whose column is a feature, not a header of a file.
_ABOUT_TARGETS = {"too_few_with_value", "quotas_above_seats", "quotas_below_seats"}

# Code of a fault → (what is wrong, how to mend it).
_WORDS: dict[str, Words] = {
    "citizen_numbers": lambda p: (
        _("Column ‘%(column)s’ holds citizen service numbers (BSN). These may not come in.") % p,
        _("Remove this column from the file and send it again. A draw never needs it."),
    ),
    "column_missing": lambda p: (
        _("No column is chosen for ‘%(field)s’.") % {"field": FIELDS.get(p["field"], p["field"])},
        _("Choose the column that holds it, or add it to the file."),
    ),
    "column_twice": lambda p: (
        _("Column ‘%(column)s’ is chosen twice.") % p,
        _("Choose another column for this field."),
    ),
    "no_such_column": lambda p: (
        _("There is no column ‘%(column)s’ in the file.") % p,
        _("Choose another column for this field."),
    ),
    "empty_cell": lambda p: (_("This cell is empty."), _("Fill it in, or leave the row out.")),
    "unknown_sex": lambda p: (_("We do not know this sex."), _("Write M, V or X, or man, vrouw or anders.")),
    "not_yes_or_no": lambda p: (_("This is neither yes nor no."), _("Write ja or nee.")),
    "text_too_long": lambda p: (_("This text is longer than 200 characters."), _("Shorten it.")),
    "not_a_number": lambda p: (_("This is no whole number."), _("Write digits only.")),
    "not_an_integer": lambda p: (_("This is no whole number."), _("Write digits only.")),
    "not_a_date": lambda p: (_("This is no date."), _("Write it as 31-12-1999, or the year alone.")),
    "out_of_range": lambda p: (_("This number cannot be right."), _("Check the number.")),
    "no_people": lambda p: (_("The file holds no people."), _("Send a file with a row for each person.")),
    "empty_file": lambda p: (_("The file is empty."), _("Send a file with column names in the first row.")),
    "empty_header": lambda p: (_("A column has no name."), _("Give every column a name in the first row.")),
    "duplicate_header": lambda p: (_("Two columns have the same name."), _("Give each column a name of its own.")),
    "not_a_table": lambda p: (
        _("This is no table that we can read."),
        _("Save it as CSV in UTF-8, or as an Excel file (.xlsx)."),
    ),
    "old_workbook": lambda p: (
        _("This is an old Excel file (.xls), or it has a password."),
        _("Save it as .xlsx without a password, or as CSV."),
    ),
    "damaged_workbook": lambda p: (
        _("This Excel file cannot be read."),
        _("Open it in a spreadsheet program and save it again."),
    ),
    "too_large": lambda p: (_("The file is too large."), _("Leave out columns that are not needed.")),
    "too_few_people": lambda p: (
        _("There are %(people)s people for %(seats)s seats.") % p,
        _("Wait for more people to say yes, or draw fewer seats."),
    ),
    "too_few_with_value": lambda p: (
        _("%(target)s needs %(min)s people. Only %(people)s said yes.")
        % {**p, "target": target_name(p["feature"], p["value"])},
        _("Find more of them, or lower the least number."),
    ),
    "quotas_above_seats": lambda p: (
        _("The least numbers of one feature add up to more than the seats."),
        _("Lower one of them."),
    ),
    "quotas_below_seats": lambda p: (
        _("The most numbers of one feature add up to less than the seats."),
        _("Raise one of them."),
    ),
    "quotas_clash": _clash,
}
