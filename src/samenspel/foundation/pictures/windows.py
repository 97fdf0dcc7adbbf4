"""Two windows of time side by side: a dot for each thing that was counted, before on the left, now on the right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .markup import NARROW, WIDE, circle_path, number, path, picture, text

DOT, SPACE = 5.0, 13.0


@dataclass(frozen=True)
class TwoWindows:
    """One row: what was counted, and the word for its movement. before, recent: None where it may not be shown."""

    label: str
    before: int | None
    recent: int | None
    word: str


def two_windows(
    rows: Sequence[TwoWindows],
    *,
    before_label: str,
    recent_label: str,
    title: str,
    desc: str = "",
    narrow: bool = False,
) -> SafeString:
    """Dots to the left and to the right of a line, row by row; each dot is one, however many there are."""
    width = NARROW if narrow else WIDE
    middle = width / 2
    per_line = int((middle - 10) / SPACE)
    parts = [
        text(middle - 10, 18, before_label, class_="zacht", anchor="end"),
        text(middle + 10, 18, recent_label, class_="vet"),
    ]
    y = 30.0
    for row in rows:
        parts += _words(row, y, width, narrow=narrow)
        top = y + (44 if narrow else 26)
        lines = max(_lines(row.before, per_line), _lines(row.recent, per_line))
        parts.append(path(_dots(row.before or 0, per_line, middle, top, -1), "ink-leeg"))
        parts.append(path(_dots(row.recent or 0, per_line, middle, top, 1), "ink-bewoner"))
        parts.append(path(f"M{number(middle)} {number(top - 4)}v{number(lines * SPACE + 8)}", "ink-lijn"))
        y = top + lines * SPACE + 16
    return picture(width, y, *parts, title=title, desc=desc, class_="sam-vensters")


def _words(row: TwoWindows, y: float, width: float, *, narrow: bool) -> list[SafeString]:
    if narrow:
        return [text(0, y + 16, row.label, class_="vet"), text(0, y + 35, row.word)]
    return [text(0, y + 16, row.label, class_="vet"), text(width, y + 16, row.word, anchor="end")]


def _lines(count: int | None, per_line: int) -> int:
    return max(1, math.ceil((count or 0) / per_line))


def _dots(count: int, per_line: int, middle: float, top: float, side: int) -> str:
    """Path data of the dots of one window, from the line outwards, line by line."""
    return "".join(
        circle_path(
            middle + side * (10 + DOT + (place % per_line) * SPACE), top + DOT + (place // per_line) * SPACE + 2, DOT
        )
        for place in range(count)
    )
