"""What was heard in the demonstration's streets, by several sources, and what became of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import move_matter
from samenspel.apps.picture.services import clear_signal, raise_signal, set_theme

from .stage import Stage, rows_of

# Days between hearing something, reading it, and saying who takes it up.
READ_AFTER, TAKEN_UP_AFTER = 1, 8


def signals(stage: Stage) -> None:
    """Everything that was heard and read, and a few signals that nobody has read or sorted yet."""
    calendar, cast = stage.calendar, stage.cast
    rows = rows_of("signalen.csv")
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            day = int(row["dag"])
            # One sentence was heard at a door before (doorstep.py).
            signal = stage.heard.get(row["tekst"]) or raise_signal(
                neighbourhood=stage.neighbourhood,
                text=row["tekst"],
                source=row["bron"],
                theme=row["thema"],
                place=row["plaats"],
                affects=row["raakt"],
                source_role=row["rol"],
                longitude=Decimal(row["lengte"]) if row["lengte"] else None,
                latitude=Decimal(row["breedte"]) if row["breedte"] else None,
                at=calendar.at(day, 16),
            )
            if row["tekst"] in stage.heard:
                set_theme(signal=signal, theme=row["thema"], by=cast.team_member)
            clear_signal(signal=signal, by=cast.team_member, at=calendar.at(day + READ_AFTER, 9))
            _take_up(stage, signal, row, day)
            stage.progress(number, len(rows))
        for row in rows_of("signalen_ongelezen.csv"):
            raise_signal(
                neighbourhood=stage.neighbourhood,
                text=row["tekst"],
                source=row["bron"],
                place=row["plaats"],
                at=calendar.at(int(row["dag"]), 15),
            )


def _take_up(stage: Stage, signal: Any, row: dict[str, str], day: int) -> None:
    if row["status"] == "new":
        return
    matter: Any = matter_of("signal", signal.public_id)
    move_matter(
        matter=matter,
        status=row["status"],
        told=row["uitkomst"] or row["volgende_stap"] or row["tekst"],
        owner_kind=_owner_kind(row),
        owner_name=row["wie"],
        together_with=row["samen_met"],
        next_step=row["volgende_stap"],
        due_on=stage.calendar.day(int(row["dagen"])) if row["volgende_stap"] else None,
        outcome=row["uitkomst"],
        by=stage.cast.team_member,
        at=stage.calendar.at(day + TAKEN_UP_AFTER, 9),
    )


def _owner_kind(row: dict[str, str]) -> str:
    if row["status"] == "left_to_street":
        return "resident"
    return "pair" if row["samen_met"] else "official"
