"""Rows to engine dataclasses and back: the only place in this app that knows the engines."""

from samenspel.engines.errors import EngineError, Fault, FaultsError

from .alternates import ChosenAlternates, choose_alternates, possible_alternates
from .attempts import ANSWER_HOURS, ATTEMPTS_MIN, LETTER_DAYS, attempts_suffice, decide_by, time_slots
from .filling import Standing, expected_doors, filling_bundle, filling_terms, give_seats, standing
from .lot import (
    lot_bundle,
    lot_commitment,
    order_of_lot,
    personal_commitment,
    tickets_hash,
)
from .panel import (
    LaidDown,
    PoolMember,
    Verification,
    lay_down_panels,
    mean_chance,
    panel_counts,
    panels_as_csv,
    pick_from,
    read_bundle,
    targets_for_population,
    verify,
    without_outcome,
)
from .planning import CERTAINTY, YES_RATE, people_to_approach
from .privacy import shown_count, shown_parts
from .randomness import announcement, round_at, round_time, source_kind
from .register import (
    RegisterPreview,
    RegisterRow,
    age_band,
    preview_register,
    read_opt_outs,
    read_register,
    register_columns,
    suggest_mapping,
)
from .replacement import lay_down_replacement

__all__ = [
    "ANSWER_HOURS",
    "ATTEMPTS_MIN",
    "CERTAINTY",
    "LETTER_DAYS",
    "YES_RATE",
    "ChosenAlternates",
    "EngineError",
    "Fault",
    "FaultsError",
    "LaidDown",
    "PoolMember",
    "RegisterPreview",
    "RegisterRow",
    "Standing",
    "Verification",
    "age_band",
    "announcement",
    "attempts_suffice",
    "choose_alternates",
    "decide_by",
    "expected_doors",
    "filling_bundle",
    "filling_terms",
    "give_seats",
    "lay_down_panels",
    "lay_down_replacement",
    "lot_bundle",
    "lot_commitment",
    "mean_chance",
    "order_of_lot",
    "panel_counts",
    "panels_as_csv",
    "people_to_approach",
    "personal_commitment",
    "pick_from",
    "possible_alternates",
    "preview_register",
    "read_bundle",
    "read_opt_outs",
    "read_register",
    "register_columns",
    "round_at",
    "round_time",
    "shown_count",
    "shown_parts",
    "source_kind",
    "standing",
    "suggest_mapping",
    "targets_for_population",
    "tickets_hash",
    "time_slots",
    "verify",
    "without_outcome",
]
