"""The figures of a neighbourhood as open data."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from .. import engine
from . import selectors, tables
from .topics import TOPICS, UNITS

router = Router()


class TopicOut(Schema):
    """What a figure is: its unit, meaning and caveat, in the language of the request."""

    key: str
    label: str
    unit: str
    definition: str
    caveat: str


class FigureOut(Schema):
    """One figure as the source gives it. `value` null is secret or unknown; `boundary` 3: it moved since last year."""

    region_code: str
    region_name: str
    year: int
    topic: str
    value: str | None
    boundary: str
    source: str


class FiguresOut(Schema):
    """Figures of a neighbourhood, its municipality and the country, with what they mean."""

    topics: list[TopicOut]
    figures: list[FigureOut]


def _where(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


@router.get("/figures", response=FiguresOut, summary="Key figures, beside the municipality and the country")
def figures(
    request: HttpRequest,
    neighbourhood: Path[str],
    topic: str | None = None,
    year: int | None = Query(None, ge=1900, le=2200),
):
    """All figures, or those of one topic or one year. Values are decimal numbers written as text."""
    found = [
        one
        for one in selectors.open_figures(_where(neighbourhood))
        if topic in (None, one.topic) and year in (None, one.year)
    ]
    told = {one.topic for one in found}
    return {
        "topics": [
            {
                "key": one.key,
                "label": str(one.label),
                "unit": str(UNITS[one.unit]),
                "definition": str(one.definition),
                "caveat": str(one.caveat),
            }
            for one in TOPICS
            if one.key in told
        ],
        "figures": [
            {
                "region_code": one.region_code,
                "region_name": one.region_name,
                "year": one.year,
                "topic": one.topic,
                "value": None if one.value is None else f"{one.value:f}",
                "boundary": one.boundary,
                "source": one.source,
            }
            for one in found
        ],
    }


@router.get("/figures.csv", summary="The same key figures as a CSV file")
def figures_csv(request: HttpRequest, neighbourhood: Path[str]) -> HttpResponse:
    """All figures, one a row."""
    return HttpResponse(engine.csv_of(*tables.open_rows(_where(neighbourhood))), content_type="text/csv; charset=utf-8")
