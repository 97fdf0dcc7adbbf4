"""How far the doorbells are, in counts that anyone may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from .. import engine
from ..course import standing
from ..models import Heard, Round, Visit

# A care concern is never counted in public, nor a door at which nobody answered twice.
SHOWN = ("yes", "thinking", "curious", "no", "moved", "not_home")


@dataclass(frozen=True)
class OutcomeCount:
    """An outcome and at how many doors it stands; None where the number is too small to tell."""

    outcome: str
    label: str
    doors: int | None


@dataclass(frozen=True)
class Progress:
    """Rounds walked, doors planned and rung, outcomes, and how many signals were heard at doors and cleared."""

    rounds: int
    doors_planned: int
    doors_rung: int
    signals: int
    outcomes: tuple[OutcomeCount, ...]


def progress_of(neighbourhood: Any) -> Progress:
    """Counts over all rounds of a neighbourhood, each door (ticket) counted once."""
    rounds = Round.objects.filter(neighbourhood=neighbourhood)
    per_ticket: dict[int, list[Visit]] = {}
    visits = Visit.objects.filter(round__neighbourhood=neighbourhood).exclude(stop=None).select_related("stop")
    for visit in visits:
        assert visit.stop is not None
        per_ticket.setdefault(visit.stop.ticket_id, []).append(visit)
    stands = Counter(str(kept[-1].outcome) for one in per_ticket.values() if (kept := standing(one)))
    shown = engine.shown_parts([stands[name] for name in SHOWN])
    labels = dict(Visit.Outcome.choices)
    return Progress(
        rounds=rounds.count(),
        doors_planned=rounds.values("stops__ticket").exclude(stops=None).distinct().count(),
        doors_rung=sum(stands.values()),
        signals=Heard.objects.filter(round__neighbourhood=neighbourhood, signal__cleared_at__isnull=False).count(),
        outcomes=tuple(
            OutcomeCount(name, str(labels[Visit.Outcome(name)]), number)
            for name, number in zip(SHOWN, shown, strict=True)
        ),
    )
