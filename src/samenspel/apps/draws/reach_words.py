"""Whom a draw reaches and how seats are filled, in words, tables and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures

from . import selectors
from .models import LotTicket
from .presentation import Column, Shape, Table, feature_label, percent, value_label


@dataclass(frozen=True)
class Mirror:
    """One feature: a picture, its sentence, and the table with every number that may be told."""

    feature: str
    picture: SafeString
    sentence: str
    table: Table


@dataclass(frozen=True)
class ReachShown:
    """The page of the reach in the current language."""

    headline: str
    before: str
    spoken_before: str
    funnel: tuple[Shape, ...]
    mirrors: tuple[Mirror, ...]
    lighter: tuple[tuple[str, str], ...]
    legend: tuple[dict[str, str], ...]


def reach_shown(reach: selectors.Reach) -> ReachShown:
    """The reach of a lot in words."""
    return ReachShown(
        headline=_headline(reach),
        before=_first_time(reach.never_before, reach.known_before, _("who said yes")),
        spoken_before=_spoken_first_time(reach),
        funnel=_funnel(reach),
        mirrors=tuple(_mirror(table, reach) for table in reach.tables),
        lighter=tuple(
            (str(LotTicket.LighterRole(role).label), number_format(count))
            for role, count in reach.lighter_roles.items()
            if count is not None
        ),
        legend=_legend(reach),
    )


def _headline(reach: selectors.Reach) -> str:
    if reach.never_before is not None and reach.known_before:
        return _("%(share)s of those who said yes never took part before") % {
            "share": percent(reach.never_before / reach.known_before, 0)
        }
    return ngettext(
        "%(reached)s neighbour spoken with, %(yes)s said yes", "%(reached)s neighbours spoken with, %(yes)s said yes",
        reach.reached,
    ) % {"reached": number_format(reach.reached), "yes": number_format(reach.yes)}  # fmt: skip


def _first_time(never: int | None, known: int, who: str) -> str:
    if never is None or not known:
        return ""
    return _("Of the %(known)s people %(who)s and who told us, %(never)s never took part in anything before.") % {
        "known": number_format(known),
        "who": who,
        "never": number_format(never),
    }


def _spoken_first_time(reach: selectors.Reach) -> str:
    """The same for everyone spoken with, unless only who said yes told it: then it is the same sentence twice."""
    if (reach.spoken_never_before, reach.spoken_known_before) == (reach.never_before, reach.known_before):
        return ""
    return _first_time(reach.spoken_never_before, reach.spoken_known_before, _("we spoke with"))


def _funnel(reach: selectors.Reach) -> tuple[Shape, ...]:
    steps = [
        (reach.invited, _("people drawn")),
        (reach.reached, _("people reached")),
        (reach.yes, _("said yes")),
        (reach.seated, _("got a seat")),
    ]
    most = max(reach.invited, 1)
    return tuple(Shape(label, number_format(count), count / most) for count, label in steps)


def _legend(reach: selectors.Reach) -> tuple[dict[str, str], ...]:
    rows = [
        ("municipality", _("in the neighbourhood")),
        ("no-group", _("said yes")),
        *([("group-b", _("in the panel"))] if reach.panel else []),
        ("resident", _("in the council")),
    ]
    return tuple({"mark": mark, "label": label} for mark, label in rows)


def _share(count: int | None, whole: int) -> float | None:
    return None if count is None or not whole else count / whole


def _mirror(table: selectors.ReachTable, reach: selectors.Reach) -> Mirror:
    label = feature_label(table.feature)
    rows = [
        pictures.Compared(
            value_label(table.feature, row.value),
            {
                "neighbourhood": row.neighbourhood_share,
                "yes": _share(row.yes, reach.yes),
                "panel": _share(row.panel, reach.panel),
                "council": _share(row.seated, reach.seated),
            },
        )
        for row in table.rows
    ]
    title = _("%(feature)s: the neighbourhood beside who said yes and who got a seat") % {"feature": label}
    drawn = (
        pictures.compare_shares(rows, percent=lambda share: percent(share, 0), title=title, narrow=narrow)
        for narrow in (False, True)
    )
    return Mirror(label, pictures.responsive(*drawn), _sentence(table, reach), _table(table, reach, label))


def _sentence(table: selectors.ReachTable, reach: selectors.Reach) -> str:
    """The group that said yes least often compared with the neighbourhood, if that may be told."""
    gaps = [
        (share - row.neighbourhood_share, row)
        for row in table.rows
        if row.neighbourhood_share is not None and (share := _share(row.yes, reach.yes)) is not None
    ]
    if not gaps:
        return _("too few people to compare groups")
    gap, row = min(gaps, key=lambda one: one[0])
    group = value_label(table.feature, row.value)
    if gap > -0.05:
        return _("those who said yes resemble the neighbourhood")
    return _("fewer said yes from ‘%(group)s’: %(yes)s of those who said yes, %(all)s of the neighbourhood") % {
        "group": group,
        "yes": percent((row.yes or 0) / reach.yes, 0),
        "all": percent(row.neighbourhood_share or 0.0, 0),
    }


def _table(table: selectors.ReachTable, reach: selectors.Reach, label: str) -> Table:
    columns = [
        Column(label, numeric=False),
        Column(_("In the neighbourhood")),
        Column(_("Drawn")),
        Column(_("Reached")),
        Column(_("Said yes")),
        *([Column(_("In the panel"))] if reach.panel else []),
        Column(_("Got a seat")),
    ]
    rows: list[list[Any]] = [
        [
            value_label(table.feature, row.value),
            "–" if row.neighbourhood_share is None else percent(row.neighbourhood_share, 0),
            _count(row.invited),
            _count(row.reached),
            _count(row.yes),
            *([_count(row.panel)] if reach.panel else []),
            _count(row.seated),
        ]
        for row in table.rows
    ]
    title = _("%(feature)s from letter to seat") % {"feature": label}
    return Table(title, tuple(columns), tuple(rows))


def _count(count: int | None) -> str:
    return _("too few to tell") if count is None else number_format(count)


def outcome_words() -> dict[str, str]:
    """What each outcome in the order of the lot is called."""
    return {
        "seat": _("has a seat"),
        "yes": _("yes"),
        "open": _("may still answer"),
        "passed": _("no seat"),
    }


def filling_ring(page: selectors.FillingPage) -> SafeString:
    """The seats that are given, and those that are still open."""
    seats = [pictures.Seat("drawn", ticket) for ticket in page.seated]
    given = len(seats)
    seats += [pictures.Seat("open", "") for _seat in range(max(0, page.seats - given))]
    title = _("%(given)s of %(seats)s seats are given") % {"given": given, "seats": page.seats}
    note = _("of %(seats)s seats") % {"seats": page.seats}
    drawn = (
        pictures.ring_of_seats(seats, title=title, centre=str(given), note=note, narrow=narrow)
        for narrow in (False, True)
    )
    return pictures.responsive(*drawn, room="small")
