"""Writes of figures: from a file or a fetch into the database, and the regions that they tell of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from samenspel.apps.accounts.selectors import has_any_role
from samenspel.apps.accounts.services import grant_role
from samenspel.apps.places.selectors import all_municipalities, neighbourhoods_of
from samenspel.apps.places.services import OutlinesSaved, save_municipality, save_neighbourhood, save_outlines
from samenspel.apps.trail.services import record_act
from samenspel.engines.errors import Fault, FaultsError
from samenspel.foundation.errors import Outsider, Refusal

from ..models import Figure, FigureImport, Region
from . import odata, reading, shipped
from .topics import TOPIC_OF_KEY

KEEPERS = ("administrator", "area_manager")
REGIONS_AT_ONCE = 200
ROWS_AT_ONCE = 1000
YEAR_FIRST, YEAR_LAST = 2000, 2100
SOURCE = "CBS, Kerncijfers wijken en buurten {year}{table}, CC BY 4.0"
Progress = Callable[[str, int, int], None]
STEP = gettext_noop("Loading figures")


@dataclass(frozen=True)
class FiguresImported:
    """What an import did. `changed` counts new, changed and removed figures; `left_out` regions not wanted."""

    year: int
    source: str
    regions: int
    read: int
    changed: int
    left_out: int = 0
    unknown_columns: tuple[str, ...] = ()


@transaction.atomic
def import_figures(
    *,
    data: bytes,
    name: str,
    year: int | None = None,
    source: str = "",
    wanted: Callable[[str], bool] = reading.is_everything,
    progress: Progress | None = None,
) -> FiguresImported:
    """Load a file of key figures, all or nothing; a second run of the same file changes nothing.

    The year is the table's own, else the one given, else the one in the file's name. Raises FaultsError with row
    and column of everything that cannot be read, 'year_missing' or 'other_year'.
    """
    file = reading.read_figures(data, name=name, wanted=wanted)
    year = _year(file, year, name)
    source = source or SOURCE.format(year=year, table=f" ({file.table})" if file.table else "")
    file = reading.with_country(file, year) if wanted(reading.COUNTRY) else file
    changed = _store(file.records, year=year, source=source, progress=progress)
    return FiguresImported(
        year, source, len(file.records), file.figures_count, changed, file.left_out, file.unknown_columns
    )


def check_file(*, data: bytes, name: str, year: int | None = None) -> int:
    """The year of a file that can be loaded whole. Raises FaultsError as `import_figures`; writes nothing."""
    return _year(reading.read_figures(data, name=name), year, name)


def _year(file: reading.FigureFile, given: int | None, name: str) -> int:
    if file.year and given and file.year != given:
        message = f"The table is of {file.year}, not of {given}."
        raise FaultsError([Fault("other_year", message, "Leave the year out, or give the right file.")])
    year = file.year or given or reading.year_in(name)
    if year is None or not YEAR_FIRST <= year <= YEAR_LAST:
        message = "The file does not tell its year."
        raise FaultsError([Fault("year_missing", message, "Say which year the figures are of.")])
    return year


def _store(records: Sequence[reading.RegionRecord], *, year: int, source: str, progress: Progress | None = None) -> int:
    """Write what differs, some hundreds of regions at a time, so that a whole country needs little memory."""
    changed = 0
    for start in range(0, len(records), REGIONS_AT_ONCE):
        batch = records[start : start + REGIONS_AT_ONCE]
        changed += _store_batch(batch, year=year, source=source)
        _store_regions(batch, year=year)
        if progress:
            progress(STEP, start + len(batch), len(records))
    return changed


def _store_batch(batch: Sequence[reading.RegionRecord], *, year: int, source: str) -> int:
    codes = [record.code for record in batch]
    rows = Figure.objects.filter(year=year, region_code__in=codes)
    known = {
        (code, topic): (pk, value, unit, told)
        for pk, code, topic, value, unit, told in rows.values_list(
            "pk", "region_code", "topic", "value", "unit", "source"
        )
    }
    fresh = []
    for record in batch:
        told = f"{source}; optelling van alle gemeenten"[:120] if record.is_sum else source[:120]
        for topic, value in record.values:
            unit = TOPIC_OF_KEY[topic].unit
            before = known.get((record.code, topic))
            if before is None or before[1:] != (value, unit, told):
                fresh.append(
                    Figure(region_code=record.code, year=year, topic=topic, value=value, unit=unit, source=told)
                )
    for part in _parts(fresh):
        Figure.objects.bulk_create(
            part,
            update_conflicts=True,
            unique_fields=["region_code", "year", "topic"],
            update_fields=["value", "unit", "source"],
        )
    # What the source emptied is no longer a figure.
    gone = [known[record.code, topic][0] for record in batch for topic in record.empty if (record.code, topic) in known]
    if gone:
        Figure.objects.filter(pk__in=gone).delete()
    return len(fresh) + len(gone)


def _parts(rows: list[Figure]) -> Iterator[list[Figure]]:
    return (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))


def _store_regions(batch: Sequence[reading.RegionRecord], *, year: int) -> None:
    """Keep names and changes; a file without names never empties the ones that are known."""
    codes = [record.code for record in batch]
    known = {row.region_code: row for row in Region.objects.filter(year=year, region_code__in=codes)}
    fresh = []
    for record in batch:
        before = known.get(record.code)
        row = Region(
            region_code=record.code,
            year=year,
            name=record.name or (before.name if before else ""),
            municipality_name=record.municipality_name or (before.municipality_name if before else ""),
            change=record.change or (before.change if before else ""),
        )
        if before is None or _facts(before) != _facts(row):
            fresh.append(row)
    if fresh:
        Region.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["region_code", "year"],
            update_fields=["name", "municipality_name", "change"],
        )


def _facts(region: Region) -> tuple[str, str, str]:
    return region.name, region.municipality_name, region.change


@transaction.atomic
def load_figures(
    *,
    neighbourhood: Any,
    data: bytes,
    name: str,
    by: Any,
    year: int | None = None,
    is_fetched: bool = False,
    small_areas: bool = False,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> FigureImport:
    """Load a file from the workspace, and tell so on the public log.

    What other municipalities on this installation show stays as it is. The smallest areas (BU) are taken for the
    own municipality alone, and only if asked. Refuses with 'not_keeper'; raises FaultsError as `import_figures`.
    """
    municipality = neighbourhood.municipality
    _require_keeper(by, neighbourhood)
    done = import_figures(
        data=data,
        name=name,
        year=year,
        wanted=_of_others_untouched(municipality, small_areas=small_areas),
        progress=progress,
    )
    made = FigureImport.objects.create(
        municipality=municipality,
        year=done.year,
        source=done.source[:120],
        file_name="" if is_fetched else name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        regions_count=done.regions,
        read_count=done.read,
        changed_count=done.changed,
        left_out_count=done.left_out,
        loaded_by=by,
        loaded_at=at or timezone.now(),
    )
    record_act(
        municipality=municipality,
        kind="figures.loaded",
        subject_kind="figures",
        subject_id=made.public_id,
        payload={
            "year": made.year,
            "source": made.source,
            "digest": made.digest,
            "regions": made.regions_count,
            "changed": made.changed_count,
        },
        at=made.loaded_at,
    )
    return made


def _of_others_untouched(municipality: Any, *, small_areas: bool) -> Callable[[str], bool]:
    """The regions that someone of this municipality may load: not those of others on the same installation."""
    own = municipality.cbs_code[2:]
    others = {town.cbs_code[2:] for town in all_municipalities().exclude(pk=municipality.pk)}

    def is_wanted(code: str) -> bool:
        if code.startswith("BU") and not (small_areas and code[2:6] == own):
            return False
        return code[2:6] not in others

    return is_wanted


def _require_keeper(by: Any, neighbourhood: Any) -> None:
    if not has_any_role(by, KEEPERS, municipality=neighbourhood.municipality, neighbourhood=neighbourhood):
        raise Outsider(_("Only an administrator or area manager loads figures."), code="not_keeper")


@transaction.atomic
def load_outlines(
    *, neighbourhood: Any, data: bytes, source: str, by: Any, at: datetime | None = None
) -> OutlinesSaved:
    """Give the neighbourhoods of the own municipality their outlines, and tell so on the public log.

    Refuses with 'not_keeper'; raises FaultsError as `places.read_outlines`.
    """
    _require_keeper(by, neighbourhood)
    municipality = neighbourhood.municipality
    own = set(neighbourhoods_of(municipality).values_list("cbs_code", flat=True))
    done = save_outlines(data=data, source=source, wanted=own.__contains__)
    if done.changed:
        record_act(
            municipality=municipality,
            kind="outlines.loaded",
            subject_kind="municipality",
            subject_id=municipality.public_id,
            payload={"source": source, "changed": done.changed, "digest": hashlib.sha256(data).hexdigest()},
            at=at,
        )
    return done


def fetch_figures(
    *, base: str, year: int, table: str = "", regions: str = "", told: odata.Told = lambda _count: None
) -> dict[str, Any]:
    """Fetch a table of key figures as one JSON document; stores nothing. Raises EngineError as `odata.fetch_table`."""
    if table:
        return odata.fetch_table(base, table, regions=regions, told=told)
    return odata.fetch_year(base, year, regions=regions, told=told)


@dataclass(frozen=True)
class Chosen:
    """A neighbourhood that is to take part: its code, and what it is called."""

    cbs_code: str
    name: str


@transaction.atomic
def set_up_neighbourhoods(
    *,
    municipality_code: str,
    municipality_name: str,
    chosen: Sequence[Chosen],
    by: Any,
    neighbourhood: Any,
    at: datetime | None = None,
) -> list[Any]:
    """Let neighbourhoods of a municipality take part; who does it becomes administrator there.

    `neighbourhood` is where `by` is at the desk as administrator. A municipality that is on this installation
    already is set up further by its own administrators alone. Refuses with 'not_administrator', 'name_missing',
    'nothing_chosen', 'region_unknown' (no figures of it).
    """
    if not has_any_role(by, ("administrator",), municipality=neighbourhood.municipality, neighbourhood=neighbourhood):
        raise Outsider(_("Only an administrator sets up neighbourhoods."), code="not_administrator")
    if not chosen:
        raise Refusal(_("Choose at least one neighbourhood."), code="nothing_chosen")
    if not municipality_name.strip() or not all(one.name.strip() for one in chosen):
        raise Refusal(_("Give everything that you chose a name."), code="name_missing")
    known = set(
        Region.objects.filter(region_code__in=[municipality_code, *(one.cbs_code for one in chosen)]).values_list(
            "region_code", flat=True
        )
    )
    if not {municipality_code, *(one.cbs_code for one in chosen)} <= known or any(
        one.cbs_code[2:6] != municipality_code[2:] for one in chosen
    ):
        raise Refusal(_("Load the figures of this municipality first."), code="region_unknown")
    town = _municipality(municipality_code, municipality_name, by=by, neighbourhood=neighbourhood)
    before = set(neighbourhoods_of(town).filter(takes_part=True).values_list("cbs_code", flat=True))
    made = []
    for one in chosen:
        if one.cbs_code in before:
            continue
        where = save_neighbourhood(
            municipality=town, cbs_code=one.cbs_code, name=one.name.strip()[:100], takes_part=True
        )
        grant_role(person=by, role="administrator", municipality=town, neighbourhood=where, granted_by=by)
        record_act(
            municipality=town,
            kind="neighbourhood.joined",
            subject_kind="neighbourhood",
            subject_id=where.public_id,
            payload={"name": where.name, "code": where.cbs_code},
            neighbourhood=where.public_id,
            at=at,
        )
        made.append(where)
    return made


def _municipality(code: str, name: str, *, by: Any, neighbourhood: Any) -> Any:
    own = neighbourhood.municipality
    there = all_municipalities().filter(cbs_code=code).first()
    if there is None:
        return save_municipality(cbs_code=code, name=name.strip()[:100], is_demonstration=own.is_demonstration)
    if there.pk != own.pk and not _is_administrator_in(there, by):
        raise Outsider(
            _("This municipality has administrators of its own. They set up its neighbourhoods."),
            code="not_administrator",
        )
    return there


def _is_administrator_in(town: Any, by: Any) -> bool:
    """True for who is administrator of the whole municipality, or of any neighbourhood of it that takes part."""
    return has_any_role(by, ("administrator",), municipality=town) or any(
        has_any_role(by, ("administrator",), municipality=town, neighbourhood=where)
        for where in neighbourhoods_of(town).filter(takes_part=True)
    )


@transaction.atomic
def load_groningen(*, is_demonstration: bool = False) -> Any:
    """Load Groningen with its twenty neighbourhoods, their figures and coarse outlines, from the project's own file.

    Returns the municipality. A second run changes nothing.
    """
    facts = shipped.groningen()
    municipality = save_municipality(
        cbs_code=facts["municipality"]["code"],
        name=facts["municipality"]["name"],
        is_demonstration=is_demonstration,
    )
    records = [
        reading.RegionRecord(
            region["code"],
            region["name"],
            "" if region["code"].startswith("NL") else municipality.name,
            "",
            tuple(
                (topic, Decimal(value))
                for topic, value in zip(facts["columns"], region["figures"], strict=True)
                if value is not None
            ),
            is_sum="note" in region,
        )
        for region in (facts["country"], facts["municipality"], *facts["neighbourhoods"])
    ]
    for region in facts["neighbourhoods"]:
        save_neighbourhood(
            municipality=municipality,
            cbs_code=region["code"],
            name=region["name"],
            outline=region["outline"],
            outline_source=facts["outline_source"],
        )
    _store(records, year=facts["year"], source=facts["source"])
    return municipality
