"""Charts drawn to be read: chances as people, figures over the years, three values in balance."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from .markup import (
    CHARACTER_WIDTH,
    NARROW,
    WIDE,
    circle,
    circle_path,
    join,
    number,
    path,
    picture,
    square_path,
    text,
    triangle_path,
)

DOTS_MAX = 400


@dataclass(frozen=True)
class Series:
    """One line: (year, value) pairs in order of year, value None where unknown.

    kind: municipality (solid, squares), resident (dashed, circles) or other (thin, triangles).
    """

    label: str
    points: Sequence[tuple[int, float | None]]
    kind: str = "municipality"


def dots_per_mark(people: int) -> int:
    """How many people one dot of `chance_histogram` stands for: 1 as long as the dots can be counted."""
    return max(1, math.ceil(people / DOTS_MAX))


# Room at both ends of the line of chances: half of the widest stack, which may stand on its first or last number.
_EDGE = 36


def chance_histogram(
    chances: Sequence[float],
    *,
    percent: Callable[[float], str],
    title: str,
    desc: str = "",
    average_label: str = "",
    narrow: bool = False,
) -> SafeString:
    """Everyone's chance (0 to 1) as a dot above a line of chances; the average as a dashed line.

    percent: a chance to text ('9,4%'). One dot is `dots_per_mark(len(chances))` people; say so in the caption.
    """
    width, height = (NARROW, 300) if narrow else (WIDE, 320)
    base = height - 34
    low, high, step = _chance_axis(chances, ticks=3 if narrow else 5)
    stacks = _stacks(chances, low, high, width, columns=9 if narrow else 15)
    per_dot = dots_per_mark(len(chances))
    gap = min((after.x - before.x for before, after in pairwise(stacks)), default=70.0)
    tallest = math.ceil(max((stack.people for stack in stacks), default=1) / per_dot)
    radius, across = _dot_size(tallest, min(gap, 70.0), base - 46)
    parts = [path(f"M0 {number(base)}H{width}", "ink-lijn")]
    if chances:
        parts += _average(sum(chances) / len(chances), low, high, width, base, average_label)
    for stack in stacks:
        parts += _draw_stack(stack, math.ceil(stack.people / per_dot), radius, across, base)
    parts += _chance_ticks(low, high, step, width, base, percent)
    return picture(width, height, *parts, title=title, desc=desc)


@dataclass(frozen=True)
class _Stack:
    x: float
    people: int


def _stacks(chances: Sequence[float], low: float, high: float, width: float, *, columns: int) -> list[_Stack]:
    """People with about the same chance together, standing at their mean chance."""
    bins: dict[int, list[float]] = {}
    for chance in chances:
        bins.setdefault(min(columns - 1, int((chance - low) / (high - low) * columns)), []).append(chance)
    least = (width - 2 * _EDGE) / columns * 0.8
    stacks: list[_Stack] = []
    for _, together in sorted(bins.items()):
        x = _EDGE + (width - 2 * _EDGE) * (sum(together) / len(together) - low) / (high - low)
        if stacks:
            x = max(x, stacks[-1].x + least)
        stacks.append(_Stack(x, len(together)))
    return stacks


def _draw_stack(stack: _Stack, count: int, radius: float, across: int, base: float) -> list[SafeString]:
    spacing = radius * 2.3
    beside = min(across, count)
    data = [
        circle_path(
            stack.x + (dot % across - (beside - 1) / 2) * spacing, base - spacing * (dot // across + 0.6), radius
        )
        for dot in range(count)
    ]
    top = base - spacing * (math.ceil(count / across) + 0.2) - 6
    label = text(stack.x, top, str(stack.people), class_="vet cijfer halo", anchor="middle")
    return [path("".join(data), "ink-bewoner"), label]


def _dot_size(tallest: int, room: float, height: float) -> tuple[float, int]:
    """The largest dots with which the tallest stack still fits: (radius, dots beside each other)."""
    for across in range(1, 12):
        radius = min(7.0, (room - 3) / across / 2.3)
        if math.ceil(tallest / across) * radius * 2.3 <= height:
            return radius, across
    return radius, across


def _chance_axis(chances: Sequence[float], ticks: int) -> tuple[float, float, float]:
    """Start, end and step of the axis: from zero, unless all chances lie in the upper half."""
    highest = max(chances, default=0.1) or 0.1
    step = _nice_step(highest / ticks)
    high = step * math.ceil(highest / step + 1e-9)
    lowest = min(chances, default=0.0)
    low = step * math.floor(lowest / step) if lowest > high / 2 else 0.0
    return low, max(high, low + step), step


def _nice_step(rough: float) -> float:
    if rough <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(rough))
    return float(next(power * factor for factor in (1, 2, 5, 10) if rough <= power * factor + 1e-12))


def _chance_ticks(low, high, step, width, base, percent) -> list[SafeString]:
    parts = []
    count = round((high - low) / step)
    for index in range(count + 1):
        value = low + index * step
        x = _EDGE + (width - 2 * _EDGE) * (value - low) / (high - low)
        parts.append(path(f"M{number(x)} {number(base)}v6", "ink-lijn"))
        parts.append(text(x, base + 25, percent(value), anchor="middle"))
    return parts


def _average(value, low, high, width, base, label) -> list[SafeString]:
    x = _EDGE + (width - 2 * _EDGE) * (value - low) / (high - low)
    parts = [path(f"M{number(x)} {number(base)}V10", "ink-lijn-streep")]
    if label:
        before = x + 8 + len(label) * CHARACTER_WIDTH > width
        parts.append(text(x - 8 if before else x + 8, 20, label, class_="halo", anchor="end" if before else None))
    return parts


_LINES = {"municipality": "ink-lijn-gemeente", "resident": "ink-lijn-bewoner", "other": "ink-lijn-zacht"}
_POINTS = {"municipality": "ink-gemeente", "resident": "ink-bewoner", "other": "ink-inkt"}


def line_over_years(
    series: Sequence[Series],
    *,
    value: Callable[[float], str],
    title: str,
    desc: str = "",
    from_zero: bool = True,
    narrow: bool = False,
) -> SafeString:
    """Lines over the years; each with a point of its own shape and its last value written at the end.

    value: a number to text. A year without a value breaks the line rather than being guessed. At most three lines.
    """
    known = [(year, number_) for line in series for year, number_ in line.points if number_ is not None]
    if not known:
        return picture(NARROW, 24, title=title, desc=desc)
    width, height = (NARROW, 240) if narrow else (WIDE, 280)
    ends = [value(last) for line in series if (last := _last(line)) is not None]
    room = max(len(end) for end in ends) * CHARACTER_WIDTH + 14
    low, high, step = value_axis([amount for _, amount in known], from_zero=from_zero)
    years = sorted({year for year, _ in known})
    gutter = (
        max(len(value(low + index * step)) for index in range(round((high - low) / step) + 1)) * CHARACTER_WIDTH + 8
    )
    plot = _Plot(years[0], years[-1], low, high, gutter, width - room, height - 32)
    parts = _grid(plot, low, high, step, value)
    parts += _year_labels(plot, years, 4 if not narrow else 3)
    for line in series:
        parts += _line(plot, line)
    parts += _end_labels(plot, series, value)
    return picture(width, height, *parts, title=title, desc=desc)


def value_axis(amounts: Sequence[float], *, from_zero: bool) -> tuple[float, float, float]:
    """Start, end and step of an axis of about four round steps that holds all amounts, and zero if asked."""
    least, most = min(amounts), max(amounts)
    if from_zero:
        least, most = min(least, 0.0), max(most, 0.0)
    # Where all amounts are (almost) equal, the step follows their size, so that the axis stays short.
    step = _nice_step(max((most - least) / 3, max(abs(least), abs(most)) * 1e-6) or 1.0)
    low = step * math.floor(least / step)
    return low, max(step * math.ceil(most / step), low + step), step


@dataclass(frozen=True)
class _Plot:
    first: int
    last: int
    low: float
    high: float
    left: float
    width: float
    height: float

    def x(self, year: int) -> float:
        return self.left + 8 + (self.width - self.left - 16) * (year - self.first) / max(self.last - self.first, 1)

    def y(self, amount: float) -> float:
        return 12 + (self.height - 12) * (self.high - amount) / (self.high - self.low)


def _last(line: Series) -> float | None:
    return next((v for _, v in reversed(line.points) if v is not None), None)


def _grid(plot: _Plot, low: float, high: float, step: float, value: Callable[[float], str]) -> list[SafeString]:
    parts = []
    for index in range(round((high - low) / step) + 1):
        y = plot.y(low + index * step)
        line = f"M{number(plot.left)} {number(y)}H{number(plot.width)}"
        parts.append(path(line, "ink-lijn" if index == 0 else "ink-lijn-dun"))
        parts.append(text(plot.left - 8, y + 5.5, value(low + index * step), class_="zacht cijfer", anchor="end"))
    return parts


def _year_labels(plot: _Plot, years: Sequence[int], count: int) -> list[SafeString]:
    picked = sorted({years[round(index * (len(years) - 1) / max(count - 1, 1))] for index in range(count)})
    parts = []
    for year in picked:
        anchor = "start" if year == plot.first else "end" if year == plot.last else "middle"
        x = plot.left if year == plot.first else plot.width if year == plot.last else plot.x(year)
        parts.append(text(x, plot.height + 24, str(year), anchor=anchor))
    return parts


def _line(plot: _Plot, line: Series) -> list[SafeString]:
    data, pen_up = [], True
    points = []
    for year, amount in line.points:
        if amount is None:
            pen_up = True
            continue
        x, y = plot.x(year), plot.y(amount)
        data.append(f"{'M' if pen_up else 'L'}{number(x)} {number(y)}")
        pen_up = False
        points.append((x, y))
    shape = {"municipality": lambda x, y: square_path(x, y, 10), "resident": lambda x, y: circle_path(x, y, 5.5)}.get(
        line.kind, lambda x, y: triangle_path(x, y, 12)
    )
    return [path("".join(data), _LINES[line.kind]), path("".join(shape(x, y) for x, y in points), _POINTS[line.kind])]


def _end_labels(plot: _Plot, series: Sequence[Series], value) -> list[SafeString]:
    """The last values at the end of their lines, pushed apart where they would overlap."""
    ends = sorted((plot.y(last), value(last)) for line in series if (last := _last(line)) is not None)
    parts, previous = [], -math.inf
    for y, words in ends:
        previous = max(y + 5, previous + 20)
        parts.append(text(plot.width + 6, previous, words, class_="vet cijfer"))
    return parts


def three_values(
    scores: Sequence[int], labels: Sequence[str], *, title: str, desc: str = "", best: int = 5
) -> SafeString:
    """Three values in a triangle (top, right, left), each scored 0 to `best`; a full, even triangle is in balance.

    The lowest score, when it stands alone, is marked. Serves both wide and narrow.
    """
    width, height, centre = NARROW, 258, (NARROW / 2, 148)
    corners = [(0.0, -1.0), (math.sin(math.radians(120)), 0.5), (-math.sin(math.radians(120)), 0.5)]

    def at(corner: tuple[float, float], score: float) -> tuple[float, float]:
        return centre[0] + corner[0] * 108 * score / best, centre[1] + corner[1] * 108 * score / best

    def outline(values: Sequence[float]) -> str:
        return (
            "M"
            + "L".join(f"{number(x)} {number(y)}" for x, y in (at(c, v) for c, v in zip(corners, values, strict=True)))
            + "z"
        )

    rings = [
        path(outline([ring] * 3), "ink-lijn-zacht" if ring == best else "ink-lijn-dun") for ring in range(1, best + 1)
    ]
    lowest = min(scores)
    marks = []
    for corner, score in zip(corners, scores, strict=True):
        x, y = at(corner, score)
        weak = score == lowest and list(scores).count(lowest) == 1
        marks.append(
            join(
                [
                    circle(x, y, 13, "ink-steen" if weak else "ink-samen"),
                    text(x, y + 5.5, str(score), class_="vet op-donker", anchor="middle"),
                ]
            )
        )
    words = [
        text(centre[0], 18, labels[0], class_="vet", anchor="middle"),
        text(width, height - 8, labels[1], class_="vet", anchor="end"),
        text(0, height - 8, labels[2], class_="vet"),
    ]
    return picture(
        width,
        height,
        *rings,
        path(outline(scores), "ink-samen-vlak ink-rand-samen"),
        *marks,
        *words,
        title=title,
        desc=desc,
        class_="sam-drieklank",
    )
