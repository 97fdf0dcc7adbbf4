"""Reads key figures of districts and neighbourhoods (Kerncijfers wijken en buurten) of Statistics Netherlands.

The codes are text ('GM0014', 'WK0363AA'), padded with spaces in OData and able to hold letters. A column's suffix
('AantalInwoners_5') shifts every year, so columns are matched on their base name. '.' means secret or unknown, an
empty cell impossible; neither becomes a zero. Four shapes are read: OData's JSON, JSON by region code, the tables
that StatLine gives (CSV), and the yearly spreadsheet with short names (xlsx or CSV).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from samenspel.engines.errors import Fault, FaultsError

from .. import engine
from .topic import Topic
from .topics import TOPICS

REGION = re.compile(r"(NL\w{2}|GM\w{4}|WK\w{6}|BU\w{8})", re.ASCII)
COUNTRY = "NL00"
# What the database keeps: sixteen digits, four of them behind the point.
VALUE_MAX = Decimal(10) ** 12
FOUR_PLACES = Decimal("0.0001")
# How many municipalities there were on 1 January: with all of them at hand their sum is the country's.
MUNICIPALITIES = {2018: 380, 2019: 355, 2020: 355, 2021: 352, 2022: 345, 2023: 342, 2024: 342, 2025: 342}
ADDED_UP = ("number", "ha")

_REGION_COLUMNS = ("gwb_code_10", "wijkenenbuurten", "codering", "regioaanduiding", "statcode", "gwb_code")
_NAME_COLUMNS = ("regio", "statnaam", "naam", "title", "wijkenenbuurten")
_MUNICIPALITY_COLUMNS = ("gm_naam", "gemeentenaam")
_CHANGE_COLUMNS = ("ind_wbz", "indelingswijziginggemeentewijkbuurt")
# Of no use here, but no surprise either.
_PLAIN_COLUMNS = ("gwb_code_8", "recs", "soortregio", "id")
_KNOWN_COLUMNS = {*_REGION_COLUMNS, *_NAME_COLUMNS, *_MUNICIPALITY_COLUMNS, *_CHANGE_COLUMNS, *_PLAIN_COLUMNS}
_TOPIC_OF_BASE = {column: topic for topic in TOPICS for column in topic.columns}
_TOPIC_OF_SHORT = {column: topic for topic in TOPICS for column in topic.short_columns}


@dataclass(frozen=True)
class RegionRecord:
    """One region as read: its topics with a value (None: secret or unknown), and those left empty (impossible)."""

    code: str
    name: str
    municipality_name: str
    # '1', '2' or '3' as the source says (see `picture.Region`), or '' where it does not.
    change: str
    values: tuple[tuple[str, Decimal | None], ...]
    empty: tuple[str, ...] = ()
    # True for the country as the sum of all its municipalities, where the file has no country of its own.
    is_sum: bool = False


@dataclass(frozen=True)
class FigureFile:
    """A file of key figures as read. `year` and `table` (its identifier) are empty where the file does not tell."""

    records: tuple[RegionRecord, ...]
    topics: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    left_out: int = 0
    year: int | None = None
    table: str = ""

    @property
    def figures_count(self) -> int:
        """How many figures there are, the secret ones included."""
        return sum(len(record.values) for record in self.records)


@dataclass(frozen=True)
class Document:
    """Records of a file, by row number, with what else the file tells."""

    records: Sequence[tuple[int, Mapping[str, Any]]]
    names: Mapping[str, str]
    year: int | None = None
    table: str = ""


def is_everything(_code: str) -> bool:
    """The choice of regions that leaves nothing out."""
    return True


def base_name(column: str) -> str:
    """A column without its path, unit, yearly suffix and punctuation, in lower case.

    'AantalInwoners_5', 'Bevolking/Aantal inwoners (aantal)' → 'aantalinwoners'; 'k_0Tot15Jaar_8' → '0tot15jaar'.
    """
    last = re.sub(r"\s*\([^()]*\)\s*$", "", column.strip()) if "/" in column else column.strip()
    bare = re.sub(r"^k_|_\d+$", "", last.rsplit("/", 1)[-1])
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain)


def read_figures(data: bytes, *, name: str, wanted: Callable[[str], bool] = is_everything) -> FigureFile:
    """Everything in a file about the regions that are `wanted`.

    Raises FaultsError with the row and column of all that cannot be read; nothing is half read.
    """
    document = _document(data, name)
    if not document.records:
        raise FaultsError([_fault("no_rows", "The file holds no rows.", "Give a file of key figures.")])
    plans: dict[tuple[str, ...], Plan] = {}
    faults: list[Fault] = []
    found: list[RegionRecord] = []
    left_out = 0
    for number, record in document.records:
        columns = tuple(record)
        plan = plans.get(columns) or plans.setdefault(columns, plan_of(columns))
        code = _code(number, record, plan, faults)
        if code and not wanted(code):
            left_out += 1
        elif code:
            found.append(_record(number, code, record, plan, document.names, faults))
    topics = tuple(dict.fromkeys(topic.key for plan in plans.values() for _column, topic in plan.topics))
    if not topics:
        remedy = "Give the table 'Kerncijfers wijken en buurten'; its columns start with AantalInwoners."
        raise FaultsError([_fault("no_known_columns", "None of the columns is a key figure that we know.", remedy)])
    faults += _twice(found)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    unknown = tuple(dict.fromkeys(column for plan in plans.values() for column in plan.unknown))
    return FigureFile(tuple(found), topics, unknown, left_out, document.year, document.table)


@dataclass(frozen=True)
class Plan:
    """Which column of a table holds what."""

    regions: tuple[str, ...]
    names: tuple[str, ...]
    municipalities: tuple[str, ...]
    changes: tuple[str, ...]
    topics: tuple[tuple[str, Topic], ...]
    unknown: tuple[str, ...]


def plan_of(columns: Sequence[str]) -> Plan:
    """Find the topics among the columns.

    A base name that stands for several columns ('Nederland': of origin, and born there) is only trusted when all of
    them are there, in the order of the source; else nobody can tell which one this is, and it stays unknown.
    """
    by_base: dict[str, list[str]] = {}
    for column in columns:
        by_base.setdefault(base_name(column), []).append(column)
    topics, unknown = [], []
    for column in columns:
        base = base_name(column)
        topic = _TOPIC_OF_SHORT.get(column.strip().lower()) or _TOPIC_OF_BASE.get(base)
        is_short = column.strip().lower() in _TOPIC_OF_SHORT
        if topic and (is_short or _is_occurrence(topic, column, by_base[base])):
            topics.append((column, topic))
        elif (not topic and not {base, column.strip().lower()} & _KNOWN_COLUMNS) or (
            topic and len(by_base[base]) != topic.occurrence[1]
        ):
            unknown.append(column)

    def named(wanted: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            column for one in wanted for column in columns if one in (column.strip().lower(), base_name(column))
        )

    return Plan(
        named(_REGION_COLUMNS),
        named(_NAME_COLUMNS),
        named(_MUNICIPALITY_COLUMNS),
        named(_CHANGE_COLUMNS),
        tuple(topics),
        tuple(unknown),
    )


def _is_occurrence(topic: Topic, column: str, same: Sequence[str]) -> bool:
    which, how_many = topic.occurrence
    return len(same) == how_many and same[which - 1] == column


def _code(number: int, record: Mapping[str, Any], plan: Plan, faults: list[Fault]) -> str:
    texts = [_text(record[column]) for column in plan.regions]
    code = next((text for text in texts if REGION.fullmatch(text)), "")
    if not code:
        shown = next((text for text in texts if text), "")
        remedy = "A code is GM with 4 characters, WK with 6 or BU with 8, as text."
        faults.append(
            _fault("region_unknown", f"'{shown}' is no region code.", remedy, number, (*plan.regions, "Codering")[0])
        )
    return code


def _record(
    number: int, code: str, record: Mapping[str, Any], plan: Plan, names: Mapping[str, str], faults: list[Fault]
) -> RegionRecord:
    values: list[tuple[str, Decimal | None]] = []
    empty = []
    for column, topic in plan.topics:
        text = _text(record[column])
        if text == "":
            empty.append(topic.key)
            continue
        try:
            values.append((topic.key, None if text == "." else number_of(text)))
        except InvalidOperation:
            remedy = "Write a number, or a full stop where it is secret."
            faults.append(_fault("not_a_number", f"'{text}' is not a number.", remedy, number, column))
    own = next((_text(record[c]) for c in plan.names if not REGION.fullmatch(_text(record[c]) or code)), "")
    change = next((_text(record[c]) for c in plan.changes), "")
    return RegionRecord(
        code,
        (names.get(code) or own)[:120],
        next((_text(record[c]) for c in plan.municipalities), "")[:120],
        change if change in ("1", "2", "3") else "",
        tuple(values),
        tuple(empty),
    )


def number_of(text: str) -> Decimal:
    """The number that is written, with a point or a comma; raises InvalidOperation for anything else."""
    value = Decimal(text.replace(",", "."))
    if not value.is_finite() or abs(value) >= VALUE_MAX:
        raise InvalidOperation
    return value.quantize(FOUR_PLACES).normalize() + 0


def _text(raw: Any) -> str:
    """A cell as text; what JSON writes as null and a spreadsheet as 'NaN' is an empty cell."""
    text = "" if raw is None or isinstance(raw, list | dict | bool) else str(raw).strip()
    return "" if text.lower() == "nan" else text


def _twice(records: Sequence[RegionRecord]) -> list[Fault]:
    counted = Counter(record.code for record in records)
    return [
        _fault("region_twice", f"{code} stands in {count} rows.", "Keep one row for each region.")
        for code, count in counted.items()
        if count > 1
    ]


def _document(data: bytes, name: str) -> Document:
    if data.lstrip()[:1] not in (b"{", b"["):
        return Document(list(engine.table_records(data, name)), {})
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FaultsError(
            [_fault("not_json", f"The file is not valid JSON: {error}.", "Download the file again.")]
        ) from error
    names: Mapping[str, str] = {}
    year, table = None, ""
    if isinstance(document, dict) and isinstance(document.get("value"), list):
        year, table = table_facts(document.get("TableInfos"))
        names = region_names(document.get("WijkenEnBuurten"))
        document = document["value"]
    if isinstance(document, list):
        numbered = [(number, one) for number, one in enumerate(document, start=1) if isinstance(one, dict)]
        return Document(numbered, names, year, table)
    by_code = enumerate(document.items(), start=1)
    return Document(
        [(number, {"WijkenEnBuurten": code, **one}) for number, (code, one) in by_code if isinstance(one, dict)], {}
    )


def table_facts(infos: Any) -> tuple[int | None, str]:
    """(year, identifier) as a table's own TableInfos tells; (None, '') where it does not."""
    if isinstance(infos, dict):
        infos = infos.get("value")
    first = infos[0] if isinstance(infos, list) and infos and isinstance(infos[0], dict) else {}
    for field in ("Period", "Title", "ShortTitle"):
        if found := re.search(r"(?<!\d)(20\d\d)(?!\d)", str(first.get(field) or "")):
            return int(found[1]), str(first.get("Identifier") or "")
    return None, str(first.get("Identifier") or "")


def region_names(rows: Any) -> dict[str, str]:
    """Code → name, of the list of regions that goes with a table."""
    return {
        _text(row.get("Key")): _text(row.get("Title")) for row in rows or () if isinstance(row, dict) and row.get("Key")
    }


def year_in(name: str) -> int | None:
    """The one year that a file's name tells, or None."""
    found = set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", name))
    return int(found.pop()) if len(found) == 1 else None


def with_country(file: FigureFile, year: int) -> FigureFile:
    """The file with the country as the sum of all municipalities, if it has all of them and no country of its own."""
    towns = [record for record in file.records if record.code.startswith("GM")]
    if len(towns) != MUNICIPALITIES.get(year) or any(record.code == COUNTRY for record in file.records):
        return file
    sums: dict[str, Decimal] = {}
    for topic in TOPICS:
        if topic.unit not in ADDED_UP:
            continue
        values = [value for town in towns for key, value in town.values if key == topic.key and value is not None]
        if len(values) == len(towns):
            sums[topic.key] = sum(values, Decimal(0))
    if sums.get("inhabitants") and sums.get("area_land"):
        # A square kilometre is a hundred hectares.
        sums["density"] = (sums["inhabitants"] * 100 / sums["area_land"]).quantize(Decimal(1))
    country = RegionRecord(COUNTRY, "Nederland", "", "1", tuple(sums.items()), is_sum=True)
    return replace(file, records=(country, *file.records)) if sums else file


def _fault(code: str, message: str, remedy: str, row: int | None = None, column: str | None = None) -> Fault:
    return Fault(code, message, remedy, row=row, column=column)
