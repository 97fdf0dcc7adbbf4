"""What the page 'what we hear' shows: the published figures put into the order in which people read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .models import OpinionMap, Participant

# More differences than this tell less: the rest stands in the table of all statements.
DIFFERENCES_SHOWN = 4
COMMON_SHOWN = 6


@dataclass(frozen=True)
class GroupView:
    """A group as shown: its number from 0, its name, and its size, exact or (`about`) rounded to fives."""

    number: int
    name: str
    size: int
    about: bool

    @property
    def people(self) -> str:
        """'141', or 'about 140'."""
        return _("about %(size)s") % {"size": self.size} if self.about else str(self.size)


@dataclass(frozen=True)
class Share:
    """A whole percentage that agrees; `bound` is 'least' or 'most' where the exact one would tell of under five."""

    percent: int
    bound: str

    @property
    def part(self) -> float:
        """The share as 0 to 1, for a bar."""
        return self.percent / 100

    def __str__(self) -> str:
        if self.bound == "least":
            return _("at least %(percent)s%% agree") % {"percent": self.percent}
        if self.bound == "most":
            return _("at most %(percent)s%% agree") % {"percent": self.percent}
        return _("%(percent)s%% agree") % {"percent": self.percent}


@dataclass(frozen=True)
class StatementView:
    """A statement with the share that agrees, per group or of everyone; None: too few to show."""

    text: str
    agree: tuple[Share | None, ...]

    @property
    def is_line(self) -> bool:
        """True when it can be drawn as two groups on one line."""
        return len(self.agree) == 2 and None not in self.agree


@dataclass(frozen=True)
class OwnWords:
    """A group with the statements that set it apart: (text, agrees or not, the share of it that agrees)."""

    group: GroupView
    statements: tuple[tuple[str, bool, Share | None], ...]


@dataclass(frozen=True)
class Place:
    """A dot on the map, and its group or None."""

    x: float
    y: float
    group: int | None


@dataclass(frozen=True)
class Hearing:
    """Everything that is heard, in reading order. `margin` is in percentage points, None without common ground."""

    headline: str
    headline_is_theirs: bool
    computed_at: Any
    participants: int
    votes: int
    statement_count: int
    groups: tuple[GroupView, ...]
    ungrouped: int | None
    common: tuple[StatementView, ...]
    common_more: tuple[StatementView, ...]
    common_count: int
    margin: int | None
    doubted: tuple[str, ...]
    uncertain_passes: tuple[StatementView, ...]
    uncertain_few: tuple[StatementView, ...]
    own_words: tuple[OwnWords, ...]
    differences: tuple[StatementView, ...]
    every: tuple[StatementView, ...]
    dots: tuple[Place, ...]
    you: Place | None


def hearing_of(opinion_map: OpinionMap, *, participant: Participant | None = None) -> Hearing:
    """The published map as its page shows it; with `participant`, also where this person stands."""
    figures = opinion_map.figures
    texts = dict(opinion_map.question.statements.values_list("public_id", "text"))
    views = {what: _view(texts[what], groups) for what, groups in figures["reactions"].items()}
    groups = _groups(opinion_map)
    common = tuple(views[one["statement"]] for one in figures["common_ground"])
    return Hearing(
        headline=opinion_map.headline or _headline(len(common), len(groups)),
        headline_is_theirs=bool(opinion_map.headline),
        computed_at=opinion_map.computed_at,
        participants=opinion_map.participant_count,
        votes=opinion_map.vote_count,
        statement_count=opinion_map.statement_count,
        groups=groups,
        ungrouped=figures["ungrouped"],
        common=common[:COMMON_SHOWN],
        common_more=common[COMMON_SHOWN:],
        common_count=len(common),
        margin=_margin(figures["common_ground"]),
        doubted=tuple(views[what].text for what in figures["only_by_groups"]),
        uncertain_passes=_uncertain(views, figures, "many_pass"),
        uncertain_few=_uncertain(views, figures, "few_votes"),
        own_words=tuple(
            OwnWords(group, tuple(_words(views, one, group.number) for one in told["representative"]))
            for group, told in zip(groups, figures["groups"], strict=True)
        ),
        differences=tuple(views[what] for what in figures["differences"][:DIFFERENCES_SHOWN]),
        every=tuple(views.values()),
        dots=tuple(_place(*dot) for dot in figures["dots"]),
        you=_place_of(opinion_map, participant),
    )


def _view(text: str, shares: list[dict[str, Any] | None]) -> StatementView:
    return StatementView(text=text, agree=tuple(Share(**share) if share else None for share in shares))


def _groups(opinion_map: OpinionMap) -> tuple[GroupView, ...]:
    names = opinion_map.group_names
    return tuple(
        GroupView(
            number,
            names[number] if names else _("Group %(number)s") % {"number": number + 1},
            told["size"],
            told["about"],
        )
        for number, told in enumerate(opinion_map.figures["groups"])
    )


def _headline(common: int, groups: int) -> str:
    if common:
        return _("We agree on more than you may think.") if groups else _("On this we agree.")
    return _("We look at this in different ways.") if groups else _("We have not found our common ground yet.")


def _margin(common: list[dict[str, str]]) -> int | None:
    widths = [float(one["high"]) - float(one["low"]) for one in common]
    return round(50 * max(widths)) if widths else None


def _uncertain(views: dict[str, StatementView], figures: dict[str, Any], reason: str) -> tuple[StatementView, ...]:
    return tuple(views[one["statement"]] for one in figures["uncertain"] if one["reason"] == reason)


def _words(views: dict[str, StatementView], told: dict[str, str], group: int) -> tuple[str, bool, Share | None]:
    view = views[told["statement"]]
    return view.text, told["direction"] == "agree", view.agree[group]


def _place(x: str, y: str, label: int) -> Place:
    # On a screen y runs downwards.
    return Place(float(x), -float(y), None if label < 0 else label)


def _place_of(opinion_map: OpinionMap, participant: Participant | None) -> Place | None:
    if participant is None:
        return None
    found = opinion_map.memory["places"].get(str(participant.pk))
    return _place(*found) if found else None
