"""Prepare a round: criteria, projects, their feasibility, and the opening that freezes the rules."""

from __future__ import annotations

import random
import secrets
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.matters import services as matters
from samenspel.foundation.errors import Refusal

from .. import access, authors, engine, selectors
from ..acts import tell
from ..models import BudgetRound, Project


@transaction.atomic
def create_round(
    *,
    neighbourhood: Any,
    title: str,
    criteria: str,
    budget_cents: int,
    ideas_from: date,
    vote_from_at: datetime,
    vote_until_at: datetime,
    result_on: date,
    by: Any,
    choices_min: int = 1,
    choices_max: int | None = None,
    choices_advised: int = 3,
    utility: str = BudgetRound.Utility.COST,
    completion: str = BudgetRound.Completion.NONE,
    age_min: int = 12,
    at: datetime | None = None,
) -> BudgetRound:
    """Announce a round with its criteria, which are public before the first idea comes in.

    Refuses with 'not_an_organiser', 'criteria_missing' or 'round_impossible' (no money, a maximum of choices
    below the minimum, an end before the beginning).
    """
    access.require_organiser(by, neighbourhood)
    if not criteria.strip():
        raise Refusal(_("Say what a plan must meet, before ideas come in."), code="criteria_missing")
    try:
        with transaction.atomic():
            budget_round = BudgetRound.objects.create(
                municipality_id=neighbourhood.municipality_id,
                neighbourhood=neighbourhood,
                title=title.strip(),
                criteria=criteria.strip(),
                budget_cents=budget_cents,
                choices_min=choices_min,
                choices_max=choices_max,
                choices_advised=choices_advised,
                utility=utility,
                completion=completion,
                age_min=age_min,
                ideas_from=ideas_from,
                vote_from_at=vote_from_at,
                vote_until_at=vote_until_at,
                result_on=result_on,
            )
    except IntegrityError as error:
        raise Refusal(_("Check the amount, the number of choices and the dates."), code="round_impossible") from error
    tell(budget_round, "round.announced", {"title": budget_round.title, "criteria": budget_round.criteria}, at)
    return budget_round


@transaction.atomic
def add_project(
    *,
    budget_round: BudgetRound,
    title: str,
    text: str,
    cost_cents: int,
    icon: str = "",
    is_public: bool = True,
    at: datetime | None = None,
) -> Project:
    """Add an idea with its cost; one that is not public yet waits for `accept_idea`.

    Refuses with 'round_open', 'cost_not_positive' or 'title_twice'.
    """
    at = at or timezone.now()
    locked = BudgetRound.objects.select_for_update().get(pk=budget_round.pk)
    if locked.phase != BudgetRound.Phase.IDEAS:
        raise Refusal(_("The vote is open: no plan can be added any more."), code="round_open")
    if cost_cents <= 0:
        raise Refusal(_("Say what the plan costs."), code="cost_not_positive")
    try:
        with transaction.atomic():
            project = Project.objects.create(
                municipality_id=locked.municipality_id,
                budget_round=locked,
                title=title.strip(),
                text=text.strip(),
                cost_cents=cost_cents,
                icon=icon,
                is_public=is_public,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Refusal(_("There is a plan with this title already."), code="title_twice") from error
    if is_public:
        _tell_proposed(project, at)
    return project


def _tell_proposed(project: Project, at: datetime) -> None:
    payload = {"project": project.public_id, "title": project.title, "cost_cents": project.cost_cents}
    tell(project.budget_round, "project.proposed", payload, at)


@transaction.atomic
def send_idea(
    *,
    budget_round: BudgetRound,
    title: str,
    text: str,
    cost_cents: int,
    author_email: str = "",
    language: str = "nl",
    at: datetime | None = None,
) -> Project:
    """What a resident sends in: not public, nor on the trail, before an organiser has read it.

    It has a course from then on; with an e-mail address its author hears of each step. Refuses with 'ideas_closed',
    or as `add_project`.
    """
    at = at or timezone.now()
    if not selectors.takes_ideas(budget_round, now=at):
        raise Refusal(_("You can't send in ideas now. Look when it starts."), code="ideas_closed")
    project = add_project(
        budget_round=budget_round, title=title, text=text, cost_cents=cost_cents, is_public=False, at=at
    )
    matters.open_matter(
        neighbourhood=budget_round.neighbourhood,
        subject_kind="project",
        subject_id=project.public_id,
        title=project.title,
        author_email=author_email,
        language=language,
        at=at,
    )
    return project


@transaction.atomic
def accept_idea(*, project: Project, by: Any, at: datetime | None = None) -> Project:
    """Make a resident's idea public; from then on experts look at it. Declining it is `withdraw_project`.

    Refuses with 'not_an_organiser' or 'read_already'.
    """
    locked = BudgetRound.objects.select_for_update().get(pk=project.budget_round_id)
    access.require_organiser(by, locked.neighbourhood)
    if not Project.objects.filter(pk=project.pk, is_public=False, is_withdrawn=False).update(is_public=True):
        raise Refusal(_("Someone read this idea already."), code="read_already")
    at = at or timezone.now()
    project.refresh_from_db()
    _tell_proposed(project, at)
    authors.tell_accepted(project, by=by, at=at)
    return project


@transaction.atomic
def judge_feasibility(
    *,
    project: Project,
    feasible: bool,
    reason: str,
    by: Any,
    feasible_if: str = "",
    at: datetime | None = None,
) -> Project:
    """An expert says yes or no in plain words; with a no comes what would make it a yes.

    Judging again before the vote replaces the judgement; both are on the trail. Refuses with
    'not_an_expert', 'reason_missing', 'way_to_yes_missing', 'not_read_yet' or 'round_open'.
    """
    at = at or timezone.now()
    locked = BudgetRound.objects.select_for_update().get(pk=project.budget_round_id)
    access.require_expert(by, locked.neighbourhood)
    if locked.phase != BudgetRound.Phase.IDEAS:
        raise Refusal(_("The vote is open: this can't change any more."), code="round_open")
    if not project.is_public:
        raise Refusal(_("Someone has to read this idea first."), code="not_read_yet")
    reason, feasible_if = reason.strip(), feasible_if.strip()
    if not reason:
        raise Refusal(_("Say why, in plain words."), code="reason_missing")
    if not feasible and not feasible_if:
        raise Refusal(_("Say what would make it a yes."), code="way_to_yes_missing")
    project.feasibility = Project.Feasibility.FEASIBLE if feasible else Project.Feasibility.NOT_FEASIBLE
    project.feasibility_reason = reason
    project.feasible_if = "" if feasible else feasible_if
    project.judged_by, project.judged_at = by, at
    project.save(update_fields=["feasibility", "feasibility_reason", "feasible_if", "judged_by", "judged_at"])
    tell(
        locked,
        "project.judged",
        {
            "project": project.public_id,
            "feasible": feasible,
            "reason": reason,
            "feasible_if": project.feasible_if,
        },
        at,
    )
    authors.tell_judged(project, by=by, at=at)
    return project


@transaction.atomic
def withdraw_project(*, project: Project, reason: str, by: Any, at: datetime | None = None) -> Project:
    """Take a project out of the vote; it stays on record and on ballots, but cannot win.

    Refuses with 'not_an_organiser', 'reason_missing', 'withdrawn_already' or 'round_closed'.
    """
    locked = BudgetRound.objects.select_for_update().get(pk=project.budget_round_id)
    access.require_organiser(by, locked.neighbourhood)
    if locked.phase not in (BudgetRound.Phase.IDEAS, BudgetRound.Phase.VOTING):
        raise Refusal(_("The vote is closed. What was chosen stays."), code="round_closed")
    if not reason.strip():
        raise Refusal(_("Say why the plan is withdrawn."), code="reason_missing")
    taken = Project.objects.filter(pk=project.pk, is_withdrawn=False).update(
        is_withdrawn=True, withdrawn_reason=reason.strip()
    )
    if not taken:
        raise Refusal(_("This plan was withdrawn already."), code="withdrawn_already")
    project.refresh_from_db()
    if project.is_public:
        tell(locked, "project.withdrawn", {"project": project.public_id, "reason": reason.strip()}, at)
    authors.tell_withdrawn(project, by=by, at=at)
    return project


@transaction.atomic
def open_round(
    *, budget_round: BudgetRound, eligibility_source: str, by: Any, at: datetime | None = None
) -> BudgetRound:
    """Open the vote: draw and commit the lot for ties, and freeze the rules.

    `eligibility_source` says in words who may vote and where that is known from. Refuses with
    'not_an_organiser', 'source_missing', 'round_open', 'projects_waiting' or 'projects_missing'.
    """
    at = at or timezone.now()
    locked = BudgetRound.objects.select_for_update().get(pk=budget_round.pk)
    access.require_organiser(by, locked.neighbourhood)
    if not eligibility_source.strip():
        raise Refusal(
            _("Say who may vote, and where that is known from. Without it the vote stays closed."),
            code="source_missing",
        )
    if locked.phase != BudgetRound.Phase.IDEAS:
        raise Refusal(_("This vote was opened already."), code="round_open")
    if locked.projects.filter(feasibility=Project.Feasibility.WAITING, is_withdrawn=False).exists():
        raise Refusal(_("Some plans still wait for an expert."), code="projects_waiting")
    on_ballot = list(_on_ballot(locked).values_list("public_id", flat=True))
    if len(on_ballot) < max(2, locked.choices_min):
        raise Refusal(_("There are too few plans to choose from."), code="projects_missing")
    random.SystemRandom().shuffle(on_ballot)
    locked.tie_order, locked.tie_salt = on_ballot, secrets.token_hex(32)
    locked.tie_commitment = engine.lot_commitment(locked.tie_order, locked.tie_salt)
    locked.eligibility_source = eligibility_source.strip()
    locked.phase = BudgetRound.Phase.VOTING
    locked.save(update_fields=["tie_order", "tie_salt", "tie_commitment", "eligibility_source", "phase"])
    tell(locked, "round.opened", engine.rules_of(locked), at)
    budget_round.refresh_from_db()
    return budget_round


def _on_ballot(budget_round: BudgetRound) -> Any:
    return budget_round.projects.filter(feasibility=Project.Feasibility.FEASIBLE, is_withdrawn=False)
