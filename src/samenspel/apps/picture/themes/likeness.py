"""'Is it one of these?': signals that are alike, and themes that a signal may belong to. People decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import engine
from ..models import Signal

# Comparing stays quick; what is older than these tells little of what is meant today.
COMPARED_MAX = 2_000
THEMES_SUGGESTED = 3
ALIKE_SHOWN = 5


@dataclass(frozen=True)
class Alike:
    """A signal that is like another, and the words that they share."""

    signal: Signal
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A theme that a signal may belong to, and the signals in it that are like it."""

    theme: str
    alike: tuple[Alike, ...]


class Likeness:
    """The newest signals of a neighbourhood made ready to be compared; `with_text` are texts compared as well."""

    def __init__(self, neighbourhood: Any) -> None:
        found = Signal.objects.filter(neighbourhood=neighbourhood).select_related("theme").order_by("-heard_at")
        self.signals = list(found[:COMPARED_MAX])
        self._place = {signal.pk: place for place, signal in enumerate(self.signals)}
        self._collection = engine.Collection.of([signal.text for signal in self.signals])
        self._themes = [
            signal.theme.name if signal.theme and not signal.theme.ended_at else None for signal in self.signals
        ]

    def themes_for(self, signal: Signal) -> list[Suggestion]:
        """Themes this signal may belong to, the nearest first; its own theme is left out."""
        own = signal.theme.name if signal.theme else None
        found = engine.suggest_themes(
            signal.text, self._collection, self._themes, most=THEMES_SUGGESTED + 1, without=self._without(signal)
        )
        suggested = [Suggestion(one.theme, self._alike(one.matches)) for one in found if one.theme != own]
        return suggested[:THEMES_SUGGESTED]

    def like(self, signal: Signal) -> tuple[Alike, ...]:
        """The signals most like this one."""
        return self._alike(
            engine.similar_texts(signal.text, self._collection, most=ALIKE_SHOWN, without=self._without(signal))
        )

    def _without(self, signal: Signal) -> list[int]:
        return [self._place[signal.pk]] if signal.pk in self._place else []

    def _alike(self, matches: Any) -> tuple[Alike, ...]:
        return tuple(Alike(self.signals[match.position], match.shared) for match in matches)
