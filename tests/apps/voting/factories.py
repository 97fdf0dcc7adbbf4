"""A round in Tuinwijk: Alice runs it, Bob is the second person, Erik is the expert, Carol is a resident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from samenspel.apps.accounts.services import approve
from samenspel.apps.councils import services as councils
from samenspel.apps.household.services import open_fund
from samenspel.apps.voting import services
from samenspel.apps.voting.models import BudgetRound, Project

from .. import factories as shared

AT = shared.AT
VOTE_FROM_AT = AT + timedelta(days=30)
DURING = AT + timedelta(days=40)
VOTE_UNTIL_AT = AT + timedelta(days=50)
AFTER = VOTE_UNTIL_AT + timedelta(hours=1)
PLANS = [("Bomen", 3_000_000), ("Bankjes", 1_000_000), ("Lampen", 4_000_000), ("Tuintjes", 1_400_000)]


@dataclass(frozen=True)
class Scene:
    """Who and where."""

    neighbourhood: Any
    alice: Any
    bob: Any
    erik: Any
    carol: Any

    @property
    def municipality(self) -> Any:
        return self.neighbourhood.municipality


def scene() -> Scene:
    where = shared.neighbourhood()
    return Scene(
        neighbourhood=where,
        alice=shared.person("Alice", "area_manager", where=where),
        bob=shared.person("Bob", "administrator", where=where),
        erik=shared.person("Erik", "expert", where=where),
        carol=shared.person("Carol"),
    )


def planned(there: Scene, **extra: Any) -> BudgetRound:
    facts: dict[str, Any] = {
        "title": "Wijkbegroting 2026",
        "criteria": "Het plan is voor de wijk en kan binnen een jaar klaar zijn.",
        "budget_cents": 5_000_000,
        "ideas_from": date(2026, 3, 1),
        "vote_from_at": VOTE_FROM_AT,
        "vote_until_at": VOTE_UNTIL_AT,
        "result_on": date(2026, 4, 25),
        "by": there.alice,
        "at": AT,
    }
    return services.create_round(neighbourhood=there.neighbourhood, **(facts | extra))


def project(budget_round: BudgetRound, title: str = "Bomen", cost_cents: int = 3_000_000) -> Project:
    return services.add_project(
        budget_round=budget_round, title=title, text=f"{title} voor de wijk.", cost_cents=cost_cents, at=AT
    )


def judged(there: Scene, plan: Project, **extra: Any) -> Project:
    facts = {"feasible": True, "reason": "Dit kan binnen een jaar."}
    return services.judge_feasibility(project=plan, by=there.erik, at=AT, **(facts | extra))


def opened(there: Scene, **extra: Any) -> BudgetRound:
    budget_round = planned(there, **extra)
    for title, cost_cents in PLANS:
        judged(there, project(budget_round, title, cost_cents))
    return services.open_round(
        budget_round=budget_round, eligibility_source="Bevolkingsregister, 1 maart 2026", by=there.alice, at=AT
    )


def ids(budget_round: BudgetRound, *titles: str) -> list[str]:
    known = dict(budget_round.projects.values_list("title", "public_id"))
    return [known[title] for title in titles]


def code(budget_round: BudgetRound) -> str:
    return services.issue_voting_codes(budget_round=budget_round, count=1, on=AT.date())[0].code


def vote(budget_round: BudgetRound, *titles: str, times: int = 1) -> list[str]:
    """Cast the same ballot `times` times, each with a code of its own; the receipts."""
    codes = services.issue_voting_codes(budget_round=budget_round, count=times, on=AT.date())
    return [
        services.cast_ballot(budget_round=budget_round, code=one.code, choices=ids(budget_round, *titles), at=DURING)
        for one in codes
    ]


def voted(there: Scene, **extra: Any) -> BudgetRound:
    """Ten people: six for trees and benches, three for lamps, one for benches and gardens.

    With 50,000 euro everyone has 5,000. Benches (10,000) and gardens (14,000) and trees (30,000) compete.
    """
    budget_round = opened(there, **extra)
    vote(budget_round, "Bomen", "Bankjes", times=6)
    vote(budget_round, "Lampen", times=3)
    vote(budget_round, "Bankjes", "Tuintjes", times=1)
    return budget_round


def approved_close(there: Scene, budget_round: BudgetRound) -> Any:
    asked = services.request_close_approval(budget_round=budget_round, requested_by=there.alice)
    return approve(approval=asked, by=there.bob)


def closed(there: Scene, **extra: Any) -> BudgetRound:
    budget_round = voted(there, **extra)
    return services.close_round(budget_round=budget_round, approval=approved_close(there, budget_round), at=AFTER)


def counted(there: Scene, **extra: Any) -> BudgetRound:
    budget_round = closed(there, **extra)
    services.count_round(budget_round=budget_round, at=AFTER)
    return budget_round


def fund(there: Scene, amount_cents: int = 20_000_000) -> Any:
    controller = shared.person("Dirk", "controller", where=there.neighbourhood)
    return open_fund(
        neighbourhood=there.neighbourhood,
        name="Wijkbudget",
        owner_name="Gemeenteraad",
        owner_kind="city_council",
        task_field_code="6.1",
        economic_category="4.3.8",
        year=2026,
        freedom="free",
        ends_on=date(2026, 12, 31),
        amount_cents=amount_cents,
        grant_letter="Raadsbesluit 12",
        by=controller,
        at=AT,
    )


def decision(there: Scene, budget_round: BudgetRound, made: Any = None, choice: str = "for", **extra: Any) -> Any:
    """A proposed decision on the round's result, on which every chair has voted."""
    made = made or shared.council(there.neighbourhood)
    facts = {
        "amount_cents": budget_round.count.result["spent_cents"],
        "subject_kind": "budget_round",
        "subject_id": budget_round.public_id,
    }
    proposed = shared.proposed_decision(made, **(facts | extra))
    for seat in made.seats.exclude(origin="official"):
        councils.cast_decision_vote(decision=proposed, seat=seat, choice=choice, at=AFTER)
    return proposed
