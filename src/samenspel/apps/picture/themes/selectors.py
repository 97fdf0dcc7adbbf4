"""Reads of signals by theme: for everyone what was cleared, for the area team all of it, with suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures
from samenspel.foundation.desk import Waiting

from ..models import Signal, Theme, ThemeChange
from ..spots import blurred
from .likeness import Alike, Likeness, Suggestion
from .rising import RisingPart, rising_now

# In a filter: signals under no theme.
NO_THEME = "geen"
# So many of a theme stand on a page that shows all themes.
SHOWN_PER_THEME = 6


@dataclass(frozen=True)
class ThemeGroup:
    """Signals under one theme; `theme` is None for those under none. `sources` tells how many by source, in words."""

    theme: Theme | None
    name: str
    told: str
    signals: tuple[Signal, ...]
    sources: str


@dataclass(frozen=True)
class HeardSignal:
    """A signal on the public page; `number` is that of its spot on the map, '' for one without a spot."""

    signal: Signal
    number: str


@dataclass(frozen=True)
class HeardGroup:
    """A theme on the public page with its newest signals; `total` is how many there are."""

    value: str
    name: str
    is_dutch: bool
    told: str
    sources: str
    total: int
    signals: tuple[HeardSignal, ...]


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class HeardPage:
    """What everyone may read of what was heard, by theme; `total` counts all cleared signals, filtered or not."""

    headline: str
    total: int
    groups: tuple[HeardGroup, ...]
    sources: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    map: SafeString | None
    rising: RisingPart | None


def heard_page(neighbourhood: Any, *, theme: str = "", source: str = "") -> HeardPage:
    """Cleared signals by theme, the most heard first; `theme` (public id) and `source` narrow the list."""
    everything = _cleared(neighbourhood)
    shown = _narrowed(everything, theme=theme, source=source)
    groups = tuple(_heard_groups(shown, most=None if theme else SHOWN_PER_THEME))
    return HeardPage(
        headline=_headline(_groups(everything)),
        total=len(everything),
        groups=groups,
        sources=_source_choices(everything, source),
        themes=_theme_choices(everything, theme),
        map=_map(neighbourhood, _points(groups)),
        rising=public_rising(neighbourhood),
    )


def _cleared(neighbourhood: Any) -> list[Signal]:
    found = Signal.objects.filter(neighbourhood=neighbourhood, cleared_at__isnull=False)
    return list(found.select_related("theme"))


def _narrowed(signals: Sequence[Signal], *, theme: str, source: str) -> list[Signal]:
    return [
        signal
        for signal in signals
        if (not theme or (signal.theme.public_id if signal.theme else NO_THEME) == theme)
        and (not source or signal.source == source)
    ]


def cleared_groups(neighbourhood: Any, *, theme: str = "", source: str = "") -> list[ThemeGroup]:
    """Every cleared signal by theme, the most heard first, for open data."""
    return _groups(_narrowed(_cleared(neighbourhood), theme=theme, source=source))


def public_rising(neighbourhood: Any) -> RisingPart | None:
    """What rises, of cleared signals only."""
    return rising_now(neighbourhood, is_public=True)


def open_signal(signal: Signal) -> dict[str, Any]:
    """A cleared signal as open data, its spot about a hundred metres precise."""
    has_spot = signal.longitude is not None and signal.latitude is not None
    names = ("public_id", "text", "source", "source_role", "place", "affects", "heard_at")
    return {name: getattr(signal, name) for name in names} | {
        "longitude": blurred(signal.longitude) if has_spot and signal.longitude is not None else None,
        "latitude": blurred(signal.latitude) if has_spot and signal.latitude is not None else None,
    }


def _groups(signals: Sequence[Signal]) -> list[ThemeGroup]:
    """Signals by theme, the theme with most first, those without a theme last."""
    by_theme: dict[int | None, list[Signal]] = {}
    for signal in signals:
        by_theme.setdefault(signal.theme_id, []).append(signal)
    groups = [_group(found[0].theme, found) for found in by_theme.values()]
    return sorted(groups, key=lambda group: (group.theme is None, -len(group.signals), group.name))


def _group(theme: Theme | None, signals: Sequence[Signal]) -> ThemeGroup:
    counted = Counter(signal.source for signal in signals)
    sources = ", ".join(f"{counted[source]} {source.label}" for source in Signal.Source if counted[source])
    name = theme.name if theme else _("Not sorted yet")
    return ThemeGroup(theme, name, theme.told if theme else "", tuple(signals), sources)


def _headline(groups: Sequence[ThemeGroup]) -> str:
    named = [group for group in groups if group.theme]
    return _("We hear most about '%(theme)s'") % {"theme": named[0].name} if named else _("What we hear")


def _source_choices(signals: Sequence[Signal], chosen: str) -> tuple[Choice, ...]:
    present = {signal.source for signal in signals}
    found = [Choice(source.value, str(source.label), source.value == chosen) for source in Signal.Source]
    return tuple(choice for choice in found if choice.value in present)


def _theme_choices(signals: Sequence[Signal], chosen: str) -> tuple[Choice, ...]:
    found = [
        Choice(group.theme.public_id if group.theme else NO_THEME, group.name, False) for group in _groups(signals)
    ]
    return tuple(Choice(one.value, one.label, one.value == chosen) for one in found)


def _heard_groups(signals: Sequence[Signal], *, most: int | None) -> list[HeardGroup]:
    """The groups of the public page; spots are numbered in the order of reading."""
    groups, number = [], 0
    for group in _groups(signals):
        heard = []
        for signal in group.signals[:most]:
            number += signal.longitude is not None
            heard.append(HeardSignal(signal, str(number) if signal.longitude is not None else ""))
        groups.append(
            HeardGroup(
                value=group.theme.public_id if group.theme else NO_THEME,
                name=group.name,
                is_dutch=group.theme is not None,
                told=group.told,
                sources=group.sources,
                total=len(group.signals),
                signals=tuple(heard),
            )
        )
    return groups


def _points(groups: Sequence[HeardGroup]) -> list[pictures.AreaPoint]:
    """The spots of the signals on the page, a hundred metres precise; the list of signals has the same numbers."""
    return [
        pictures.AreaPoint(
            blurred(one.signal.longitude), blurred(one.signal.latitude), one.number, one.signal.place, "signal"
        )
        for group in groups
        for one in group.signals
        if one.signal.longitude is not None and one.signal.latitude is not None
    ]


def _map(neighbourhood: Any, points: Sequence[pictures.AreaPoint]) -> SafeString | None:
    if not points:
        return None
    title = ngettext(
        "Map of the neighbourhood with %(number)s spot that someone spoke about.",
        "Map of the neighbourhood with %(number)s spots that people spoke about.",
        len(points),
    ) % {"number": len(points)}
    desc = _("The signals on this page have the same numbers.")
    wide, narrow = (
        pictures.area_map(neighbourhood.outline, points, title=title, desc=desc, narrow=small)
        for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def signal_map(signal: Signal, *, is_public: bool = False) -> SafeString | None:
    """The map with the spot of one signal, for everyone a hundred metres precise; None without a spot."""
    if signal.longitude is None or signal.latitude is None:
        return None
    longitude, latitude = (
        blurred(value) if is_public else float(value) for value in (signal.longitude, signal.latitude)
    )
    point = pictures.AreaPoint(longitude, latitude, number="", name=signal.place, kind="signal")
    title = _("Map of the neighbourhood with the spot that this is about.")
    wide, narrow = (
        pictures.area_map(signal.neighbourhood.outline, [point], title=title, narrow=small) for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


# --- The workspace ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LooseSignal:
    """A signal under no theme, with the themes that it may belong to."""

    signal: Signal
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class ThemesDesk:
    """Signals by theme as the area team sorts them; `loose` are under no theme and have suggestions."""

    headline: str
    loose: tuple[LooseSignal, ...]
    groups: tuple[ThemeGroup, ...]
    themes: tuple[Theme, ...]
    sources: tuple[Choice, ...]
    theme_choices: tuple[Choice, ...]
    rising: RisingPart | None


def themes_desk(neighbourhood: Any, *, theme: str = "", source: str = "") -> ThemesDesk:
    """All signals of a neighbourhood by theme, public or not; `theme` (public id, or 'geen') and `source` narrow it."""
    likeness = Likeness(neighbourhood)
    everything = list(Signal.objects.filter(neighbourhood=neighbourhood).select_related("theme"))
    chosen = [signal for signal in everything if not source or signal.source == source]
    loose = [signal for signal in chosen if signal.theme_id is None and theme in ("", NO_THEME)]
    sorted_ones = [signal for signal in chosen if signal.theme and theme in ("", signal.theme.public_id)]
    number = sum(1 for signal in everything if signal.theme_id is None)
    return ThemesDesk(
        headline=ngettext(
            "%(number)s signal stands under no theme yet", "%(number)s signals stand under no theme yet", number
        )
        % {"number": number}
        if number
        else _("Every signal stands under a theme"),
        loose=tuple(LooseSignal(signal, tuple(likeness.themes_for(signal))) for signal in loose),
        groups=tuple(_groups(sorted_ones)),
        themes=tuple(open_themes(neighbourhood)),
        sources=_source_choices(everything, source),
        theme_choices=_theme_choices(everything, theme),
        rising=rising_now(neighbourhood, is_public=False),
    )


def open_themes(neighbourhood: Any) -> QuerySet[Theme]:
    """The themes that are on the list now, by name."""
    return Theme.objects.filter(neighbourhood=neighbourhood, ended_at=None).order_by("name")


@dataclass(frozen=True)
class ThemeList:
    """The list of themes as it is, those that ended or were merged, and every change so far, newest first."""

    themes: tuple[Theme, ...]
    ended: tuple[Theme, ...]
    changes: tuple[ThemeChange, ...]


def theme_list(neighbourhood: Any) -> ThemeList:
    """The themes with `signals_count` and `cleared_count`, and their history."""
    found = (
        Theme.objects.filter(neighbourhood=neighbourhood)
        .select_related("merged_into")
        .annotate(
            signals_count=Count("signals"), cleared_count=Count("signals", filter=Q(signals__cleared_at__isnull=False))
        )
        .order_by("name")
    )
    changes = ThemeChange.objects.filter(theme__neighbourhood=neighbourhood).select_related("by")
    return ThemeList(
        tuple(theme for theme in found if not theme.ended_at),
        tuple(theme for theme in found if theme.ended_at),
        tuple(changes),
    )


def theme_by_id(public_id: str, *, neighbourhood: Any) -> Theme | None:
    """A theme of this neighbourhood, on the list or not."""
    return Theme.objects.filter(neighbourhood=neighbourhood, public_id=public_id).first()


def alike_for(signal: Signal) -> tuple[tuple[Suggestion, ...], tuple[Alike, ...]]:
    """(themes that a signal may belong to, signals that are like it)."""
    likeness = Likeness(signal.neighbourhood)
    return tuple(likeness.themes_for(signal)), likeness.like(signal)


def waiting_for_sorting(neighbourhood: Any) -> list[Waiting]:
    """One card for all signals under no theme."""
    number = Signal.objects.filter(neighbourhood=neighbourhood, theme=None).count()
    if not number:
        return []
    title = ngettext(
        "%(number)s signal stands under no theme yet", "%(number)s signals stand under no theme yet", number
    ) % {"number": number}
    return [Waiting(title, f"{reverse('picture-desk:by-theme', args=[neighbourhood.slug])}?thema={NO_THEME}")]
