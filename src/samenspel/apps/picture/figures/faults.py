"""Faults of files of figures and outlines in the language of the page, and refusals of a fetch as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from samenspel.engines.errors import EngineError, Fault, FaultsError
from samenspel.foundation.errors import Refusal

Words = Callable[[Fault], tuple[str, str]]

_WORDS: dict[str, Words] = {
    "no_rows": lambda _f: (_("The file holds no rows."), _("Give a file of key figures.")),
    "not_json": lambda _f: (_("This JSON file is damaged."), _("Download it again.")),
    "no_known_columns": lambda _f: (
        _("None of the columns is a key figure that we know."),
        _("Give the table ‘Kerncijfers wijken en buurten’ of CBS."),
    ),
    "region_unknown": lambda _f: (
        _("There is no region code in this row."),
        _("A code is GM with 4 characters, WK with 6 or BU with 8."),
    ),
    "region_twice": lambda _f: (_("A region stands in this file twice."), _("Keep one row for each region.")),
    "not_a_number": lambda _f: (_("This is no number."), _("Write a number, or a full stop where it is secret.")),
    "year_missing": lambda _f: (_("The file does not tell its year."), _("Fill in the year of the figures.")),
    "other_year": lambda _f: (_("The file is of another year than you filled in."), _("Leave the year empty.")),
    "not_geojson": lambda _f: (_("This is no GeoJSON file of outlines."), _outlines()),
    "no_outlines": lambda _f: (_("The file holds no outlines of neighbourhoods."), _outlines()),
    "code_missing": lambda _f: (_("This outline has no code such as WK001404."), _outlines()),
    "code_twice": lambda _f: (_("A code stands in this file twice."), _outlines()),
    "no_polygon": lambda _f: (_("This outline is no polygon."), _outlines()),
    "broken_ring": lambda _f: (_("The coordinates of this outline cannot be read."), _outlines()),
    "outside_country": lambda _f: (_("This outline does not lie in the Netherlands."), _outlines()),
}


def _outlines() -> str:
    return _("Give the outlines of CBS and Kadaster as GeoJSON, as PDOK does.")


def told(faults: Iterable[Fault]) -> list[Fault]:
    """The faults in words; one without words here keeps its English sentence."""
    found = []
    for fault in faults:
        words = _WORDS.get(fault.code)
        message, remedy = words(fault) if words else (fault.message, fault.remedy)
        # What stands in the cell tells more than that it is wrong.
        quoted = fault.message.split("'")[1] if fault.message.startswith("'") and "'" in fault.message[1:] else ""
        shown = f"‘{quoted}’: {message}" if quoted and words else message
        found.append(replace(fault, message=shown, remedy=remedy))
    return found


def refusal_of(error: EngineError) -> Exception:
    """What a job tells when a fetch is refused."""
    if isinstance(error, FaultsError):
        return FaultsError(told(error.faults))
    sentences = {
        "fetch_off": lambda: _("Fetching is off on this installation. Load a file instead."),
        "fetch_failed": lambda: (
            _("The other server did not answer as it should: %(why)s. Try again, or load a file.")
            % {"why": error.params.get("why", "")}
        ),
        "fetch_empty": lambda: _("The other server has nothing of this municipality in this year."),
        "table_unknown": lambda: _("We know no table of this year yet. Load a file instead."),
    }
    sentence = sentences.get(error.code)
    return Refusal(sentence(), code=error.code) if sentence else error


def file_is_gone() -> str:
    """When the file waited too long, or was loaded already."""
    return _("The file is no longer here. Send it again.")
