"""People who said yes, and what a panel must look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One volunteer: an id, a value per feature, and the household's key (None: lives with no one)."""

    id: str
    values: Mapping[str, str]
    household: str | None = None


@dataclass(frozen=True)
class Pool:
    """The people among whom the draw is made, in the order of the file."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class Quota:
    """How many members of a panel may have `value` for `feature`; flex bounds say how far this may bend."""

    feature: str
    value: str
    min: int
    max: int
    min_flex: int | None = None
    max_flex: int | None = None


@dataclass(frozen=True)
class Targets:
    """All quotas, in the order of the file."""

    quotas: tuple[Quota, ...]

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(quota.feature for quota in self.quotas))
