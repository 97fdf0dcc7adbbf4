"""The figures of a neighbourhood, in groups, beside the municipality and the country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...models import Region
from .. import comparing, presentation, words
from ..topic import Topic
from ..topics import GROUPS, TOPIC_OF_KEY, topics_of
from .rows import Cell, Place, Table, places_of

# Groups that are drawn as people or homes of every hundred, when all their parts are known.
OF_A_HUNDRED = {
    "age": ("age_0_to_15", "age_15_to_25", "age_25_to_45", "age_45_to_65", "age_65_and_over"),
    "origin": ("origin_netherlands", "origin_europe", "origin_outside_europe"),
    "households": ("households_single", "households_without_children", "households_with_children"),
}


@dataclass(frozen=True)
class Row:
    """One topic beside the municipality and the country, in the newest year that the neighbourhood has it."""

    topic: Topic
    year: int
    own: Cell
    municipality: Cell
    country: Cell
    finding: str


@dataclass(frozen=True)
class Group:
    """Topics that belong together: the finding, a picture, a table, and what the reader must know."""

    key: str
    label: str
    title: str
    finding: str
    picture: SafeString | None
    # True for lines over the years, which need a legend.
    is_lines: bool
    caption: str
    rows: tuple[Row, ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class FiguresPage:
    """The figures of a neighbourhood. `years` are those of which anything is loaded, the newest last."""

    own: Place
    municipality: Place
    country: Place
    title: str
    lead: str
    groups: tuple[Group, ...]
    years: tuple[int, ...]
    notes: tuple[str, ...]


def figures_page(where: Any) -> FiguresPage | None:
    """Everything that the page of figures shows; None where nothing is loaded of this neighbourhood."""
    own, town, country = places_of(where)
    table = Table((own.code, town.code, country.code))
    if own.code not in table.values:
        return None
    drafts = [draft for key in GROUPS if (draft := _draft(key, table, own, town, country))]
    near = _neighbours(where, [draft.head for draft in drafts if draft.head])
    groups = tuple(_group(draft, table, own, town, country, near) for draft in drafts)
    years = tuple(sorted(table.values[own.code]))
    title, lead = presentation.opening(table, own, town, years[-1])
    return FiguresPage(own, town, country, title, lead, groups, years, notes_on(own, town, years))


@dataclass(frozen=True)
class _Draft:
    """A group before its picture: its rows, and the row that makes its heading."""

    key: str
    rows: tuple[Row, ...]
    head: Row | None


def _draft(key: str, table: Table, own: Place, town: Place, country: Place) -> _Draft | None:
    rows = tuple(row for topic in topics_of(key) if (row := _row(topic, table, own, town, country)))
    return _Draft(key, rows, _headline_topic(rows, table, own, town)) if rows else None


def _neighbours(where: Any, heads: Sequence[Row]) -> Table:
    """What the pictures need of the other neighbourhoods: the topics of the headings, in their years."""
    years = {row.year for row in heads}
    topics = {key for row in heads for key in (row.topic.key, *row.topic.base)}
    return Table(sibling_codes(where, years), topics=topics, years=years)


def sibling_codes(where: Any, years: Iterable[int]) -> list[str]:
    """Codes of the same kind in the same municipality, of these years, without the own."""
    start = where.cbs_code[:2] + where.municipality.cbs_code[2:]
    rows = Region.objects.filter(region_code__startswith=start, year__in=tuple(years))
    return sorted(set(rows.values_list("region_code", flat=True)) - {where.cbs_code})


def _group(draft: _Draft, table: Table, own: Place, town: Place, country: Place, near: Table) -> Group:
    key, rows, head = draft.key, draft.rows, draft.head
    finding = ""
    if head:
        measures = [table.measure(head.topic, place.code, head.year) for place in (own, town)]
        finding = words.headline(head.topic, *measures, place=town.name)
    picture, caption, is_lines = _picture(key, rows, head, table, near, own, town, country)
    return Group(
        key=key,
        label=str(GROUPS[key]),
        title=finding or str(GROUPS[key]),
        finding=head.finding if head else "",
        picture=picture,
        is_lines=is_lines,
        caption=caption,
        rows=rows,
        caveats=tuple(dict.fromkeys(str(row.topic.caveat) for row in rows if row.topic.caveat)),
        sources=tuple(dict.fromkeys(table.sources[own.code, row.year, row.topic.key] for row in rows)),
    )


def _row(topic: Topic, table: Table, own: Place, town: Place, country: Place) -> Row | None:
    year = table.newest(topic, own.code)
    if year is None:
        return None
    cells = [cell_of(topic, table, place.code, year) for place in (own, town, country)]
    finding = words.finding(
        topic, table.measure(topic, own.code, year), table.measure(topic, town.code, year), place=town.name
    )
    return Row(topic, year, cells[0], cells[1], cells[2], finding)


def cell_of(topic: Topic, table: Table, code: str, year: int) -> Cell:
    values = table.of(code, year)
    shown = words.published(topic, values.get(topic.key), is_secret=topic.key in values)
    measure = table.measure(topic, code, year) if topic.base else None
    share = words.share(topic, measure) if measure else ""
    return Cell(shown, share)


def _headline_topic(rows: Sequence[Row], table: Table, own: Place, town: Place) -> Row | None:
    """The topic that most surely differs from the municipality; else the first of which anything can be said."""
    said = [row for row in rows if row.finding]
    if not said:
        return None

    def apart(row: Row) -> Decimal:
        return comparing.distance(
            row.topic, table.measure(row.topic, own.code, row.year), table.measure(row.topic, town.code, row.year)
        )

    return max(said, key=apart)


def _picture(
    key: str, rows: Sequence[Row], head: Row | None, table: Table, near: Table, own: Place, town: Place, country: Place
) -> tuple[SafeString | None, str, bool]:
    year_of = {row.topic.key: row.year for row in rows}
    parts = OF_A_HUNDRED.get(key, ())
    if parts and all(part in year_of for part in parts):
        topics = [TOPIC_OF_KEY[part] for part in parts]
        year = max(year_of[part] for part in parts)
        drawn = presentation.of_a_hundred(topics, table, own, town, year, title=str(GROUPS[key]))
        if drawn:
            return drawn, _("Each dot is one of every hundred. Rounded, so the rows may add up to 99 or 101."), False
    if head is None:
        return None, "", False
    course = comparing.course_of(
        head.topic, table.values[own.code], own.changes, is_small=comparing.is_small_area(own.code)
    )
    if sum(moment.measure is not None for moment in course) > 1:
        return presentation.lines(head.topic, table, (own, town, country)), presentation.lines_caption(head.topic), True
    others = [measure for code in near.values if (measure := near.measure(head.topic, code, head.year))]
    measures = [table.measure(head.topic, place.code, head.year) for place in (own, town, country)]
    caption = _("Each open dot is another neighbourhood of %(place)s, in %(year)s.") % {
        "place": town.name,
        "year": head.year,
    }
    return presentation.among_others(head.topic, others, measures, (own, town, country)), caption, False


def loaded_years_of(own: Place, town: Place) -> list[int]:
    """The years of which anything is loaded of the municipality's regions of the same kind."""
    rows = Region.objects.filter(region_code__startswith=own.code[:2] + town.code[2:])
    return sorted(set(rows.values_list("year", flat=True)))


def notes_on(own: Place, town: Place, years: Sequence[int]) -> tuple[str, ...]:
    """What must be known before figures of different years are laid side by side."""
    notes = []
    changes = own.changes
    for year in years:
        if changes.get(year) == comparing.BOUNDARY_MOVED:
            notes.append(_("In %(year)s the boundary moved. Do not compare with the years before.") % {"year": year})
        if year != years[0] and not changes.get(year):
            notes.append(words.unknown_told(year))
        if changes.get(year) == Region.Change.CODE:
            notes.append(
                _("In %(year)s this neighbourhood got a new code. Older figures stand under the old one.")
                % {"year": year}
            )
    loaded = loaded_years_of(own, town)
    earlier = [year for year in loaded if year < years[0]]
    later = [year for year in loaded if year > years[-1]]
    if earlier:
        notes.append(
            _("This code begins in %(year)s: there are no figures of this neighbourhood before.") % {"year": years[0]}
        )
    if later:
        notes.append(
            _("This code ends in %(year)s: after that the source knows no neighbourhood with it.") % {"year": years[-1]}
        )
    return tuple(notes)
