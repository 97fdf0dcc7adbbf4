"""Reads of the draw: what the pages show, what can be proved, what is counted."""

from .counts import FeatureRow, FeatureTable, Funnel, feature_tables, funnel_of
from .page import ChanceSummary, DrawPage, DrawSummary, PublicStep, draw_page
from .proof import (
    bundle_bytes,
    lot_bundle_bytes,
    panels_csv,
    panels_with,
    verification,
    was_in_draw,
    was_in_pot,
)
from .rows import (
    draw_by_id,
    drawn_tickets,
    draws_of,
    imports_of,
    latest_lot,
    lot_by_id,
    mapping_for,
    people_to_approach,
    person_export,
    register_people,
    shown_draw,
    targets_for,
)

__all__ = [
    "ChanceSummary",
    "DrawPage",
    "DrawSummary",
    "FeatureRow",
    "FeatureTable",
    "Funnel",
    "PublicStep",
    "bundle_bytes",
    "draw_by_id",
    "draw_page",
    "drawn_tickets",
    "draws_of",
    "feature_tables",
    "funnel_of",
    "imports_of",
    "latest_lot",
    "lot_bundle_bytes",
    "lot_by_id",
    "mapping_for",
    "panels_csv",
    "panels_with",
    "people_to_approach",
    "person_export",
    "register_people",
    "shown_draw",
    "targets_for",
    "verification",
    "was_in_draw",
    "was_in_pot",
]
