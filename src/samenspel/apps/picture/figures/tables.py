"""The tables of the figures' pages, as `c-data-table` takes them, and the rows of the download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from . import selectors, words
from .selectors import Cell

CSV_COLUMNS = (
    "region_code",
    "region_name",
    "year",
    "topic",
    "label",
    "unit",
    "value",
    "secret",
    "boundary_change",
    "source",
)


@dataclass(frozen=True)
class GroupTable:
    """A group with its table."""

    group: selectors.Group
    columns: list[dict[str, Any]]
    rows: list[list[Any]]


def cell(one: Cell) -> Any:
    """A figure in a table: the share first, as that can be compared, and the count behind it."""
    if not one.share:
        return one.shown
    return format_html('<span>{} <span class="sam-meta">({})</span></span>', one.share, one.shown)


def of_group(where: Any, page: selectors.FiguresPage, group: selectors.Group) -> GroupTable:
    """Each topic of a group beside the municipality and the country."""
    years = {row.year for row in group.rows}
    columns: list[dict[str, Any]] = [
        {"label": _("Figure")},
        {"label": page.own.name, "numeric": True},
        {"label": page.municipality.name, "numeric": True},
        {"label": _("Netherlands"), "numeric": True},
        {"label": _("Year"), "numeric": True},
    ]
    rows = []
    for row in group.rows:
        address = reverse("figures:topic", args=[where.slug, row.topic.key])
        link = format_html('<a class="utrecht-link" href="{}">{}</a>', address, row.topic.label)
        rows.append([link, cell(row.own), cell(row.municipality), cell(row.country), str(row.year)])
    # One year for all rows stands above the table, not in each row.
    if len(years) == 1:
        columns.pop()
        rows = [row[:-1] for row in rows]
    return GroupTable(group, columns, rows)


def of_years(page: selectors.TopicPage) -> dict[str, Any]:
    """One topic by year, the newest first, with why a year may not be compared."""
    has_notes = any(row.notes for row in page.rows)
    columns = [
        {"label": _("Year")},
        {"label": page.own.name, "numeric": True},
        {"label": page.municipality.name, "numeric": True},
        {"label": _("Netherlands"), "numeric": True},
        *([{"label": _("Mind this")}] if has_notes else []),
    ]
    rows = [
        [str(row.year), cell(row.own), cell(row.municipality), cell(row.country)]
        + ([" ".join(row.notes) or words.NO_FIGURE] if has_notes else [])
        for row in page.rows
    ]
    return {"columns": columns, "rows": rows}


def of_others(page: selectors.TopicPage) -> dict[str, Any]:
    """The other neighbourhoods of the municipality, by name."""
    return {
        "columns": [{"label": _("Neighbourhood")}, {"label": str(page.topic.label), "numeric": True}],
        "rows": [[name, cell(one)] for name, one in page.others],
    }


def trail_to(where: Any) -> list[dict[str, str]]:
    """Where a topic's page stands."""
    return [
        {"label": where.name, "url": reverse("neighbourhood-home", args=[where.slug])},
        {"label": _("Neighbourhood picture"), "url": reverse("figures:picture", args=[where.slug])},
    ]


def open_rows(where: Any) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """(columns, rows) of the download; a secret figure has no value and says so."""
    return CSV_COLUMNS, [
        (
            one.region_code,
            one.region_name,
            one.year,
            one.topic,
            one.label,
            one.unit,
            "" if one.value is None else f"{one.value:f}",
            "yes" if one.value is None else "",
            one.boundary,
            one.source,
        )
        for one in selectors.open_figures(where)
    ]
