"""Why a project won or lost, in sentences made from the count's figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation.money import euros


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=True))


def voters(count: int) -> str:
    """'871 neighbours voted for it.'"""
    if not count:
        return _("Nobody voted for it.")
    return ngettext("%(number)s neighbour voted for it.", "%(number)s neighbours voted for it.", count) % {
        "number": _number(count)
    }


def explanation(
    figures: Mapping[str, Any], *, cost_cents: int, titles: Mapping[str, str], withdrawn_reason: str = ""
) -> str:
    """One paragraph: what each supporter paid or had left, and what was missing."""
    sentences = {
        "bought": _bought,
        "supporters_short": _short,
        "completed": _completed,
    }.get(figures["code"])
    if figures["code"] == "withdrawn":
        return " ".join([_("This plan was withdrawn."), withdrawn_reason]).strip()
    if figures["code"] == "no_votes":
        return voters(0)
    if sentences is None:
        return " ".join([voters(figures["votes"]), _("There was no money left for it.")])
    return " ".join([voters(figures["votes"]), *sentences(figures, cost_cents, titles)])


def _bought(figures: Mapping[str, Any], cost_cents: int, titles: Mapping[str, str]) -> list[str]:
    facts = {"cost": euros(cost_cents), "price": euros(figures["price_cents"])}
    if not figures["paid_less"]:
        return [_("The plan costs %(cost)s. That is %(price)s each. They still had that.") % facts]
    return [
        _("The plan costs %(cost)s. Whoever still had enough paid %(price)s.") % facts,
        ngettext(
            "%(number)s neighbour had less left and paid that.",
            "%(number)s neighbours had less left and paid that.",
            figures["paid_less"],
        )
        % {"number": _number(figures["paid_less"])},
        _("Together that was enough."),
    ]


def _short(figures: Mapping[str, Any], cost_cents: int, titles: Mapping[str, str]) -> list[str]:
    facts = {
        "had": euros(figures["supporters_had_cents"]),
        "cost": euros(cost_cents),
        "missing": euros(figures["missing_cents"]),
    }
    missing = _("The plan costs %(cost)s. So %(missing)s was missing.") % facts
    if not figures["round"]:
        # Before anything was bought: their shares together never were enough.
        return [_("Together they have %(had)s. From the start that was too little.") % facts, missing]
    after = ngettext(
        "After %(number)s chosen plan they had %(had)s left together.",
        "After %(number)s chosen plans they had %(had)s left together.",
        figures["round"],
    )
    return [*_also_chose(figures, titles), after % {**facts, "number": _number(figures["round"])}, missing]


def _also_chose(figures: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    also = [titles[name] for name in figures["often_with"]]
    if len(also) == 2:
        text = _("Part of their money was gone: they often chose ‘%(first)s’ and ‘%(second)s’ too.")
        return [text % {"first": also[0], "second": also[1]}]
    if also:
        return [_("Part of their money was gone: they often chose ‘%(first)s’ too.") % {"first": also[0]}]
    return []


def _completed(figures: Mapping[str, Any], cost_cents: int, titles: Mapping[str, str]) -> list[str]:
    return [
        _("Its voters could not pay it together. But at the end money was left."),
        _("Of the plans that still fitted, this one had the most votes. It costs %(cost)s.")
        % {"cost": euros(cost_cents)},
    ]


def borders(figures: Mapping[str, Any], *, cost_cents: int) -> list[tuple[str, str]]:
    """What would have turned the result around, or up to where it stands: (how much, in words)."""
    return _until(figures, cost_cents) if figures["won"] else _needed(figures, cost_cents)


def lower_than_missing(figures: Mapping[str, Any], *, cost_cents: int) -> bool:
    """True when the price had to come down by more than was missing, which asks for a sentence why."""
    price, missing = figures["cost_to_win_cents"], figures["missing_cents"]
    return bool(price and missing and cost_cents - price > missing)


def _needed(figures: Mapping[str, Any], cost_cents: int) -> list[tuple[str, str]]:
    found = []
    if figures["cost_to_win_cents"]:
        text = _("as the price, instead of %(cost)s") % {"cost": euros(cost_cents)}
        found.append((euros(figures["cost_to_win_cents"]), text))
    if figures["votes_to_win"]:
        more = figures["votes_to_win"]
        text = _("more, so %(then)s instead of %(now)s") % {
            "then": _number(figures["votes"] + more),
            "now": _number(figures["votes"]),
        }
        found.append((_votes(more), text))
    return found


def _until(figures: Mapping[str, Any], cost_cents: int) -> list[tuple[str, str]]:
    found = []
    if figures["cost_until_cents"] and figures["cost_until_cents"] > cost_cents:
        text = _("as the price, instead of %(cost)s") % {"cost": euros(cost_cents)}
        found.append((euros(figures["cost_until_cents"]), text))
    if figures["votes_until"] is not None and figures["votes_until"] < figures["votes"]:
        text = _("fewer, so %(then)s instead of %(now)s") % {
            "then": _number(figures["votes_until"]),
            "now": _number(figures["votes"]),
        }
        found.append((_votes(figures["votes"] - figures["votes_until"]), text))
    return found


def _votes(count: int) -> str:
    return ngettext("%(number)s vote", "%(number)s votes", count) % {"number": _number(count)}
