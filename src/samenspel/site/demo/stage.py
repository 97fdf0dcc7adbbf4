"""What stands on the stage of the demonstration, and the files it is played from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any

from .calendar import Calendar
from .cast import Cast


@dataclass
class Stage:
    """What stands on the stage so far; each step adds to it."""

    calendar: Calendar
    municipality: Any = None
    neighbourhood: Any = None
    cast: Cast = field(default=None)  # type: ignore[assignment]
    council: Any = None
    term: Any = None
    draw: Any = None
    question: Any = None
    dossier: Any = None
    budget_round: Any = None
    projects: dict[str, Any] = field(default_factory=dict)
    # Text → signal of what was heard at a door.
    heard: dict[str, Any] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda done, total: None
    # What is still to come: (moment, what). The trail keeps the order in which things are recorded.
    coming: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    def later(self, moment: datetime, act: Callable[[], None]) -> None:
        """Do this when the story has come to that moment."""
        self.coming.append((moment, act))

    def catch_up(self, moment: datetime) -> None:
        """Do what was put off until now, in order."""
        while due := sorted((c for c in self.coming if c[0] <= moment), key=lambda c: c[0]):
            self.coming.remove(due[0])
            due[0][1]()


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the demonstration's files."""
    return list(csv.DictReader(io.StringIO(file_bytes(name).decode()), delimiter=";"))


def file_bytes(name: str) -> bytes:
    """One of the demonstration's import files."""
    return resources.files(__package__).joinpath("files", name).read_bytes()
