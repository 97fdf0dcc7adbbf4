"""Where one stands among others, and people of every hundred: figures drawn so that everyone is a dot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .charts import value_axis
from .markup import (
    CHARACTER_WIDTH,
    NARROW,
    WIDE,
    circle,
    circle_path,
    number,
    path,
    picture,
    square_path,
    text,
    triangle_path,
)


@dataclass(frozen=True)
class StripMark:
    """A value to compare with, under the line. kind: municipality (square) or other (triangle)."""

    value: float
    label: str
    kind: str = "municipality"


@dataclass(frozen=True)
class HundredRow:
    """`count` of every hundred, as so many dots, with its name and a note (what it is elsewhere) behind it."""

    label: str
    count: int
    note: str = ""


def strip(
    others: Sequence[float],
    *,
    own: float,
    own_label: str,
    marks: Sequence[StripMark] = (),
    value: Callable[[float], str],
    title: str,
    desc: str = "",
    narrow: bool = False,
) -> SafeString:
    """Everyone on one line of values: each of `others` a small open dot, the own value a large one with its name.

    Dots that would cover each other are stacked. `marks` (at most two) stand under the line. The line begins at zero,
    unless everything lies far above it.
    """
    width = NARROW if narrow else WIDE
    everything = [*others, own, *(mark.value for mark in marks)]
    least, most = min(everything), max(everything)
    low, high, step = value_axis(everything, from_zero=least < most / 2)
    radius = 5 if narrow else 6

    def x(amount: float) -> float:
        return 14 + (width - 28) * (amount - low) / (high - low)

    heights = _stacked([x(amount) for amount in others], x(own), radius)
    tallest = max([height for height in heights if height] or [0])
    base = 46 if tallest == 0 else 50 + tallest * radius * 2.1
    dots = "".join(
        circle_path(x(amount), base - 16 - height * radius * 2.1, radius)
        for amount, height in zip(others, heights, strict=True)
    )
    parts = [path(f"M14 {number(base)}H{width - 14}", "ink-lijn"), path(dots, "ink-leeg")]
    if tallest:
        parts.append(path(f"M{number(x(own))} 24V{number(base - 27)}", "ink-lijn-dun"))
    parts += [circle(x(own), base - 16, radius + 5, "ink-bewoner"), _beside(x(own), 18, own_label, width, "vet halo")]
    parts += _ticks(low, high, step, x, base, value, every=2 if narrow else 1)
    for row, mark in enumerate(marks):
        parts += _mark(mark, x(mark.value), base, base + 52 + row * 26, width)
    return picture(width, base + 34 + 26 * len(marks), *parts, title=title, desc=desc)


def _stacked(places: Sequence[float], own: float, radius: float) -> list[int]:
    """How high each dot stands so that none covers another or the own, larger one."""
    taken: dict[int, list[float]] = {0: []}
    heights = [0] * len(places)
    for index in sorted(range(len(places)), key=lambda one: places[one]):
        height = 0 if abs(places[index] - own) > 2 * radius + 5 else 1
        while any(abs(places[index] - other) < 2 * radius for other in taken.get(height, [])):
            height += 1
        taken.setdefault(height, []).append(places[index])
        heights[index] = height
    return heights


def _ticks(low, high, step, x, base, value, *, every) -> list[SafeString]:
    parts = []
    count = round((high - low) / step)
    for index in range(count + 1):
        amount = low + index * step
        parts.append(path(f"M{number(x(amount))} {number(base)}v6", "ink-lijn"))
        if index % every == 0 or index == count:
            if index not in (0, count) and every > 1 and count - index < every:
                continue
            anchor = "start" if index == 0 else "end" if index == count else "middle"
            at = 0 if index == 0 else x(high) + 14 if index == count else x(amount)
            parts.append(text(at, base + 24, value(amount), class_="zacht cijfer", anchor=anchor))
    return parts


def _mark(mark: StripMark, x: float, base: float, y: float, width: float) -> list[SafeString]:
    is_town = mark.kind == "municipality"
    shape = square_path(x, base, 12) if is_town else triangle_path(x, base, 14)
    small = (14, y - 5.5)
    sign = square_path(*small, 12) if is_town else triangle_path(*small, 14)
    ink = "ink-gemeente" if is_town else "ink-inkt"
    return [path(shape, ink), path(sign, ink), text(28, y, mark.label)]


def _beside(x: float, y: float, words: str, width: float, class_: str) -> SafeString:
    """A label centred on x, kept within the drawing."""
    half = len(words) * CHARACTER_WIDTH / 2
    if x - half < 0:
        return text(0, y, words, class_=class_)
    if x + half > width:
        return text(width, y, words, class_=class_, anchor="end")
    return text(x, y, words, class_=class_, anchor="middle")


def hundred(rows: Sequence[HundredRow], *, title: str, desc: str = "", narrow: bool = False) -> SafeString:
    """People (or homes) of every hundred: a row of dots for each part, with its name and number above it."""
    width = NARROW if narrow else WIDE
    across = 25 if narrow else 50
    spacing = (width - 4) / across
    parts: list[SafeString] = []
    y = 18.0
    for row in rows:
        words = f"{row.label}: {row.count}"
        parts.append(text(0, y, words, class_="vet cijfer"))
        if row.note and (len(words) + len(row.note) + 2) * CHARACTER_WIDTH <= width:
            parts.append(text(width, y, row.note, class_="zacht", anchor="end"))
        elif row.note:
            y += 22
            parts.append(text(0, y, row.note, class_="zacht"))
        top = y + 8 + spacing / 2
        data = "".join(
            circle_path(2 + spacing * (dot % across + 0.5), top + spacing * (dot // across), spacing * 0.42)
            for dot in range(row.count)
        )
        parts.append(path(data, "ink-bewoner"))
        y = top + spacing * max(-(-row.count // across), 1) + 24
    return picture(width, y - 18, *parts, title=title, desc=desc)
