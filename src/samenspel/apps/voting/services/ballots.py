"""Codes for voters, and the one act that matters: a ballot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts import services as accounts
from samenspel.foundation.errors import Refusal
from samenspel.foundation.ids import new_public_id

from ..codes import CODE_PURPOSE, CODE_SUBJECT, code_prefix, new_receipt, written_receipt
from ..models import Ballot, BudgetRound, Project, Receipt


@dataclass(frozen=True)
class VotingCode:
    """A code as printed in one letter. The ticket says which letter, to whom the municipality sends it."""

    ticket: str
    code: str


@transaction.atomic
def issue_voting_codes(*, budget_round: BudgetRound, count: int, on: date | None = None) -> list[VotingCode]:
    """Make `count` codes for letters; the codes exist nowhere else than in what this returns.

    Refuses with 'round_closed' once the vote is over.
    """
    _require_not_closed(budget_round)
    prefix = code_prefix(budget_round)
    tickets = [new_public_id() for _number in range(count)]
    issued = accounts.issue_codes(
        municipality=budget_round.municipality,
        purpose=CODE_PURPOSE,
        subject_kind=CODE_SUBJECT,
        subject_ids=[prefix + ticket for ticket in tickets],
        on=on,
    )
    return [VotingCode(ticket, issued[prefix + ticket]) for ticket in tickets]


@transaction.atomic
def replace_voting_code(*, budget_round: BudgetRound, ticket: str, on: date | None = None) -> VotingCode:
    """At the desk, for a letter that was lost: the old code is void, the new one counts.

    Refuses with 'code_not_open' when the letter's code was used, or a paper ballot was given for it, and with
    'round_closed' once the vote is over.
    """
    _require_not_closed(budget_round)
    subject = code_prefix(budget_round) + ticket
    voided = accounts.void_codes(purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_id=subject, on=on)
    if not voided:
        raise Refusal(_("This letter's code was used already, or is not of this vote."), code="code_not_open")
    issued = accounts.issue_codes(
        municipality=budget_round.municipality,
        purpose=CODE_PURPOSE,
        subject_kind=CODE_SUBJECT,
        subject_ids=[subject],
        on=on,
    )
    return VotingCode(ticket, issued[subject])


def _require_not_closed(budget_round: BudgetRound) -> None:
    phases = (BudgetRound.Phase.IDEAS, BudgetRound.Phase.VOTING)
    if not BudgetRound.objects.filter(pk=budget_round.pk, phase__in=phases).exists():
        raise Refusal(_("This vote is over. A new code would be of no use."), code="round_closed")


def cast_ballot(*, budget_round: BudgetRound, code: str, choices: Sequence[str], at: datetime | None = None) -> str:
    """Store a ballot and use its code, both or neither. Returns the receipt number as written.

    `choices` are public ids of projects, in any order. Of many requests with one code one is stored: the
    code's row decides. Refuses with 'round_closed', 'too_few_choices', 'too_many_choices',
    'project_unknown', or as `accounts.use_code` does.
    """
    at = at or timezone.now()
    try:
        with transaction.atomic():
            return _store(budget_round, code, choices, at)
    except DatabaseError as error:
        # The database refuses a ballot that comes while the round is being closed.
        if BudgetRound.objects.filter(pk=budget_round.pk, phase=BudgetRound.Phase.VOTING).exists():
            raise
        raise _closed() from error


def _store(budget_round: BudgetRound, code: str, choices: Sequence[str], at: datetime) -> str:
    current = BudgetRound.objects.get(pk=budget_round.pk)
    if current.phase != BudgetRound.Phase.VOTING or not current.vote_from_at <= at < current.vote_until_at:
        raise _closed()
    chosen = check_choices(budget_round=current, choices=choices)
    used = accounts.use_code(purpose=CODE_PURPOSE, text=code, subject_kind=CODE_SUBJECT, on=timezone.localdate(at))
    if not used.subject_id.startswith(code_prefix(current)):
        # The transaction takes the use back: the code stays good for its own round.
        raise Refusal(_("We do not know this code. Check your letter again."), code="code_unknown")
    Ballot.objects.bulk_create([Ballot(municipality_id=current.municipality_id, budget_round=current, choices=chosen)])
    number = new_receipt()
    Receipt.objects.bulk_create([Receipt(municipality_id=current.municipality_id, budget_round=current, number=number)])
    return written_receipt(number)


def check_choices(*, budget_round: BudgetRound, choices: Sequence[str]) -> list[str]:
    """The choices as a ballot keeps them: each once, sorted. Refuses as `cast_ballot` does."""
    chosen = sorted(set(choices))
    if len(chosen) < budget_round.choices_min:
        raise Refusal(
            _("Choose at least %(least)s. You have %(found)s now."),
            code="too_few_choices",
            least=budget_round.choices_min,
            found=len(chosen),
        )
    if budget_round.choices_max is not None and len(chosen) > budget_round.choices_max:
        raise Refusal(
            _("Choose at most %(most)s. You have %(found)s now."),
            code="too_many_choices",
            most=budget_round.choices_max,
            found=len(chosen),
        )
    known = Project.objects.filter(
        budget_round=budget_round,
        public_id__in=chosen,
        feasibility=Project.Feasibility.FEASIBLE,
        is_withdrawn=False,
    ).count()
    if known != len(chosen):
        raise Refusal(_("One of these plans can't be chosen. Look at the list again."), code="project_unknown")
    return chosen


def _closed() -> Refusal:
    return Refusal(_("The vote is not open now. Your ballot was not stored."), code="round_closed")
