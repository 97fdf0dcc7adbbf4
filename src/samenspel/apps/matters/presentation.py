"""The share that is carried together: a sentence, a picture, a legend and the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures

from .models import Matter
from .selectors import Share


@dataclass(frozen=True)
class ShareShown:
    """How the share is shown; `picture` is '' when nothing is carried yet."""

    sentence: str
    picture: SafeString
    legend: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    rows: list[list[Any]]


def share(found: Share) -> ShareShown:
    """Every dot is one thing that someone carries: round by residents, square by the municipality, green together."""
    parts = [
        (found.by_residents, "resident", "resident", _("residents and associations")),
        (found.left_to_street, "open", "open", _("left to the street")),
        (found.by_pair, "together", "together-round", _("together")),
        (found.by_partners, "together-middle", "together-middle", _("a partner")),
        (found.by_official, "municipality", "municipality", _("the municipality alone")),
    ]
    sentence = _sentence(found)
    groups = [pictures.Dots(number, kind) for number, kind, _mark, _label in parts]
    picture = SafeString("")
    if found.carried:
        wide, narrow = (pictures.dots(groups, title=sentence, narrow=small) for small in (False, True))
        picture = pictures.responsive(wide, narrow)
    return ShareShown(
        sentence=sentence,
        picture=picture,
        legend=[{"mark": mark, "label": f"{label}: {number}"} for number, _kind, mark, label in parts if number],
        columns=[{"label": _("Who carries it")}, {"label": _("How many"), "numeric": True}],
        rows=[
            *([label, number] for number, _kind, _mark, label in parts),
            [_("nobody yet"), found.nobody],
        ],
    )


def _sentence(found: Share) -> str:
    if not found.carried:
        return _("Nothing is carried by anyone yet.")
    return ngettext(
        "Of %(carried)s thing that is carried, %(together)s is carried by more than the municipality alone.",
        "Of %(carried)s things that are carried, %(together)s are carried by more than the municipality alone.",
        found.carried,
    ) % {"carried": found.carried, "together": found.together}


def course_lines(matter: Matter) -> list[tuple[str, str]]:
    """The course so far as (day and status, what was told) lines, for a screen of the workspace."""
    return [
        (f"{date_format(localdate(step.at), 'j F Y')}, {step.get_status_display()}", step.told)
        for step in matter.steps.all()
    ]
