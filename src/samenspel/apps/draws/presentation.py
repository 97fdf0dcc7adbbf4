"""A draw's record in words, tables and pictures: what the template lays out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures

from . import selectors

Row = list[Any]
MOMENT = "j F Y, H.i"


@dataclass(frozen=True)
class Column:
    """A column of a table, as c-data-table takes it."""

    label: str
    numeric: bool = True


@dataclass(frozen=True)
class Shape:
    """A step of the funnel, as c-funnel takes it."""

    label: str
    value: str
    share: float


@dataclass(frozen=True)
class Table:
    """A table with its caption."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Step:
    """A step of the public act in words; `code` is evidence to compare, letter by letter."""

    title: str
    text: str
    code: str
    done: bool


@dataclass(frozen=True)
class Shown:
    """What the template of a draw needs beside the page's own facts."""

    ring: SafeString
    funnel: tuple[Shape, ...]
    before: str
    histogram: SafeString
    dot_people: int
    chance_table: Table
    mean: str
    smallest: str
    largest: str
    # A replacement: how many could come in at all, and the smallest chance among them.
    possible_count: int
    smallest_possible: str
    bound: str
    # True when no lottery of so many equal panels gives the smallest chance more.
    is_best: bool
    gap: str
    binding: tuple[str, ...]
    features: tuple[Table, ...]
    steps: tuple[Step, ...]
    bundle_name: str
    bundle_kilobytes: str


def shown(page: selectors.DrawPage) -> Shown:
    """The page of a draw in the current language."""
    chances = page.chances
    return Shown(
        ring=_ring(page),
        funnel=_funnel(page.funnel),
        before=_before(page.funnel),
        histogram=_histogram(chances),
        dot_people=pictures.dots_per_mark(len(chances.chances)),
        chance_table=_chance_table(chances.chances),
        mean=percent(chances.mean),
        smallest=percent(chances.smallest),
        largest=percent(chances.largest),
        possible_count=len([chance for chance in chances.chances if chance > 0]),
        smallest_possible=percent(min((chance for chance in chances.chances if chance > 0), default=0.0)),
        bound=percent(chances.bound, 2),
        is_best=chances.bound - chances.smallest < 1 / page.panel_count,
        gap=percent(max(0.0, chances.bound - chances.best_smallest), 2),
        binding=tuple(_binding(target) for target in page.binding[:BINDING_SHOWN_MAX]),
        features=tuple(_feature_table(table, seated=page.is_published) for table in page.features),
        steps=tuple(_step(step, page) for step in page.steps),
        bundle_name=f"loting-{page.public_id}.json",
        bundle_kilobytes=number_format(max(1, round(page.bundle_bytes_count / 1000))),
    )


def percent(share: float, decimals: int = 1) -> str:
    """A share of 0 to 1 as the language writes it: '9,4%'."""
    # Rounded here: number_format cuts digits off.
    return f"{number_format(round(share * 100, decimals), decimals)}%"


def announced_words(announced: str) -> str:
    """Which public numbers will decide, in words."""
    kind, _colon, rest = announced.partition(":")
    if kind == "balls":
        return _("three balls, drawn in public")
    if kind == "text":
        return _("public numbers that we write down, such as balls drawn at a gathering")
    if kind == "numbers":
        return _("the numbers of: %(names)s") % {"names": rest.replace(";", ", ")}
    moment = localtime(selectors.round_time(int(rest)))
    return _("drand round %(round)s, of %(moment)s") % {"round": rest, "moment": date_format(moment, "j F Y, H.i")}


def with_chances(told: selectors.PotAnswer) -> list[tuple[selectors.PotDraw, str]]:
    """Each draw that someone was in with their chance in words ('' where they could not be drawn)."""
    return [(one, percent(one.panels / one.panel_count) if one.panel_count else "") for one in told.draws]


def feature_label(feature: str) -> str:
    """The name of a feature; one that the platform does not know stands as the municipality wrote it."""
    known = {
        "age": _("Age"),
        "sex": _("Sex"),
        "housing": _("Housing"),
        "area_part": _("Part of the neighbourhood"),
        "education": _("Education"),
    }
    return known.get(feature, feature)


def value_label(feature: str, value: str) -> str:
    """The name of a feature's value; age bands are written out."""
    if feature == "age":
        if match := re.fullmatch(r"(\d+)-(\d+)", value):
            return _("%(from)s to %(to)s years") % {"from": match[1], "to": match[2]}
        if match := re.fullmatch(r"(\d+)\+", value):
            return _("%(from)s years and older") % {"from": match[1]}
    known = {
        ("sex", "vrouw"): _("Women"),
        ("sex", "man"): _("Men"),
        ("sex", "anders"): _("Other"),
        ("housing", "huur"): _("Rented"),
        ("housing", "koop"): _("Owned"),
        ("housing", "kamers"): _("Rooms"),
    }
    return known.get((feature, value), value)


def _ring(page: selectors.DrawPage) -> SafeString:
    seats = [pictures.Seat(origin, label) for origin, label in page.seats]
    if page.is_published:
        title = ngettext(
            "Round table with %(count)s drawn seat, taken", "Round table with %(count)s drawn seats, all taken",
            page.seats_drawn + len(page.staying),
        ) % {"count": page.seats_drawn + len(page.staying)}  # fmt: skip
    else:
        title = ngettext(
            "Round table with %(count)s open seat", "Round table with %(count)s open seats", page.seats_drawn
        ) % {"count": page.seats_drawn}
    desc = _("Tickets: %(tickets)s.") % {"tickets": ", ".join(page.panel)} if page.panel else ""
    around = page.seats_drawn + len(page.staying)
    note = _("of %(count)s tickets") % {"count": number_format(page.volunteers + len(page.staying))}
    return pictures.responsive(
        *(
            pictures.ring_of_seats(seats, title=title, desc=desc, centre=str(around), note=note, narrow=narrow)
            for narrow in (False, True)
        ),
        room="small",
    )


def _funnel(funnel: selectors.Funnel) -> tuple[Shape, ...]:
    steps = [
        (funnel.drawn, _("people drawn")),
        (funnel.reached, _("people reached")),
        (funnel.volunteers, _("said yes")),
        (funnel.seated, _("got a seat")),
    ]
    known = [(count, label) for count, label in steps if count is not None]
    most = max(count for count, _label in known) or 1
    return tuple(Shape(label, number_format(count), count / most) for count, label in known)


def _before(funnel: selectors.Funnel) -> str:
    """How many never took part before: of the seated where that may be told, else of who said yes."""
    if funnel.seated_never_before is not None:
        return _("%(never)s of the %(all)s with a seat never took part in anything of the municipality before.") % {
            "never": funnel.seated_never_before,
            "all": funnel.seated_known_before,
        }
    if funnel.never_before is not None:
        return _("%(never)s of the %(all)s who said yes never took part in anything of the municipality before.") % {
            "never": number_format(funnel.never_before),
            "all": number_format(funnel.known_before),
        }
    return ""


def _histogram(summary: selectors.ChanceSummary) -> SafeString:
    title = _("Everyone's chance of a seat: the smallest %(smallest)s, the largest %(largest)s.") % {
        "smallest": percent(summary.smallest),
        "largest": percent(summary.largest),
    }
    average = _("on average %(mean)s") % {"mean": percent(summary.mean)}
    return pictures.responsive(
        *(
            pictures.chance_histogram(
                summary.chances,
                percent=lambda chance: percent(chance, 0 if round(chance * 100, 6).is_integer() else 1),
                title=title,
                average_label=average,
                narrow=narrow,
            )
            for narrow in (False, True)
        )
    )


CHANCE_BANDS = 6
BINDING_SHOWN_MAX = 8


def _chance_table(chances: tuple[float, ...]) -> Table:
    """How many people had a chance between which bounds, in at most six bands of equal width."""
    low, high = chances[0], chances[-1]
    width = (high - low) / CHANCE_BANDS
    counts = [0] * CHANCE_BANDS
    for chance in chances:
        counts[min(CHANCE_BANDS - 1, int((chance - low) / width)) if width else 0] += 1
    rows = [
        [_band(low + band * width, low + (band + 1) * width), number_format(count)]
        for band, count in enumerate(counts)
        if count
    ]
    title = _("How many people had which chance")
    return Table(title, (Column(_("Chance"), numeric=False), Column(_("People"))), tuple(rows))


def _band(low: float, high: float) -> str:
    if percent(low) == percent(high):
        return percent(low)
    return _("%(low)s to %(high)s") % {"low": percent(low), "high": percent(high)}


def _feature_table(table: selectors.FeatureTable, *, seated: bool) -> Table:
    """Neighbourhood, volunteers and, once there is one, the panel; before that the seats that each group gets."""
    columns = [
        Column(feature_label(table.feature), numeric=False),
        Column(_("In the neighbourhood")),
        Column(_("Among who said yes")),
        *([Column(_("In the panel"))] if seated else []),
        Column(_("Seats") if seated else _("Seats there will be"), numeric=False),
    ]
    rows = [_feature_row(table.feature, row, seated=seated) for row in table.rows]
    title = _("%(feature)s in the neighbourhood, among who said yes and in the panel") % {
        "feature": feature_label(table.feature)
    }
    return Table(title, tuple(columns), tuple(rows))


def _feature_row(feature: str, row: selectors.FeatureRow, *, seated: bool) -> Row:
    return [
        value_label(feature, row.value),
        _known(row.neighbourhood_share),
        _known(row.volunteers_share, hidden=row.volunteers is None),
        *([_known(row.seats_share)] if seated else []),
        _seats(row.seats) if row.seats is not None else _between(row.seats_min, row.seats_max),
    ]


# More dots than this are no longer counted but guessed.
SEAT_DOTS_MAX = 12


def _seats(count: int) -> SafeString:
    """A number of seats, as dots where they can be counted at a glance."""
    if not 0 < count <= SEAT_DOTS_MAX:
        return format_html("{}", count)
    dots = format_html_join("", "{}", ((pictures.mark("resident"),) for _dot in range(count)))
    return format_html('<span class="sam-rijstip">{}<span class="sam-vh">{}</span></span>', dots, count)


def _binding(target: dict[str, Any]) -> str:
    """A target at whose bound every panel stands, in words."""
    group = f"{feature_label(target['feature'])}, {value_label(target['feature'], target['value'])}"
    if target["bound"] == "max":
        return _("%(group)s: at most %(seats)s in every panel") % {"group": group, "seats": target["seats"]}
    return _("%(group)s: at least %(seats)s in every panel") % {"group": group, "seats": target["seats"]}


def _known(share: float | None, *, hidden: bool = False) -> str:
    if hidden:
        return _("too few to tell")
    return "–" if share is None else percent(share, 0)


def _between(low: int | None, high: int | None) -> str:
    """How many seats a group gets, as the targets bound them."""
    if low is None or high is None:
        return "–"
    if high - low == 1:
        return _("%(low)s or %(high)s") % {"low": low, "high": high}
    return str(low) if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _step(step: selectors.PublicStep, page: selectors.DrawPage) -> Step:
    moment = date_format(localtime(step.at), MOMENT) if step.at else ""
    done = step.at is not None
    if step.kind == "before":
        text = _("%(moment)s. This draw follows on it: who stays, stays.") % {"moment": moment}
        return Step(_("The first draw"), text, _blocks(step.evidence), done)
    if step.kind == "lot":
        return Step(_("The order of the lot"), f"{moment}." if done else "", _blocks(step.evidence), done)
    if step.kind == "committed":
        text = _("%(moment)s. The list of tickets and all %(panels)s panels are sealed.") % {
            "moment": moment,
            "panels": number_format(page.panel_count),
        }
        return Step(_("Sealed"), text, _blocks(step.evidence), done)
    if step.kind == "picked":
        return _picked_step(step, moment, done)
    if not done:
        return Step(_("The panel is known"), _("Two people look at it first."), "", done)
    title = _("Panel %(number)s wins") % {"number": f"{page.picked:03d}"}
    told = ngettext("That is ticket %(tickets)s.", "Those are tickets %(tickets)s.", step.evidence.count(",") + 1)
    return Step(title, told % {"tickets": step.evidence}, "", done)


def _picked_step(step: selectors.PublicStep, moment: str, done: bool) -> Step:
    kind, _colon, number = step.evidence.partition(":")
    if not done:
        told = {
            "balls": _("Three balls, drawn in public, name the panel."),
            "drand": _("A public random number (drand), that nobody knows beforehand, names the panel."),
            "numbers": _("Numbers that others publish, and that nobody knows beforehand, name the panel."),
            "text": _("Public numbers that nobody knows beforehand name the panel."),
        }
        announced = _("Announced: %(announced)s.") % {"announced": announced_words(step.evidence)}
        return Step(_("The number falls"), f"{told[kind]} {announced}", "", done)
    text = f"{step.told.rstrip('.')}. {moment}." if step.told else f"{moment}."
    if kind == "balls":
        digits = {"first": number[0], "second": number[1], "third": number[2]}
        title = _("Three digits drawn: %(first)s, %(second)s and %(third)s") % digits
        return Step(title, text, "", done)
    if kind == "drand":
        announced = announced_words(f"drand:{number.partition(':')[0]}")
        return Step(_("The number has fallen"), f"{announced[:1].upper()}{announced[1:]}. {text}", number, done)
    return Step(_("The number has fallen"), text, step.evidence.partition(":")[2], done)


def _blocks(code: str) -> str:
    """The first sixteen characters of a hash in four blocks: enough to compare by eye."""
    return " ".join(code[i : i + 4] for i in range(0, 16, 4))
