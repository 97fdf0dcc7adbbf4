"""Reads of figures: the page of a neighbourhood, one topic over the years, what is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samenspel.apps.places.selectors import all_municipalities, neighbourhoods_of

from ..models import Figure, FigureImport, Region
from . import comparing, presentation, words
from .reading import COUNTRY
from .topic import Topic
from .topics import GROUPS, TOPIC_OF_KEY, TOPICS, UNITS, topics_of

# Groups that are drawn as people or homes of every hundred, when all their parts are known.
OF_A_HUNDRED = {
    "age": ("age_0_to_15", "age_15_to_25", "age_25_to_45", "age_45_to_65", "age_65_and_over"),
    "origin": ("origin_netherlands", "origin_europe", "origin_outside_europe"),
    "households": ("households_single", "households_without_children", "households_with_children"),
}


@dataclass(frozen=True)
class Place:
    """A region that figures are shown of. `changes`: what the source says of its boundary per year."""

    code: str
    name: str
    changes: Mapping[int, str] = field(default_factory=dict)
    is_own: bool = False


@dataclass(frozen=True)
class Cell:
    """A figure in a table: as published, and (for a count) as a share."""

    shown: str
    share: str = ""


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


class Table:
    """All figures of a few regions, from one query: value by region, year and topic."""

    def __init__(self, codes: Iterable[str], *, topics: Iterable[str] | None = None, years: Iterable[int] = ()) -> None:
        rows = Figure.objects.filter(region_code__in=tuple(codes))
        if topics is not None:
            rows = rows.filter(topic__in=tuple(topics))
        if years:
            rows = rows.filter(year__in=tuple(years))
        self.values: dict[str, dict[int, dict[str, Decimal | None]]] = {}
        self.sources: dict[tuple[str, int, str], str] = {}
        for code, year, topic, value, source in rows.values_list("region_code", "year", "topic", "value", "source"):
            self.values.setdefault(code, {}).setdefault(year, {})[topic] = value
            self.sources[code, year, topic] = source

    def of(self, code: str, year: int) -> Mapping[str, Decimal | None]:
        """Topic → value of a region in a year."""
        return self.values.get(code, {}).get(year, {})

    def measure(self, topic: Topic, code: str, year: int) -> comparing.Measure | None:
        """The comparable measure of a topic."""
        return comparing.measure_of(topic, self.of(code, year), is_small=comparing.is_small_area(code))

    def newest(self, topic: Topic, code: str) -> int | None:
        """The newest year in which a region has a value for a topic; else the newest in which it is secret."""
        years = [
            (values[topic.key] is not None, year)
            for year, values in self.values.get(code, {}).items()
            if topic.key in values
        ]
        return max(years)[1] if years else None


def places_of(where: Any) -> tuple[Place, Place, Place]:
    """The neighbourhood, its municipality and the country."""
    town = where.municipality
    codes = (where.cbs_code, town.cbs_code, COUNTRY)
    changes: dict[str, dict[int, str]] = {code: {} for code in codes}
    for code, year, change in Region.objects.filter(region_code__in=codes).values_list("region_code", "year", "change"):
        changes[code][year] = change
    return (
        Place(where.cbs_code, where.name, changes[where.cbs_code], is_own=True),
        Place(town.cbs_code, town.name, changes[town.cbs_code]),
        Place(COUNTRY, _("the Netherlands"), changes[COUNTRY]),
    )


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
    return FiguresPage(own, town, country, title, lead, groups, years, _notes(own, town, years))


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
    return Table(_sibling_codes(where, years), topics=topics, years=years)


def _sibling_codes(where: Any, years: Iterable[int]) -> list[str]:
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
    cells = [_cell(topic, table, place.code, year) for place in (own, town, country)]
    finding = words.finding(
        topic, table.measure(topic, own.code, year), table.measure(topic, town.code, year), place=town.name
    )
    return Row(topic, year, cells[0], cells[1], cells[2], finding)


def _cell(topic: Topic, table: Table, code: str, year: int) -> Cell:
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


def _loaded_years_of(own: Place, town: Place) -> list[int]:
    """The years of which anything is loaded of the municipality's regions of the same kind."""
    rows = Region.objects.filter(region_code__startswith=own.code[:2] + town.code[2:])
    return sorted(set(rows.values_list("year", flat=True)))


def _notes(own: Place, town: Place, years: Sequence[int]) -> tuple[str, ...]:
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
    loaded = _loaded_years_of(own, town)
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


@dataclass(frozen=True)
class YearRow:
    """One year of a topic: the own figure, those beside it, and why it may not be joined to the year before."""

    year: int
    own: Cell
    municipality: Cell
    country: Cell
    notes: tuple[str, ...]


@dataclass(frozen=True)
class TopicPage:
    """One topic: what it says, over the years and among the other neighbourhoods, and how far to trust it."""

    topic: Topic
    unit: str
    own: Place
    municipality: Place
    country: Place
    title: str
    growth: str
    among: SafeString | None
    lines: SafeString | None
    lines_caption: str
    rows: tuple[YearRow, ...]
    others: tuple[tuple[str, Cell], ...]
    others_year: int
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def topic_page(where: Any, key: str) -> TopicPage | None:
    """The page of one topic; None for a topic that is unknown or of which nothing is loaded here."""
    topic = TOPIC_OF_KEY.get(key)
    own, town, country = places_of(where)
    if topic is None:
        return None
    needed = {topic.key, *topic.base}
    table = Table((own.code, town.code, country.code), topics=needed)
    year = table.newest(topic, own.code)
    if year is None:
        return None
    near = Table(_sibling_codes(where, [year]), topics=needed, years=[year])
    names = dict(Region.objects.filter(region_code__in=list(near.values), year=year).values_list("region_code", "name"))
    course = comparing.course_of(topic, table.values[own.code], own.changes, is_small=comparing.is_small_area(own.code))
    measures = [table.measure(topic, place.code, year) for place in (own, town, country)]
    others = [measure for code in near.values if (measure := near.measure(topic, code, year))]
    return TopicPage(
        topic=topic,
        unit=str(UNITS[topic.unit]),
        own=own,
        municipality=town,
        country=country,
        title=words.headline(topic, measures[0], measures[1], place=town.name)
        or words.plain(topic, table.of(own.code, year).get(topic.key), place=own.name),
        growth=presentation.growth_told(topic, course),
        among=presentation.among_others(topic, others, measures, (own, town, country)),
        lines=presentation.lines(topic, table, (own, town, country)) if len(course) > 1 else None,
        lines_caption=presentation.lines_caption(topic),
        rows=tuple(_year_row(topic, table, moment, (own, town, country)) for moment in reversed(course)),
        others=tuple(
            (names.get(code) or code, _cell(topic, near, code, year))
            for code in sorted(near.values, key=lambda one: names.get(one) or one)
        ),
        others_year=year,
        notes=_notes(own, town, sorted(table.values[own.code])),
        sources=tuple(dict.fromkeys(table.sources[own.code, moment.year, topic.key] for moment in course)),
    )


def _year_row(topic: Topic, table: Table, moment: comparing.Moment, places: Sequence[Place]) -> YearRow:
    own, town, country = (_cell(topic, table, place.code, moment.year) for place in places)
    return YearRow(moment.year, own, town, country, tuple(words.break_told(topic, moment)))


def topics_loaded(where: Any) -> list[Topic]:
    """The topics of which there is any figure of this neighbourhood, in the order of the page."""
    found = set(Figure.objects.filter(region_code=where.cbs_code).values_list("topic", flat=True))
    return [topic for topic in TOPICS if topic.key in found]


@dataclass(frozen=True)
class OpenFigure:
    """One figure as open data; value None is secret or unknown at the source."""

    region_code: str
    region_name: str
    year: int
    topic: str
    label: str
    unit: str
    value: Decimal | None
    boundary: str
    source: str


def open_figures(where: Any) -> list[OpenFigure]:
    """All figures of a neighbourhood, its municipality and the country, by region, year and topic."""
    order = {topic.key: place for place, topic in enumerate(TOPICS)}
    found = []
    for place in places_of(where):
        rows = Figure.objects.filter(region_code=place.code).order_by("year")
        found += [
            OpenFigure(
                region_code=place.code,
                region_name=place.name,
                year=row.year,
                topic=row.topic,
                label=str(TOPIC_OF_KEY[row.topic].label),
                unit=str(UNITS[TOPIC_OF_KEY[row.topic].unit]),
                value=None if row.value is None else row.value.normalize() + 0,
                boundary=place.changes.get(row.year, ""),
                source=row.source,
            )
            for row in sorted(rows, key=lambda one: (one.year, order.get(one.topic, 999)))
            if row.topic in TOPIC_OF_KEY
        ]
    return found


@dataclass(frozen=True)
class LoadedYear:
    """What is loaded of one year: how many municipalities, neighbourhoods and topics, and whether names are known."""

    year: int
    municipalities: int
    neighbourhoods: int
    small_areas: int
    topics: int
    figures: int
    sources: tuple[str, ...]
    has_names: bool


def loaded_years() -> list[LoadedYear]:
    """What is loaded, the newest year first."""
    regions = {
        row["year"]: row
        for row in Region.objects.values("year").annotate(
            towns=Count("pk", filter=Q(region_code__startswith="GM")),
            wards=Count("pk", filter=Q(region_code__startswith="WK")),
            small=Count("pk", filter=Q(region_code__startswith="BU")),
            named=Count("pk", filter=Q(region_code__startswith="WK") & ~Q(name="")),
        )
    }
    figures = Figure.objects.values("year").annotate(number=Count("pk"), kinds=Count("topic", distinct=True))
    sources: dict[int, list[str]] = {}
    for year, source in Figure.objects.values_list("year", "source").distinct().order_by("source"):
        sources.setdefault(year, []).append(source)
    found = []
    for row in figures.order_by("-year"):
        seen = regions.get(row["year"], {"towns": 0, "wards": 0, "small": 0, "named": 0})
        found.append(
            LoadedYear(
                row["year"],
                seen["towns"],
                seen["wards"],
                seen["small"],
                row["kinds"],
                row["number"],
                tuple(sources[row["year"]]),
                bool(seen["named"]) and seen["named"] == seen["wards"],
            )
        )
    return found


def imports_of(municipality: Any) -> QuerySet[FigureImport]:
    """What was loaded from the workspace of this municipality, the newest first."""
    return FigureImport.objects.filter(municipality=municipality).select_related("loaded_by")


@dataclass(frozen=True)
class OutlinesKept:
    """How many neighbourhoods of a municipality there are, how many have an outline, and from where."""

    neighbourhoods: int
    with_outline: int
    sources: tuple[str, ...]


def outlines_of(municipality: Any) -> OutlinesKept:
    """The outlines of a municipality's neighbourhoods."""
    rows = list(neighbourhoods_of(municipality).values_list("outline", "outline_source"))
    drawn = [source for outline, source in rows if outline]
    return OutlinesKept(len(rows), len(drawn), tuple(sorted({source for source in drawn if source})))


@dataclass(frozen=True)
class Choice:
    """A region that may take part: its code, its name ('' unknown), its inhabitants, and whether it already does."""

    code: str
    name: str
    inhabitants: int | None
    takes_part: bool = False


def municipalities_to_choose() -> list[Choice]:
    """The municipalities of the newest year that is loaded, by name and then by code."""
    found = _choices("GM")
    there = set(all_municipalities().values_list("cbs_code", flat=True))
    named = dict(all_municipalities().values_list("cbs_code", "name"))
    chosen = [Choice(one.code, named.get(one.code) or one.name, one.inhabitants, one.code in there) for one in found]
    return sorted(chosen, key=lambda one: (not one.name, one.name, one.code))


def neighbourhoods_to_choose(municipality_code: str, *, small_areas: bool = False) -> list[Choice]:
    """The neighbourhoods of a municipality in the newest year, by code, with those that take part already."""
    start = ("BU" if small_areas else "WK") + municipality_code[2:]
    town = all_municipalities().filter(cbs_code=municipality_code).first()
    there = dict(neighbourhoods_of(town).values_list("cbs_code", "takes_part")) if town else {}
    named = dict(neighbourhoods_of(town).values_list("cbs_code", "name")) if town else {}
    return [
        Choice(one.code, named.get(one.code) or one.name, one.inhabitants, there.get(one.code, False))
        for one in _choices(start)
    ]


def _choices(start: str) -> list[Choice]:
    rows = Region.objects.filter(region_code__startswith=start)
    newest = rows.aggregate(newest=Max("year"))["newest"]
    people = dict(
        Figure.objects.filter(region_code__startswith=start, year=newest, topic="inhabitants").values_list(
            "region_code", "value"
        )
    )
    return [
        Choice(code, name, None if (number := people.get(code)) is None else int(number))
        for code, name in rows.filter(year=newest).order_by("region_code").values_list("region_code", "name")
    ]


def municipality_name(code: str) -> str:
    """What the source calls a municipality, or ''."""
    row = Region.objects.filter(region_code=code).exclude(name="").order_by("-year").first()
    if row is None:
        row = Region.objects.filter(region_code__startswith="WK" + code[2:]).exclude(municipality_name="").first()
        return row.municipality_name if row else ""
    return row.name
