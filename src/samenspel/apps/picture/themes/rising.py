"""What rises: themes over two windows of eight weeks, by source, with a picture, a table and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures

from .. import engine
from ..models import Signal

WINDOW = timedelta(days=56)
SHOWN_MAX = 8


@dataclass(frozen=True)
class RisingRow:
    """One theme: the numbers (None where too small to show), in words what it does, and by source."""

    theme: str
    before: int | None
    recent: int | None
    verdict: str
    word: str
    by_source: str


@dataclass(frozen=True)
class RisingPart:
    """What rises, as a page tells it; `picture` is None when no theme has enough signals."""

    headline: str
    explanation: str
    rows: tuple[RisingRow, ...]
    picture: SafeString | None
    columns: tuple[dict[str, Any], ...]
    cells: tuple[tuple[Any, ...], ...]


def rising_part(neighbourhood: Any, *, now: datetime, is_public: bool) -> RisingPart | None:
    """What rises; None without signals in the two windows. In public only cleared signals count."""
    counts = _counts(neighbourhood, now=now, is_public=is_public)
    moved = engine.rising(counts, smallest=engine.SMALLEST_COUNT)[:SHOWN_MAX]
    if not moved:
        return None
    rows = tuple(_row(one, is_public=is_public) for one in moved)
    return RisingPart(
        headline=_headline(moved),
        explanation=_(
            "We compare the last eight weeks with the eight weeks before, source by source. So ringing at more doors "
            "does not count as a rise. Under %(number)s signals we say nothing."
        )
        % {"number": engine.SMALLEST_COUNT},
        rows=rows,
        picture=_picture(rows),
        columns=_columns(),
        cells=tuple((row.theme, _shown(row.before), _shown(row.recent), row.word, row.by_source) for row in rows),
    )


def _counts(neighbourhood: Any, *, now: datetime, is_public: bool) -> Mapping[str, Mapping[str, engine.SourceCount]]:
    """Theme → source → counts; '' for signals without a theme."""
    found = Signal.objects.filter(neighbourhood=neighbourhood, heard_at__gt=now - 2 * WINDOW, heard_at__lte=now)
    if is_public:
        found = found.filter(cleared_at__isnull=False)
    counts: dict[str, dict[str, list[int]]] = {}
    for theme, source, heard_at in found.order_by().values_list("theme__name", "source", "heard_at"):
        pair = counts.setdefault(theme or "", {}).setdefault(source, [0, 0])
        pair[heard_at > now - WINDOW] += 1
    return {
        theme: {source: engine.SourceCount(*pair) for source, pair in by_source.items()}
        for theme, by_source in counts.items()
    }


def _row(one: engine.Movement, *, is_public: bool) -> RisingRow:
    is_hidden = is_public and one.verdict == "too_few"
    return RisingRow(
        theme=one.theme,
        before=None if is_hidden else one.before,
        recent=None if is_hidden else one.recent,
        verdict=one.verdict,
        word=_word(one.verdict),
        by_source="" if is_hidden else _by_source(one, is_public=is_public),
    )


def _word(verdict: str) -> str:
    return {
        "rises": _("rises"),
        "seems_to_rise": _("seems to rise"),
        "same": _("no clear difference"),
        "seems_to_fall": _("seems to become less"),
        "falls": _("becomes less"),
        "too_few": _("too few to say anything"),
    }[verdict]


def _by_source(one: engine.Movement, *, is_public: bool) -> str:
    """'at the door 8, on the site fewer than 5': of the recent window; in public small numbers are hidden."""
    sources = [source for source in Signal.Source if one.by_source.get(source) and one.by_source[source].recent]
    numbers: list[int | None] = [one.by_source[source].recent for source in sources]
    if is_public and len(numbers) > 1:
        numbers = engine.suppress_parts([number or 0 for number in numbers])
    return ", ".join(f"{source.label} {_shown(number)}" for source, number in zip(sources, numbers, strict=True))


def _shown(number: int | None) -> str:
    return _("few") if number is None else str(number)


def _headline(moved: list[engine.Movement]) -> str:
    first = moved[0]
    if first.verdict == "rises":
        return _("'%(theme)s': we hear this more than before") % {"theme": first.theme}
    if first.verdict == "seems_to_rise":
        return _("'%(theme)s': we seem to hear this more") % {"theme": first.theme}
    if first.verdict == "too_few":
        return _("Too few signals to say what rises")
    return _("No theme clearly rises")


def _columns() -> tuple[dict[str, Any], ...]:
    return (
        {"label": _("Theme"), "numeric": False},
        {"label": _("Eight weeks before"), "numeric": True},
        {"label": _("Last eight weeks"), "numeric": True},
        {"label": _("What it does"), "numeric": False},
        {"label": _("Last eight weeks by source"), "numeric": False},
    )


def _picture(rows: tuple[RisingRow, ...]) -> SafeString | None:
    shown = [row for row in rows if row.verdict != "too_few"]
    if not shown:
        return None
    title = ngettext(
        "%(number)s theme in two times eight weeks: one dot is one signal.",
        "%(number)s themes in two times eight weeks: one dot is one signal.",
        len(shown),
    ) % {"number": len(shown)}
    told = [f"{row.theme}: {row.before} → {row.recent}, {row.word}." for row in shown]
    windows = [pictures.TwoWindows(row.theme, row.before, row.recent, row.word) for row in shown]
    wide, narrow = (
        pictures.two_windows(
            windows,
            before_label=_("eight weeks before"),
            recent_label=_("last eight weeks"),
            title=title,
            desc=" ".join(told),
            narrow=small,
        )
        for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def rising_now(neighbourhood: Any, *, is_public: bool) -> RisingPart | None:
    """What rises, counted back from this moment."""
    return rising_part(neighbourhood, now=timezone.now(), is_public=is_public)
