"""The domains that can hold a dossier, and who sits there now, as the area team's roster tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from samenspel.apps.teams.selectors import places_of


@dataclass(frozen=True)
class Chair:
    """The chair of one domain: the domain's key and its name in the municipality, who sits there (nobody: empty)."""

    key: str
    label: str
    people: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.people


def chairs_of(neighbourhood: Any) -> dict[str, Chair]:
    """Domain key → chair, in the order of the roster."""
    return {
        place.domain.key: Chair(place.domain.key, place.domain.name, tuple(one.name for one in place.chairs))
        for place in places_of(neighbourhood, day=timezone.localdate())
    }
