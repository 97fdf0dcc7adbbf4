"""The conversation's figures as pictures, tables and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samenspel.foundation import pictures

from .hearing import Hearing, Place, Share, StatementView
from .selectors import QuestionPage, StatementsPage

GROUP_MARKS = ("group-a", "group-b", "group-c", "group-d")


@dataclass(frozen=True)
class Dot:
    """One step of a batch on the reaction page: done, now or later."""

    state: str


@dataclass(frozen=True)
class Batch:
    """Where someone is in a batch of statements; number is 0 when the batch is done."""

    number: int
    size: int
    dots: tuple[Dot, ...]


def batch(given: int, *, size: int, again: bool) -> Batch:
    """After `given` reactions; `again` while an earlier statement is shown once more."""
    number = (given - 1 if again else given) % size + 1
    states = ["klaar" if place < number else "nu" if place == number else "" for place in range(1, size + 1)]
    return Batch(number=number, size=size, dots=tuple(Dot(state) for state in states))


def _spoken(share: Share | None) -> str:
    return _("too few to show") if share is None else str(share)


def _columns(heard: Hearing, first: str) -> list[dict[str, Any]]:
    names = [group.name for group in heard.groups] or [_("Everyone")]
    return [{"label": first, "numeric": False}, *({"label": name, "numeric": True} for name in names)]


def share_table(heard: Hearing, statements: tuple[StatementView, ...]) -> dict[str, Any]:
    """The share that agrees, per statement and group."""
    return {
        "columns": _columns(heard, _("Statement")),
        "rows": [[view.text, *(_spoken(share) for share in view.agree)] for view in statements],
    }


def _legend(heard: Hearing) -> list[dict[str, str]]:
    return [
        {
            "mark": GROUP_MARKS[group.number % len(GROUP_MARKS)],
            "label": _("%(name)s, %(size)s neighbours") % {"name": group.name, "size": group.people},
        }
        for group in heard.groups
    ]


def _map(heard: Hearing) -> str:
    points = [pictures.MapPoint(dot.x, dot.y, dot.group) for dot in heard.dots]
    title = _("Map of everyone who reacted")
    desc = _("Whoever often chose the same stands close together.")

    def drawing(narrow: bool) -> str:
        return pictures.map_dots(
            points, title=title, desc=desc, you=_point(heard.you), you_label=_("You are here"), narrow=narrow
        )

    return pictures.responsive(drawing(False), drawing(True))


def _point(place: Place | None) -> pictures.MapPoint | None:
    return pictures.MapPoint(place.x, place.y, place.group) if place else None


def shown(page: QuestionPage) -> dict[str, Any]:
    """Pictures and tables of what we hear; empty while nothing is published."""
    heard = page.heard
    if heard is None:
        return {}
    return {
        "legend": _legend(heard),
        "common": share_table(heard, heard.common + heard.common_more),
        "differences": share_table(heard, heard.differences),
        "map": _map(heard),
        "sizes": {
            "columns": [{"label": _("Group"), "numeric": False}, {"label": _("Neighbours"), "numeric": True}],
            "rows": [
                *([group.name, group.people] for group in heard.groups),
                [_("In no group"), _("fewer than five") if heard.ungrouped is None else heard.ungrouped],
            ],
        },
    }


def statements_table(page: StatementsPage) -> dict[str, Any]:
    """All statements that count, with the share of everyone that agrees, where it may be shown."""
    if page.heard is None:
        return {
            "columns": [
                {"label": _("Statement"), "numeric": False},
                {"label": _("Where it comes from"), "numeric": False},
            ],
            "rows": [[statement.text, statement.get_origin_display()] for statement in page.accepted],
        }
    return share_table(page.heard, page.heard.every)
