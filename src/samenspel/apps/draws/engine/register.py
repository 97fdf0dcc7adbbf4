"""A file from the population register: which columns, what each may hold, who is old enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from samenspel.engines.errors import EngineError, Fault, FaultsError
from samenspel.engines.tabular import parse_date, parse_integer, read_table
from samenspel.foundation.intake import ColumnSpec, apply_mapping, citizen_number_faults, propose_mapping

# Groningen's ordinance: residents of 16 and over.
AGE_MIN = 16
AGE_MAX = 120
TEXT_LENGTH_MAX = 200
# Lower bounds of the age bands; the last one is open.
AGE_BANDS = (16, 31, 51, 68)
STRATA = ("sex", "housing", "area_part")
# As many rows as it takes to see that the right column was chosen.
SAMPLE_ROWS = 3

_SEX = {
    "m": "man",
    "man": "man",
    "male": "man",
    "v": "vrouw",
    "f": "vrouw",
    "vrouw": "vrouw",
    "female": "vrouw",
    "x": "anders",
    "o": "anders",
    "anders": "anders",
    "onbekend": "anders",
}
# Digits are the register's own code for secrecy: 0 for none, 1 to 7 for the kinds of it.
_YES = {"ja", "j", "yes", "y", "true", "waar", "x", *"1234567"}
_NO = {"nee", "n", "no", "false", "onwaar", "-", "0"}


@dataclass(frozen=True)
class RegisterRow:
    """One person old enough to be drawn. `strata` holds the features that the file gave."""

    address: str
    household: str
    birth_year: int
    strata: Mapping[str, str]
    is_secret: bool
    opted_out: bool


@dataclass(frozen=True)
class RegisterPreview:
    """A register file before it is loaded.

    `proposed` is field → header as far as it is found; `samples` holds, per field in `proposed`, the first few
    values of its column. Of columns that no field uses nothing is shown.
    """

    columns: tuple[str, ...]
    row_count: int
    proposed: Mapping[str, str]
    samples: Mapping[str, tuple[str, ...]]


def register_columns(drawn_on: date) -> tuple[ColumnSpec, ...]:
    """The fields of a register file for a draw on this day."""
    birth_year = partial(_parse_birth_year, latest=drawn_on.year)
    return (
        ColumnSpec("address", synonyms=("adres", "verblijfadres", "adressleutel", "woonadres"), parse=_parse_text),
        ColumnSpec("birth_year", synonyms=("geboortejaar", "geboortedatum"), parse=birth_year),
        ColumnSpec("household", False, synonyms=("huishouden", "huishoudnummer", "huishoudsleutel"), parse=_parse_text),
        ColumnSpec("sex", False, synonyms=("geslacht", "geslachtsaanduiding", "gender"), parse=_parse_sex),
        ColumnSpec(
            "housing", False, synonyms=("woning", "woonsituatie", "eigendom", "huur of koop"), parse=_parse_text
        ),
        ColumnSpec("area_part", False, synonyms=("buurt", "buurtnaam", "deelgebied", "wijkdeel"), parse=_parse_text),
        ColumnSpec(
            "secrecy",
            False,
            synonyms=("geheim", "geheimhouding", "indicatie geheim", "verstrekkingsbeperking"),
            parse=_parse_flag,
        ),
        ColumnSpec("opt_out", False, synonyms=("niet benaderen", "afgemeld", "bezwaar"), parse=_parse_flag),
    )


def suggest_mapping(data: bytes, file_name: str, drawn_on: date) -> tuple[tuple[str, ...], dict[str, str]]:
    """(headers of the file, field → header as far as it is found). Raises FaultsError."""
    table = read_table(data, name=file_name)
    return table.columns, propose_mapping(table.columns, register_columns(drawn_on))


def preview_register(data: bytes, file_name: str, drawn_on: date) -> RegisterPreview:
    """A look at a file before it is loaded. Raises FaultsError for what is no table or holds citizen numbers."""
    table = read_table(data, name=file_name)
    if faults := citizen_number_faults(table):
        raise FaultsError(faults)
    proposed = propose_mapping(table.columns, register_columns(drawn_on))
    places = {field: table.columns.index(header) for field, header in proposed.items()}
    rows = table.rows[:SAMPLE_ROWS]
    return RegisterPreview(
        columns=table.columns,
        row_count=len(table.rows),
        proposed=proposed,
        samples={field: tuple(row[place] for row in rows) for field, place in places.items()},
    )


def read_register(
    data: bytes, file_name: str, mapping: Mapping[str, str] | None, drawn_on: date
) -> tuple[list[RegisterRow], int, int]:
    """(people of 16 and over, number of rows, number of people who are younger).

    A birth year tells the year in which someone turns 16: whoever does so in the year of the draw counts.
    Without a mapping the proposed one is used. Raises FaultsError with every fault.
    """
    table = read_table(data, name=file_name)
    specs = register_columns(drawn_on)
    chosen = dict(mapping) if mapping is not None else propose_mapping(table.columns, specs)
    rows = apply_mapping(table, specs, chosen)
    if not rows:
        raise FaultsError([Fault("no_people", "The file holds no people.", "Send a file with a row for each person.")])
    old_enough = [row.values for row in rows if drawn_on.year - row.values["birth_year"] >= AGE_MIN]
    return [_register_row(values) for values in old_enough], len(rows), len(rows) - len(old_enough)


def read_opt_outs(data: bytes, file_name: str, today: date) -> list[tuple[str, int]]:
    """(address, birth year) of everyone in a file of people who do not want to be approached.

    Raises FaultsError with every fault; a file with citizen service numbers is refused here too.
    """
    table = read_table(data, name=file_name)
    specs = tuple(spec for spec in register_columns(today) if spec.name in ("address", "birth_year"))
    rows = apply_mapping(table, specs, propose_mapping(table.columns, specs))
    return [(str(row.values["address"]), int(str(row.values["birth_year"]))) for row in rows]


def age_band(birth_year: int, on: date, bands: Sequence[int] = AGE_BANDS) -> str:
    """The band as '16-30', the last as '68+'. Raises EngineError under_age (age)."""
    age = on.year - birth_year
    if age < bands[0]:
        raise EngineError("under_age", age=age)
    place = max(i for i, lower in enumerate(bands) if age >= lower)
    return f"{bands[place]}+" if place + 1 == len(bands) else f"{bands[place]}-{bands[place + 1] - 1}"


def _register_row(values: Mapping[str, object]) -> RegisterRow:
    return RegisterRow(
        address=str(values["address"]),
        household=str(values["household"] or values["address"]),
        birth_year=int(str(values["birth_year"])),
        strata={name: str(values[name]) for name in STRATA if values[name]},
        is_secret=bool(values["secrecy"]),
        opted_out=bool(values["opt_out"]),
    )


def _parse_birth_year(text: str, *, latest: int, row: int | None = None, column: str | None = None) -> int:
    """A year, or a date of which only the year is kept."""
    # Eight digits or a separator: a date. The register writes an unknown month or day as 00.
    digits = text.replace("-", "").replace("/", "").replace(".", "")
    if len(digits) == 8 and digits.isdigit() and "0000" in (digits[4:], digits[:4]):
        text = digits[:4] if digits.endswith("0000") else digits[4:]
    elif len(text) > 4:
        text = str(parse_date(text, row=row, column=column).year)
    return parse_integer(text, row=row, column=column, minimum=latest - AGE_MAX, maximum=latest)


def _parse_text(text: str, *, row: int | None = None, column: str | None = None) -> str:
    if len(text) <= TEXT_LENGTH_MAX:
        return text
    message, remedy = f"This text is longer than {TEXT_LENGTH_MAX} characters.", "Shorten it."
    raise FaultsError([Fault("text_too_long", message, remedy, row=row, column=column)])


def _parse_sex(text: str, *, row: int | None = None, column: str | None = None) -> str:
    if value := _SEX.get(text.casefold()):
        return value
    remedy = "Write M, V or X, or man, vrouw or anders."
    raise FaultsError([Fault("unknown_sex", "This is no known sex.", remedy, row=row, column=column)])


def _parse_flag(text: str, *, row: int | None = None, column: str | None = None) -> bool:
    folded = text.casefold()
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise FaultsError(
        [Fault("not_yes_or_no", "This is neither yes nor no.", "Write ja or nee.", row=row, column=column)]
    )
