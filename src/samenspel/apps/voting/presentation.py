"""The vote's figures as pictures and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samenspel.foundation import pictures
from samenspel.foundation.money import euros

from .models import BudgetRound
from .selectors import ProjectResult, ResultPage, codes_by_day


@dataclass(frozen=True)
class Explained:
    """A project's result with its picture."""

    result: ProjectResult
    picture: str
    legend: tuple[dict[str, str], ...]


def explained(result: ProjectResult, share_cents: int | None) -> Explained:
    """The picture of what a voter's share paid, or of what was missing."""
    if result.parts is not None and share_cents:
        return _share_picture(result, share_cents)
    if result.missing_cents is not None and result.had_cents is not None:
        return _missing_picture(result)
    return Explained(result, "", ())


def _share_picture(result: ProjectResult, share_cents: int) -> Explained:
    earlier, now, left = result.parts or (0, 0, 0)
    parts = [
        pictures.Part(earlier / share_cents, _short(earlier), "earlier"),
        pictures.Part(now / share_cents, _short(now), "now"),
        pictures.Part(left / share_cents, _short(left), "left"),
    ]
    title = _("%(earlier)s for earlier plans, %(now)s for this plan, %(left)s left") % {
        "earlier": euros(earlier),
        "now": euros(now),
        "left": euros(left),
    }
    legend = (
        {"mark": "block-together", "label": _("earlier plans")},
        {"mark": "block-free", "label": _("this plan")},
        {"mark": "block-left", "label": _("still left then")},
    )
    return Explained(result, pictures.filling(parts, title=title), legend)


def _missing_picture(result: ProjectResult) -> Explained:
    had, missing = result.had_cents or 0, result.missing_cents or 0
    parts = [
        pictures.Part(had / result.cost_cents, euros(had), "now"),
        pictures.Part(missing / result.cost_cents, _("%(missing)s short") % {"missing": euros(missing)}, "missing"),
    ]
    title = _("There was %(had)s of the %(cost)s. %(missing)s was missing.") % {
        "had": euros(had),
        "cost": euros(result.cost_cents),
        "missing": euros(missing),
    }
    return Explained(result, pictures.filling(parts, title=title), ())


def _short(cents: int) -> str:
    return euros(cents).removeprefix("€ ")


def two_ways(page: ResultPage) -> dict[str, Any]:
    """Equal shares beside the most votes."""
    return {
        "columns": [
            {"label": _("Way of counting"), "numeric": False},
            {"label": _("Plans"), "numeric": True},
            {"label": _("Voters with a plan"), "numeric": True},
        ],
        "rows": [
            [_("Every vote equal money"), page.by_shares.plans, f"{page.by_shares.voters_with_a_plan}%"],
            [_("Only the most votes"), page.by_votes.plans, f"{page.by_votes.voters_with_a_plan}%"],
        ],
    }


def figures(page: ResultPage) -> list[dict[str, str]]:
    """The two large numbers beside the headline."""
    rows = [{"label": _("of the voters got a plan of their choice"), "value": f"{page.percent_with_a_plan}%"}]
    if page.share_cents:
        rows.append({"label": _("was what every vote was worth"), "value": euros(page.share_cents)})
    return rows


def all_projects(page: ResultPage) -> dict[str, Any]:
    """Every project with its cost, votes and outcome, for the table."""
    return {
        "columns": [
            {"label": _("Plan"), "numeric": False},
            {"label": _("Cost"), "numeric": True},
            {"label": _("Votes"), "numeric": True},
            {"label": _("Result"), "numeric": False},
        ],
        "rows": [
            [one.title, euros(one.cost_cents), one.votes, _("goes ahead") if one.won else _("does not go ahead")]
            for one in page.every
        ],
    }


def code_days(budget_round: BudgetRound) -> dict[str, Any]:
    """Codes issued, used and voided per day."""
    return {
        "columns": [
            {"label": _("Day"), "numeric": False},
            {"label": _("Issued"), "numeric": True},
            {"label": _("Used"), "numeric": True},
            {"label": _("Void"), "numeric": True},
        ],
        "rows": [
            [date_format(day.day, "j F Y"), day.issued, _or_few(day.used), _or_few(day.void)]
            for day in codes_by_day(budget_round)
        ],
    }


def _or_few(count: int | None) -> int | str:
    return _("too few to show") if count is None else count


def count_command(budget_round: BudgetRound) -> str:
    """The command by which anyone counts the published file."""
    options = ""
    if budget_round.utility != BudgetRound.Utility.COST:
        options += f" --utility {budget_round.utility}"
    if budget_round.completion != BudgetRound.Completion.NONE:
        options += f" --completion {budget_round.completion}"
    return f"samenspel count {file_name(budget_round)}{options}"


def file_name(budget_round: BudgetRound) -> str:
    """What the downloaded file is called."""
    return f"wijkbegroting-{budget_round.public_id}.pb"
