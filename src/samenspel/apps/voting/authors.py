"""What becomes of a plan, told to who sent it in: its matter takes a step with each decision about it.

The sentences are kept, so they are in the language of the neighbourhood and not in that of whoever acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from samenspel.apps.matters import services as matters
from samenspel.apps.matters.selectors import matter_of

from .models import BudgetRound, Project

LANGUAGE = "nl"


def tell_accepted(project: Project, *, by: Any, at: datetime) -> None:
    """Everyone can read it now."""
    with override(LANGUAGE):
        _step(project, _("Your idea stands on the site. Now an expert looks whether it can be done."), by, at)


def tell_judged(project: Project, *, by: Any, at: datetime) -> None:
    """An expert said whether it can be done, and if not, what would make it possible."""
    with override(LANGUAGE):
        told = _("An expert says that it can be done: %(reason)s") % {"reason": project.feasibility_reason}
        if project.feasibility == Project.Feasibility.NOT_FEASIBLE:
            told = _("An expert says that it can't be done like this: %(reason)s It could be done if: %(if)s") % {
                "reason": project.feasibility_reason,
                "if": project.feasible_if,
            }
        _step(project, told, by, at)


def tell_withdrawn(project: Project, *, by: Any, at: datetime | None) -> None:
    """It was not accepted, or taken out, for a reason."""
    _decline(project, project.withdrawn_reason, by, at)


def tell_result(budget_round: BudgetRound, winners: Iterable[str], *, at: datetime) -> None:
    """Chosen plans are carried out from now on; of the others their authors hear why not."""
    chosen = set(winners)
    with override(LANGUAGE):
        for project in Project.objects.filter(budget_round=budget_round, is_withdrawn=False):
            if project.public_id in chosen:
                matters.open_matter(
                    neighbourhood=budget_round.neighbourhood,
                    subject_kind="project",
                    subject_id=project.public_id,
                    title=project.title,
                    at=at,
                )
                _step(project, _("Chosen. The council took the result over, and the money is there."), None, at)
            elif project.feasibility == Project.Feasibility.FEASIBLE:
                _decline(project, _("Not chosen in this vote. On its page you read what was missing."), None, at)
            else:
                _decline(project, project.feasibility_reason or _("Not judged before the vote."), None, at)


def tell_decided(decision: Any, *, at: datetime) -> None:
    """The decision on a result is carried out plan by plan from now on."""
    matter = matter_of("decision", decision.public_id)
    if matter is None:
        return
    with override(LANGUAGE):
        done = _("The money is allocated. Each chosen plan has a course of its own now.")
        matters.move_matter(
            matter=matter,
            status="done",
            told=done,
            owner_kind="pair",
            owner_name=decision.council.name,
            outcome=done,
            at=at,
        )


def _step(project: Project, told: str, by: Any, at: datetime) -> None:
    matter = matter_of("project", project.public_id)
    if matter is not None:
        matters.tell_step(matter=matter, told=told, by=by, at=at)


def _decline(project: Project, why: str, by: Any, at: datetime | None) -> None:
    matter = matter_of("project", project.public_id)
    if matter is not None and not matter.is_over:
        matters.move_matter(matter=matter, status="declined", told=why, outcome=why, by=by, at=at)
