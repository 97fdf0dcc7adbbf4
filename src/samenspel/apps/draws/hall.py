"""The big screen of a draw as a row of scenes: three while the room waits, then the digits, the seats, the end.

Each scene is a page of its own: it works with a link, with an arrow key, or by itself with htmx.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures

from .presentation import feature_label, percent, value_label
from .selectors import HallPage, MirrorRow

BEFORE = ("sealed", "chances", "course")
DIGITS = 3
# A council fills seat by seat; a large panel in about as many steps.
SEAT_STEPS_MAX = 12
RING_SEATS_MAX = 30
MIRROR_FEATURES_MAX = 3
COLUMNS = 40
SECONDS = {"sealed": 12, "chances": 12, "course": 12, "digit": 4, "panel": 5, "seats": 3}


@dataclass(frozen=True)
class MirrorLine:
    """A group: seats taken so far of those it gets."""

    label: str
    filled: int
    total: int

    @property
    def dots(self) -> list[bool]:
        """Whether each seat of this group is taken."""
        return [place < self.filled for place in range(self.total)]


@dataclass(frozen=True)
class Scene:
    """What stands on the screen. `step` is its number from 1, `last` that of the end; `seconds` until the next one."""

    kind: str
    step: int
    last: int
    title: str
    text: str
    digits: tuple[str, ...]
    newest: tuple[str, ...]
    picture: SafeString | None
    mirror: tuple[tuple[str, tuple[MirrorLine, ...]], ...]
    seconds: int
    said: str

    @property
    def stage(self) -> int:
        """How far the evening is: 1 sealed, 2 the digits, 3 the seats, 4 count it again."""
        return {"digit": 2, "panel": 2, "seats": 3, "end": 4}.get(self.kind, 1)


def scene_of(page: HallPage, *, step: int | None) -> Scene:
    """The scene with this number; without one the first, or the end of a draw that was published before."""
    if page.picked is None:
        return _before(page, min(max(step or 1, 1), len(BEFORE)))
    groups = _groups(page.panel)
    last = DIGITS + 1 + len(groups) + 1
    step = min(max(step or (last if page.is_official else 1), 1), last)
    if step <= DIGITS:
        return _digit(page, step, last)
    if step == DIGITS + 1:
        return _panel(page, step, last)
    if step == last:
        return _end(page, last)
    return _seats(page, groups, step, last)


def in_blocks(code: str) -> str:
    """A hash in blocks of four, to read aloud and to compare."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def course_lines(page: HallPage) -> list[str]:
    """What will happen tonight, in order."""
    told = {
        "balls": _("Three balls are drawn here, in front of everyone."),
        "drand": _("A public random number appears that nobody knows beforehand."),
        "numbers": _("Numbers that others publish decide. Nobody here can choose them."),
        "text": _("Public numbers are drawn here, in front of everyone."),
    }[page.announced.partition(":")[0]]
    return [
        told,
        _("Two people type them, each at their own desk."),
        _("The number names one of the panels that were laid down."),
        _("The seats are filled. Names stay unknown: you see ticket numbers."),
        _("Everyone can count it again, on paper or on a phone."),
    ]


def _scene(kind: str, step: int, last: int, title: str, text: str, **more: object) -> Scene:
    facts: dict[str, Any] = {"digits": (), "newest": (), "picture": None, "mirror": ()} | more
    facts |= {"seconds": SECONDS.get(kind, 0), "said": f"{title}. {text}"}
    return Scene(kind=kind, step=step, last=last, title=title, text=text, **facts)


def _before(page: HallPage, step: int) -> Scene:
    kind = BEFORE[step - 1]
    if kind == "chances":
        text = _("One dot is %(people)s. The smallest chance is %(smallest)s, the largest %(largest)s.") % {
            "people": _dot_people(page),
            "smallest": percent(page.chances[0]),
            "largest": percent(page.chances[-1]),
        }
        return _scene(kind, step, len(BEFORE), _("Everyone's chance"), text, picture=_histogram(page))
    if kind == "course":
        return _scene(kind, step, len(BEFORE), _("This is how it goes"), _("Whoever wants to can count along."))
    title = ngettext("%(count)s seat to draw", "%(count)s seats to draw", page.seats) % {
        "count": number_format(page.seats)
    }
    text = _("%(yes)s neighbours can be drawn. %(panels)s panels are laid down, from 000 to %(highest)s.") % {
        "yes": number_format(page.volunteers),
        "panels": number_format(page.panel_count),
        "highest": f"{page.panel_count - 1:03d}",
    }
    return _scene(kind, step, len(BEFORE), title, text, picture=_grid(page, ""))


def _dot_people(page: HallPage) -> str:
    people = pictures.dots_per_mark(len(page.chances))
    return ngettext("%(count)s person", "%(count)s people", people) % {"count": people}


def _digit(page: HallPage, step: int, last: int) -> Scene:
    fallen = f"{page.picked:03d}"[:step]
    title = (_("First a %(digit)s"), _("Then a %(digit)s"), _("And a %(digit)s"))[step - 1] % {"digit": fallen[-1]}
    left = len([number for number in range(page.panel_count) if f"{number:03d}".startswith(fallen)])
    text = ngettext("%(count)s panel is left.", "%(count)s panels are left.", left) % {"count": number_format(left)}
    return _scene("digit", step, last, title, text, digits=tuple(fallen), picture=_grid(page, fallen))


def _panel(page: HallPage, step: int, last: int) -> Scene:
    number = f"{page.picked:03d}"
    title = _("Panel %(number)s") % {"number": number}
    text = _("It was laid down beforehand, together with all the others.")
    return _scene("panel", step, last, title, text, digits=tuple(number), picture=_table(page, ()))


def _groups(panel: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The panel in the groups in which it takes its seats."""
    size = ceil(len(panel) / SEAT_STEPS_MAX)
    return [panel[start : start + size] for start in range(0, len(panel), size)]


def _seats(page: HallPage, groups: list[tuple[str, ...]], step: int, last: int) -> Scene:
    number = step - DIGITS - 1
    seated = tuple(ticket for group in groups[:number] for ticket in group)
    newest = groups[number - 1]
    title = _("Welcome, ticket %(ticket)s") % {"ticket": newest[0]}
    if len(newest) > 1:
        title = _("Welcome, %(count)s neighbours") % {"count": len(newest)}
    text = _("%(taken)s of %(all)s seats are taken.") % {
        "taken": number_format(len(seated) + len(page.staying)),
        "all": number_format(len(page.panel) + len(page.staying)),
    }
    return _scene(
        "seats",
        step,
        last,
        title,
        text,
        digits=tuple(f"{page.picked:03d}"),
        newest=newest,
        picture=_table(page, seated),
        mirror=_mirror(page, {*seated, *page.staying}),
    )


def _end(page: HallPage, last: int) -> Scene:
    title = _("Count it yourself")
    text = _("Two people have looked at it: this is the outcome.")
    if not page.is_official:
        text = _("Two people now look at it. After that it is official.")
    return _scene(
        "end",
        last,
        last,
        title,
        text,
        digits=tuple(f"{page.picked:03d}"),
        picture=_table(page, page.panel),
        mirror=_mirror(page, {*page.panel, *page.staying}),
    )


def _mirror(page: HallPage, seated: set[str]) -> tuple[tuple[str, tuple[MirrorLine, ...]], ...]:
    def line(feature: str, row: MirrorRow) -> MirrorLine:
        return MirrorLine(value_label(feature, row.value), len(row.tickets & seated), len(row.tickets))

    return tuple(
        (feature_label(feature), tuple(line(feature, row) for row in rows if row.tickets))
        for feature, rows in page.mirror[:MIRROR_FEATURES_MAX]
    )


def _grid(page: HallPage, fallen: str) -> SafeString:
    """All panels as dots, in the order of their numbers; what the digits so far leave open is full."""
    numbers = range(page.panel_count)
    open_ones = [number for number in numbers if f"{number:03d}".startswith(fallen)]
    first, count = (open_ones[0], len(open_ones)) if open_ones else (0, 0)
    groups = [
        pictures.Dots(first, "empty"),
        pictures.Dots(count, "resident"),
        pictures.Dots(page.panel_count - first - count, "empty"),
    ]
    title = _("All %(panels)s panels as dots; %(left)s can still be drawn.") % {
        "panels": number_format(page.panel_count),
        "left": number_format(count),
    }
    wide, narrow = (
        pictures.dots(groups, title=title, columns=25 if small else COLUMNS, narrow=small) for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def _histogram(page: HallPage) -> SafeString:
    title = _("Everyone's chance of a seat: the smallest %(smallest)s, the largest %(largest)s.") % {
        "smallest": percent(page.chances[0]),
        "largest": percent(page.chances[-1]),
    }
    return pictures.responsive(
        *(
            pictures.chance_histogram(
                page.chances,
                percent=lambda chance: percent(chance, 0 if round(chance * 100, 6).is_integer() else 1),
                title=title,
                narrow=narrow,
            )
            for narrow in (False, True)
        )
    )


def _table(page: HallPage, seated: tuple[str, ...]) -> SafeString:
    """The table with who sits: a ring as long as it is legible, else dots."""
    taken = (*page.staying, *seated)
    total = len(page.staying) + len(page.panel)
    title = _("%(taken)s of %(all)s drawn seats are taken.") % {"taken": len(taken), "all": total}
    if total > RING_SEATS_MAX:
        groups = [pictures.Dots(len(taken), "resident"), pictures.Dots(total - len(taken), "open")]
        return pictures.responsive(
            *(pictures.dots(groups, title=title, columns=20, narrow=narrow) for narrow in (False, True))
        )
    drawn = [pictures.Seat("drawn", ticket) for ticket in taken]
    drawn += [pictures.Seat("open")] * (total - len(taken))
    seats = _spread(drawn, page.delegated)
    note = _("of %(count)s seats") % {"count": total}
    return pictures.responsive(
        *(
            pictures.ring_of_seats(seats, title=title, centre=str(len(taken)), note=note, narrow=narrow)
            for narrow in (False, True)
        ),
        room="small",
    )


def _spread(drawn: list[pictures.Seat], delegated: int) -> list[pictures.Seat]:
    """The councillors sit spread among the residents, as at the table."""
    total = len(drawn) + delegated
    places = {round(index * total / delegated) for index in range(delegated)} if delegated else set()
    residents = iter(drawn)
    return [pictures.Seat("delegated") if place in places else next(residents) for place in range(total)]
