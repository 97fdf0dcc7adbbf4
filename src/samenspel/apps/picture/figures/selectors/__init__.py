"""Reads of the figures: the page, one topic over the years, and what is loaded."""

from .loaded import (
    Choice,
    LoadedYear,
    OutlinesKept,
    imports_of,
    loaded_years,
    municipalities_to_choose,
    municipality_name,
    neighbourhoods_to_choose,
    outlines_of,
)
from .page import FiguresPage, Group, Row, figures_page
from .rows import Cell, Place, Table, places_of
from .topic import OpenFigure, TopicPage, YearRow, open_figures, topic_page, topics_loaded

__all__ = [
    "Cell",
    "Choice",
    "FiguresPage",
    "Group",
    "LoadedYear",
    "OpenFigure",
    "OutlinesKept",
    "Place",
    "Row",
    "Table",
    "TopicPage",
    "YearRow",
    "figures_page",
    "imports_of",
    "loaded_years",
    "municipalities_to_choose",
    "municipality_name",
    "neighbourhoods_to_choose",
    "open_figures",
    "outlines_of",
    "places_of",
    "topic_page",
    "topics_loaded",
]
