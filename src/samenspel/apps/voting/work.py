"""The vote's long work, as jobs run it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from samenspel.apps.accounts.selectors import approval_by_id
from samenspel.foundation import keeping

from . import letters, services
from .models import BudgetRound


def _round(payload: dict[str, Any]) -> BudgetRound:
    return BudgetRound.objects.select_related("neighbourhood", "municipality").get(public_id=payload["round"])


def count_job(payload: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The job 'voting.count' (payload {"round": public id}): count a closed round."""
    progress(gettext_noop("Counting ballots"), 0, 1)
    services.count_round(budget_round=_round(payload))
    progress(gettext_noop("Counting ballots"), 1, 1)
    return {"round": payload["round"]}


def close_job(payload: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The job 'voting.close' (payload {"round", "approval": public ids}): close, or go on where it stopped."""
    progress(gettext_noop("Closing the vote"), 0, 1)
    budget_round = _round(payload)
    if budget_round.phase == BudgetRound.Phase.CLOSING:
        services.resume_closing(budget_round=budget_round)
    else:
        approval = approval_by_id(payload["approval"], municipality=budget_round.municipality)
        services.close_round(budget_round=budget_round, approval=approval)
    progress(gettext_noop("Closing the vote"), 1, 1)
    return {"round": payload["round"]}


def codes_job(payload: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The job 'voting.codes': codes for letters, kept for one person to fetch once.

    Payload {"round", "count", "shape" (list or letters), "owner" (of the file), "ballot_url"}. If the file can't be
    made, no code exists either.
    """
    budget_round = _round(payload)
    count = payload["count"]
    progress(gettext_noop("Making codes"), 0, count)
    with transaction.atomic():
        codes = services.issue_voting_codes(budget_round=budget_round, count=count)
        made = letters.file_of(
            budget_round=budget_round,
            codes=codes,
            shape=payload["shape"],
            ballot_url=payload["ballot_url"],
            progress=progress,
        )
        facts = {"round": budget_round.public_id, "name": made.name, "type": made.content_type, "count": count}
        keeping.keep(kind="voting-codes", owner=payload["owner"], facts=facts, data=made.data)
    progress(gettext_noop("Making codes"), count, count)
    return {"count": count}
