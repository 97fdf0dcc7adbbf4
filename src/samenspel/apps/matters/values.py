"""The three values of a subject as people read them: a triangle, a sentence, the reasons, and how it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from samenspel.foundation import pictures

from .balance import VALUES, Balance, balance_of
from .models import ValueWeighing

BEST = 5
# The corners of the triangle: top, right, left.
_CORNERS = ("engagement", "legitimacy", "return")


@dataclass(frozen=True)
class ValueLine:
    """One value with its score (1 to 5) and why; `filled` holds a True for each point out of five."""

    key: str
    label: str
    score: int
    reason: str
    is_weak: bool

    @property
    def filled(self) -> list[bool]:
        return [number < self.score for number in range(BEST)]


@dataclass(frozen=True)
class Weighed:
    """One weighing: its lines, what the balance says, by whom (a name, or '') and when."""

    lines: tuple[ValueLine, ...]
    sentence: str
    is_even: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class ValuesPage:
    """The newest weighing with its triangle, and the earlier ones, newest first."""

    latest: Weighed
    triangle: SafeString
    earlier: tuple[Weighed, ...]


def values_of(subject_kind: str, subject_id: str) -> ValuesPage | None:
    """How a subject was weighed, or None when nobody did yet."""
    rows = ValueWeighing.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    weighed = tuple(_weighed(row) for row in rows.select_related("weighed_by").order_by("-weighed_at", "-pk"))
    if not weighed:
        return None
    return ValuesPage(latest=weighed[0], triangle=_triangle(weighed[0]), earlier=weighed[1:])


def sentence_of(balance: Balance) -> str:
    """What the balance says: what stands out, and the question that this leaves."""
    if balance.is_even:
        return {
            "high": _("In balance, and strong on all three."),
            "middle": _("The three values are in balance."),
            "low": _("In balance, but weak on all three. Is this the right thing to do?"),
        }[balance.level]
    return f"{_strength(balance.strong)} {' '.join(_question(name) for name in balance.weak)}"


def _strength(strong: tuple[str, ...]) -> str:
    if len(strong) > 1:
        names = [label_of(name) for name in strong]
        return _("%(first)s and %(second)s are strong.") % {"first": capfirst(names[0]), "second": names[1]}
    return {
        "return": _("This mostly yields something."),
        "engagement": _("This is mostly carried by people."),
        "legitimacy": _("This was mostly decided carefully."),
    }[strong[0]]


def _question(weak: str) -> str:
    return {
        "return": _("What does it yield?"),
        "engagement": _("Who takes part?"),
        "legitimacy": _("Does everyone accept how it was decided?"),
    }[weak]


def label_of(name: str) -> str:
    """The name of a value in the language of the page."""
    return {"return": _("return"), "engagement": _("engagement"), "legitimacy": _("legitimacy")}[name]


def _weighed(row: ValueWeighing) -> Weighed:
    scores = {name: getattr(row, f"{name}_score") for name in VALUES}
    balance = balance_of(scores)
    person: Any = row.weighed_by
    return Weighed(
        lines=tuple(
            ValueLine(
                key=name,
                label=capfirst(label_of(name)),
                score=scores[name],
                reason=getattr(row, f"{name}_reason"),
                is_weak=name in balance.weak,
            )
            for name in _CORNERS
        ),
        sentence=sentence_of(balance),
        is_even=balance.is_even,
        by=person.name if person else "",
        at=row.weighed_at,
    )


def _triangle(weighed: Weighed) -> SafeString:
    told = ", ".join(
        _("%(value)s %(score)s of 5") % {"value": line.label.lower(), "score": line.score} for line in weighed.lines
    )
    return pictures.three_values(
        [line.score for line in weighed.lines],
        [line.label for line in weighed.lines],
        title=_("Triangle of three values: %(told)s") % {"told": told},
        desc=weighed.sentence,
    )
