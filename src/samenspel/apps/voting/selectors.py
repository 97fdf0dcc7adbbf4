"""Reads of budget rounds: what is on, the result and why, and the proofs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.apps.accounts import selectors as accounts
from samenspel.apps.councils import selectors as councils
from samenspel.apps.matters import selectors as matters
from samenspel.foundation.desk import Waiting
from samenspel.foundation.ids import read_back

from . import access, engine, telling
from .codes import CODE_PURPOSE, CODE_SUBJECT, code_prefix, written_receipt
from .models import BudgetRound, Project, Receipt, RoundCount


def rounds_of(neighbourhood: Any) -> QuerySet[BudgetRound]:
    """All rounds of a neighbourhood, newest first."""
    return BudgetRound.objects.filter(neighbourhood=neighbourhood).select_related("neighbourhood", "municipality")


def round_by_id(public_id: str, *, neighbourhood: Any) -> BudgetRound | None:
    """The round, or None."""
    return rounds_of(neighbourhood).filter(public_id=public_id).first()


def newest_round(neighbourhood: Any) -> BudgetRound | None:
    """The round that the page shows first."""
    return rounds_of(neighbourhood).first()


def other_rounds(budget_round: BudgetRound) -> list[BudgetRound]:
    """The neighbourhood's other rounds, newest first, at most ten."""
    return list(rounds_of(budget_round.neighbourhood).exclude(pk=budget_round.pk)[:10])


def is_open(budget_round: BudgetRound, *, now: datetime) -> bool:
    """True when a ballot can be cast now."""
    in_time = budget_round.vote_from_at <= now < budget_round.vote_until_at
    return budget_round.phase == BudgetRound.Phase.VOTING and in_time


def takes_ideas(budget_round: BudgetRound, *, now: datetime) -> bool:
    """True when residents can send in ideas now."""
    is_preparing = budget_round.phase == BudgetRound.Phase.IDEAS
    return is_preparing and budget_round.ideas_from <= timezone.localdate(now) and now < budget_round.vote_from_at


def projects_on_ballot(budget_round: BudgetRound) -> QuerySet[Project]:
    """What can be voted for."""
    return budget_round.projects.filter(feasibility=Project.Feasibility.FEASIBLE, is_withdrawn=False)


def shuffled_ballot(budget_round: BudgetRound, *, seed: str) -> list[Project]:
    """The projects in an order of this voter's own, the same whenever the seed is."""
    projects = list(projects_on_ballot(budget_round).order_by("public_id"))
    random.Random(seed).shuffle(projects)  # noqa: S311 - fairness between projects, no secret
    return projects


def count_of(budget_round: BudgetRound) -> RoundCount | None:
    """The count, or None before it."""
    return RoundCount.objects.filter(budget_round=budget_round).first()


def ballots_file(budget_round: BudgetRound) -> bytes | None:
    """The published file, byte for byte; None before the count."""
    counted = count_of(budget_round)
    return bytes(counted.ballots_file) if counted else None


def receipt_numbers(budget_round: BudgetRound) -> list[str]:
    """The receipts of all counted ballots, as written and in their own order; empty before the count."""
    if count_of(budget_round) is None:
        return []
    numbers = Receipt.objects.filter(budget_round=budget_round).order_by("number")
    return [written_receipt(number) for number in numbers.values_list("number", flat=True)]


def was_counted(budget_round: BudgetRound, text: str) -> bool | None:
    """Is there a counted ballot with this receipt? Forgives case, dashes and O for 0; None before the count."""
    if count_of(budget_round) is None:
        return None
    return Receipt.objects.filter(budget_round=budget_round, number=read_back(text)).exists()


def _codes_by_day(budget_round: BudgetRound) -> list[accounts.CodesOfDay]:
    return accounts.codes_by_day(
        purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_prefix=code_prefix(budget_round)
    )


@dataclass(frozen=True)
class CodeDay:
    """What happened to codes on one day; None is a count that would tell of fewer than five people."""

    day: date
    issued: int
    used: int | None
    void: int | None


def codes_by_day(budget_round: BudgetRound) -> list[CodeDay]:
    """Codes issued, used and voided, per day."""
    days = _codes_by_day(budget_round)
    used = engine.hide_small([day.used for day in days])
    void = engine.hide_small([day.void for day in days])
    return [CodeDay(day.day, day.issued, u, v) for day, u, v in zip(days, used, void, strict=True)]


@dataclass(frozen=True)
class ProjectResult:
    """A project in the result: its figures, why, and what would have changed it.

    `parts` is what a voter's share went to on average when it was bought, in cents: (earlier, now, left);
    None where nothing was bought. `had_cents` and `missing_cents` are of all its voters together.
    """

    public_id: str
    title: str
    text: str
    icon: str
    cost_cents: int
    votes: int
    won: bool
    paragraph: str
    borders: tuple[tuple[str, str], ...]
    lower_than_missing: bool
    parts: tuple[int, int, int] | None
    had_cents: int | None
    missing_cents: int | None
    status: str
    owner: str
    next_step: str


@dataclass(frozen=True)
class OtherCount:
    """What a way of counting chose: how many plans, and how many voters got one."""

    plans: int
    voters_with_a_plan: int


@dataclass(frozen=True)
class ResultPage:
    """The result, the winners in the order bought, and beside it what the most votes alone would have chosen."""

    budget_round: BudgetRound
    voters: int
    letters: int
    spent_cents: int
    left_cents: int
    share_cents: int | None
    percent_with_a_plan: int
    winners: tuple[ProjectResult, ...]
    losers: tuple[ProjectResult, ...]
    by_shares: OtherCount
    by_votes: OtherCount
    only_by_votes: tuple[str, ...]
    only_by_shares: tuple[str, ...]
    decided_at: datetime | None
    counted_at: datetime
    commitment: str
    example_won: ProjectResult | None
    example_lost: ProjectResult | None

    @property
    def every(self) -> tuple[ProjectResult, ...]:
        return self.winners + self.losers


def result_page(budget_round: BudgetRound) -> ResultPage | None:
    """Everything on the page of the result; None before the count."""
    counted = count_of(budget_round)
    if counted is None:
        return None
    result: dict[str, Any] = counted.result
    projects = {project.public_id: project for project in budget_round.projects.all()}
    titles = {public_id: project.title for public_id, project in projects.items()}
    shown = {
        public_id: _project_result(projects[public_id], figures, result["share_cents"], titles)
        for public_id, figures in result["projects"].items()
    }
    winners = tuple(shown[public_id] for public_id in result["winners"])
    losers = tuple(sorted((one for one in shown.values() if not one.won), key=lambda one: (-one.votes, one.title)))
    greedy = result["greedy"]
    decision = budget_round.decision
    return ResultPage(
        budget_round=budget_round,
        voters=result["voters"],
        letters=sum(day.issued - day.void for day in _codes_by_day(budget_round)),
        spent_cents=result["spent_cents"],
        left_cents=result["budget_cents"] - result["spent_cents"],
        share_cents=result["share_cents"],
        percent_with_a_plan=_percent(result["with_a_winner"], result["voters"]),
        winners=winners,
        losers=losers,
        by_shares=OtherCount(len(winners), _percent(result["with_a_winner"], result["voters"])),
        by_votes=OtherCount(len(greedy["winners"]), _percent(greedy["with_a_winner"], result["voters"])),
        only_by_votes=tuple(titles[name] for name in greedy["winners"] if name not in result["winners"]),
        only_by_shares=tuple(titles[name] for name in result["winners"] if name not in greedy["winners"]),
        decided_at=decision.decided_at if decision else None,
        counted_at=counted.counted_at,
        commitment=budget_round.ballots_commitment,
        example_won=max(winners, key=lambda one: (one.parts is not None, one.cost_cents), default=None),
        example_lost=losers[0] if losers else None,
    )


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _project_result(
    project: Project, figures: Mapping[str, Any], share_cents: int | None, titles: Mapping[str, str]
) -> ProjectResult:
    matter = matters.matter_of("project", project.public_id) if figures["won"] else None
    return ProjectResult(
        public_id=project.public_id,
        title=project.title,
        text=project.text,
        icon=project.icon,
        cost_cents=project.cost_cents,
        votes=figures["votes"],
        won=figures["won"],
        paragraph=telling.explanation(
            figures, cost_cents=project.cost_cents, titles=titles, withdrawn_reason=project.withdrawn_reason
        ),
        borders=tuple(telling.borders(figures, cost_cents=project.cost_cents)),
        lower_than_missing=telling.lower_than_missing(figures, cost_cents=project.cost_cents),
        parts=_parts(figures, project.cost_cents, share_cents),
        had_cents=figures["supporters_had_cents"],
        missing_cents=figures["missing_cents"],
        status=str(matter.get_status_display()) if matter else "",
        owner=matter.owner_name if matter else "",
        next_step=matter.next_step if matter else "",
    )


def _parts(figures: Mapping[str, Any], cost_cents: int, share_cents: int | None) -> tuple[int, int, int] | None:
    if figures["code"] != "bought" or not share_cents:
        return None
    had = figures["supporters_had_cents"] // figures["votes"]
    now = cost_cents // figures["votes"]
    return max(0, share_cents - had), now, max(0, had - now)


@dataclass(frozen=True)
class RoundPage:
    """A round before its result: the plans, what is feasible, and the dates."""

    budget_round: BudgetRound
    is_open: bool
    takes_ideas: bool
    projects: tuple[Project, ...]
    waiting: tuple[Project, ...]
    not_feasible: tuple[Project, ...]
    withdrawn: tuple[Project, ...]


def round_page(budget_round: BudgetRound, *, now: datetime) -> RoundPage:
    """Everything on the page of a round before its result."""
    plans = list(budget_round.projects.filter(is_public=True))
    kept = [plan for plan in plans if not plan.is_withdrawn]
    return RoundPage(
        budget_round=budget_round,
        is_open=is_open(budget_round, now=now),
        takes_ideas=takes_ideas(budget_round, now=now),
        projects=tuple(p for p in kept if p.feasibility == Project.Feasibility.FEASIBLE),
        waiting=tuple(p for p in kept if p.feasibility == Project.Feasibility.WAITING),
        not_feasible=tuple(p for p in kept if p.feasibility == Project.Feasibility.NOT_FEASIBLE),
        withdrawn=tuple(plan for plan in plans if plan.is_withdrawn),
    )


# --- The desk --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskRound:
    """A round as its organisers and experts see it.

    `unread` are residents' ideas that nobody read yet; `approval` is the newest request to close; `decision` the
    newest on the council's table about this round, with its votes; `winners_cents` are (title, cost) of the winners.
    """

    budget_round: BudgetRound
    now: datetime
    unread: tuple[Project, ...]
    waiting: tuple[Project, ...]
    feasible: tuple[Project, ...]
    not_feasible: tuple[Project, ...]
    withdrawn: tuple[Project, ...]
    approval: Any
    decision: Any
    tally: Mapping[str, int]
    votes_needed: int
    spent_cents: int
    winners: tuple[Project, ...]

    @property
    def is_preparing(self) -> bool:
        return self.budget_round.phase == BudgetRound.Phase.IDEAS

    @property
    def may_open(self) -> bool:
        """True when every plan was judged and there is something to choose from."""
        enough = len(self.feasible) >= max(2, self.budget_round.choices_min)
        return self.is_preparing and enough and not self.unread and not self.waiting

    @property
    def may_close(self) -> bool:
        """True when the announced end has come."""
        return self.budget_round.phase == BudgetRound.Phase.VOTING and self.now >= self.budget_round.vote_until_at

    @property
    def may_adopt(self) -> bool:
        """True when enough chairs have voted on the proposed decision."""
        is_open = self.decision is not None and self.decision.status == "proposed"
        return is_open and sum(self.tally.values()) >= self.votes_needed


def desk_round(budget_round: BudgetRound, *, now: datetime) -> DeskRound:
    """Where a round stands and what it needs."""
    plans = list(budget_round.projects.select_related("judged_by"))
    kept = [plan for plan in plans if not plan.is_withdrawn]
    read = [plan for plan in kept if plan.is_public]
    counted = count_of(budget_round)
    result: dict[str, Any] = counted.result if counted else {"winners": [], "spent_cents": 0}
    by_id = {plan.public_id: plan for plan in plans}
    decision = councils.decision_about(CODE_SUBJECT, budget_round.public_id)
    return DeskRound(
        budget_round=budget_round,
        now=now,
        unread=tuple(plan for plan in kept if not plan.is_public),
        waiting=tuple(plan for plan in read if plan.feasibility == Project.Feasibility.WAITING),
        feasible=tuple(plan for plan in read if plan.feasibility == Project.Feasibility.FEASIBLE),
        not_feasible=tuple(plan for plan in read if plan.feasibility == Project.Feasibility.NOT_FEASIBLE),
        withdrawn=tuple(plan for plan in plans if plan.is_withdrawn),
        approval=accounts.approval_for(
            kind="voting.close", subject_kind=CODE_SUBJECT, subject_id=budget_round.public_id
        ),
        decision=decision,
        tally=councils.tally_of(decision) if decision else {},
        votes_needed=councils.voting_chairs(decision.council) // 2 + 1 if decision else 0,
        spent_cents=result["spent_cents"],
        winners=tuple(by_id[public_id] for public_id in result["winners"]),
    )


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """What a round waits for: a reader, an expert, an opening, a close, a count, the council."""
    roles = accounts.roles_of(person, neighbourhood=neighbourhood)
    found: list[Waiting] = []
    for budget_round in rounds_of(neighbourhood).exclude(phase=BudgetRound.Phase.ADOPTED):
        page = desk_round(budget_round, now=timezone.now())
        if "expert" in roles:
            found += [Waiting(plan.title, _place("project", page, plan.public_id)) for plan in page.waiting]
        if roles & set(access.ORGANISERS):
            found += _waits_for_organiser(page)
    return found


def _place(name: str, page: DeskRound, *more: str) -> str:
    budget_round = page.budget_round
    return reverse(f"voting-desk:{name}", args=[budget_round.neighbourhood.slug, budget_round.public_id, *more])


def _waits_for_organiser(page: DeskRound) -> list[Waiting]:
    found = []
    if page.unread:
        told = ngettext("%(number)s idea to read", "%(number)s ideas to read", len(page.unread))
        found.append(Waiting(told % {"number": len(page.unread)}, _place("round", page)))
    if page.may_open and page.now >= page.budget_round.vote_from_at:
        day = timezone.localdate(page.budget_round.vote_from_at)
        found.append(Waiting(_("The vote should open"), _place("open", page), day))
    if page.may_close:
        day = timezone.localdate(page.budget_round.vote_until_at)
        found.append(Waiting(_("Voting is over: close the vote"), _place("close", page), day))
    if page.budget_round.phase in (BudgetRound.Phase.CLOSING, BudgetRound.Phase.CLOSED):
        found.append(Waiting(_("The votes should be counted"), _place("round", page), page.budget_round.result_on))
    if page.budget_round.phase == BudgetRound.Phase.COUNTED and page.winners:
        told = _("The council decided: take over the result") if page.may_adopt else _("The result goes to the council")
        found.append(Waiting(told, _place("round", page)))
    return found


def approval_facts(approval: Any) -> list[tuple[str, str]]:
    """What someone approves who approves a close."""
    budget_round = BudgetRound.objects.filter(public_id=approval.subject_id).first()
    if budget_round is None:
        return []
    ends = timezone.localtime(budget_round.vote_until_at)
    return [
        (_("Vote"), budget_round.title),
        (_("Announced end"), date_format(ends, "j F Y, H.i")),
        (_("Fingerprint of the lot for ties"), approval.payload["tie_commitment"]),
    ]
