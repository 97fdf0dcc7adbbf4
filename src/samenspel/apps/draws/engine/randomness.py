"""Public randomness as the evidence engine knows it: what may be announced, what was typed, when a round appears."""

from __future__ import annotations

from datetime import UTC, datetime

from samenspel.engines import evidence
from samenspel.engines.errors import EngineError

# Whoever lays something down now must not know the outcome yet, whatever the clocks say.
AHEAD_SECONDS = 60


def announcement(text: str, *, at: datetime) -> str:
    """An announcement as it is recorded. Raises EngineError announcement_unknown, drand_round_past."""
    found = evidence.parse_announcement(text)
    kind, _colon, number = found.partition(":")
    if kind == "drand" and round_time(int(number)).timestamp() < at.timestamp() + AHEAD_SECONDS:
        raise EngineError("drand_round_past", round=number)
    return found


def round_at(moment: datetime) -> int:
    """The first drand round that appears at or after this moment."""
    return evidence.drand_round_at(int(moment.timestamp()))


def round_time(number: int) -> datetime:
    """When a drand round appears."""
    return datetime.fromtimestamp(evidence.drand_round_time(number), UTC)


def source_kind(source_text: str) -> str:
    """'balls', 'drand', 'numbers' or 'text'. Raises EngineError when it is no source."""
    return evidence.parse_source(source_text).kind
