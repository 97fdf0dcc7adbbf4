"""Close by two people, wipe the traces of order, count, publish, and let the council decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts import services as accounts
from samenspel.apps.councils import services as councils
from samenspel.apps.household import services as household
from samenspel.foundation.errors import Outsider, Refusal

from .. import access, authors, engine
from ..acts import tell
from ..codes import CODE_PURPOSE, CODE_SUBJECT, code_prefix
from ..models import Ballot, BudgetRound, Receipt, RoundCount, random_key

CLOSE = "voting.close"


def request_close_approval(*, budget_round: BudgetRound, requested_by: Any) -> Any:
    """Ask a second person to close this round. Refuses with 'not_an_organiser'."""
    access.require_organiser(requested_by, budget_round.neighbourhood)
    return accounts.request_approval(
        municipality=budget_round.municipality,
        kind=CLOSE,
        subject_kind=CODE_SUBJECT,
        subject_id=budget_round.public_id,
        payload=_close_payload(budget_round),
        requested_by=requested_by,
    )


def _close_payload(budget_round: BudgetRound) -> dict[str, Any]:
    return {"tie_commitment": budget_round.tie_commitment}


def close_round(*, budget_round: BudgetRound, approval: Any, at: datetime | None = None) -> BudgetRound:
    """Close the vote with the approval of two people, and commit to the ballots before they are counted.

    First the door is shut; then roll, receipts and ballots are each written anew in an order of their own,
    each in a transaction of its own; then the ballots' commitment goes on the trail. Can't run inside
    another transaction. After an interruption `resume_closing` goes on where it stopped. Refuses with
    'round_not_open', 'still_open' before the announced end, or 'approval_missing'.
    """
    at = at or timezone.now()
    with transaction.atomic(durable=True):
        locked = BudgetRound.objects.select_for_update().get(pk=budget_round.pk)
        if locked.phase != BudgetRound.Phase.VOTING:
            raise Refusal(_("This vote is not open."), code="round_not_open")
        if at < locked.vote_until_at:
            raise Refusal(_("The announced end has not come yet."), code="still_open")
        accounts.use_approval(
            approval=approval,
            kind=CLOSE,
            subject_kind=CODE_SUBJECT,
            subject_id=locked.public_id,
            payload=_close_payload(locked),
            at=at,
        )
        locked.phase = BudgetRound.Phase.CLOSING
        locked.save(update_fields=["phase"])
    return resume_closing(budget_round=budget_round, at=at)


def resume_closing(*, budget_round: BudgetRound, at: datetime | None = None) -> BudgetRound:
    """Finish a closing that two people approved. Repeating a step changes nothing but the order.

    Refuses with 'not_closing'.
    """
    at = at or timezone.now()
    if BudgetRound.objects.get(pk=budget_round.pk).phase != BudgetRound.Phase.CLOSING:
        raise Refusal(_("This vote is not being closed."), code="not_closing")
    with transaction.atomic(durable=True):
        accounts.rewrite_codes(
            purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_prefix=code_prefix(budget_round)
        )
    for model in (Ballot, Receipt):
        with transaction.atomic(durable=True):
            _write_anew(model, budget_round)
    # Before the round counts as closed: if this fails, the closing is resumed and it is tried again.
    _vacuum()
    with transaction.atomic(durable=True):
        locked = BudgetRound.objects.select_for_update().get(pk=budget_round.pk, phase=BudgetRound.Phase.CLOSING)
        ballots, receipts = locked.ballots.count(), locked.receipts.count()
        if ballots != receipts:
            raise Refusal(_("Ballots and receipts do not agree."), code="receipts_differ")
        locked.ballots_commitment = engine.file_commitment(engine.ballots_file(locked))
        locked.phase, locked.closed_at = BudgetRound.Phase.CLOSED, at
        locked.save(update_fields=["ballots_commitment", "phase", "closed_at"])
        tell(locked, "round.closed", {"ballots": ballots, "ballots_sha256": locked.ballots_commitment}, at)
    budget_round.refresh_from_db()
    return budget_round


def _write_anew(model: Any, budget_round: BudgetRound) -> None:
    """Remove the rows and write them again in the order of new random keys: nothing tells who came when."""
    found = model.objects.filter(budget_round=budget_round)
    rows = list(found)
    found._raw_delete(found.db)
    for row in rows:
        row.pk = random_key()
    model.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1_000)


def _vacuum() -> None:
    """Let the database forget the removed rows. Within a transaction (tests, mostly) it can't."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in (Ballot, Receipt, apps.get_model("accounts", "LetterCode")):
                cursor.execute(f'VACUUM FULL "{model._meta.db_table}"')
        else:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@transaction.atomic
def count_round(*, budget_round: BudgetRound, at: datetime | None = None) -> RoundCount:
    """Count the closed ballots, publish the file and the lot, and put the result on the trail.

    Refuses with 'round_not_closed', or 'ballots_changed' when the ballots are not those committed to.
    """
    at = at or timezone.now()
    locked = BudgetRound.objects.select_for_update().get(pk=budget_round.pk)
    if locked.phase != BudgetRound.Phase.CLOSED:
        raise Refusal(_("Close the vote first; a vote is counted once."), code="round_not_closed")
    file = engine.ballots_file(locked)
    if engine.file_commitment(file) != locked.ballots_commitment:
        raise Outsider(
            _("The ballots are not those of the close. Call an independent auditor."), code="ballots_changed"
        )
    result = engine.count_file(file, utility=locked.utility, completion=locked.completion, lot=locked.tie_order)
    counted = RoundCount.objects.create(
        municipality_id=locked.municipality_id,
        budget_round=locked,
        counted_at=at,
        ballots_file=file,
        result=result,
    )
    locked.phase = BudgetRound.Phase.COUNTED
    locked.save(update_fields=["phase"])
    payload = {
        "winners": result["winners"],
        "spent_cents": result["spent_cents"],
        "ballots": result["voters"],
        "ballots_sha256": locked.ballots_commitment,
        "tie_order": locked.tie_order,
        "tie_salt": locked.tie_salt,
        "result_sha256": engine.result_hash(result),
    }
    tell(locked, "round.counted", payload, at)
    budget_round.refresh_from_db()
    return counted


@transaction.atomic
def adopt_result(
    *, budget_round: BudgetRound, decision: Any, by: Any = None, at: datetime | None = None
) -> BudgetRound:
    """The council adopts the result, and the household book allocates the money: both or neither.

    `decision` is a proposed decision of the neighbourhood's own council on this round (subject kind
    'budget_round') for exactly what the winners cost. When the council votes it down, that is recorded and
    nothing is allocated. Refuses with 'round_not_counted', 'nothing_won', 'other_decision' or 'other_amount',
    and as councils' adopt_decision and household's allocate do.
    """
    at = at or timezone.now()
    locked = BudgetRound.objects.select_for_update().get(pk=budget_round.pk)
    if locked.phase != BudgetRound.Phase.COUNTED:
        raise Refusal(_("There is no result to decide on."), code="round_not_counted")
    result = locked.count.result
    if not result["winners"]:
        raise Refusal(_("No plan won, so there is nothing to allocate."), code="nothing_won")
    if (decision.subject_kind, decision.subject_id) != (CODE_SUBJECT, locked.public_id) or (
        decision.council.neighbourhood_id != locked.neighbourhood_id
    ):
        raise Outsider(_("This decision is not about this vote."), code="other_decision")
    if decision.amount_cents != result["spent_cents"]:
        raise Refusal(_("The decision is for another amount than the plans cost."), code="other_amount")
    adopted = councils.adopt_decision(decision=decision, at=at)
    if adopted.status != "adopted":
        return budget_round
    household.allocate(
        decision=adopted,
        amount_cents=result["spent_cents"],
        by=by,
        idempotency_key=f"budget_round/{locked.public_id}",
        at=at,
    )
    locked.phase, locked.decision = BudgetRound.Phase.ADOPTED, adopted
    locked.save(update_fields=["phase", "decision"])
    authors.tell_result(locked, result["winners"], at=at)
    authors.tell_decided(adopted, at=at)
    tell(locked, "round.adopted", {"decision": adopted.public_id, "spent_cents": result["spent_cents"]}, at)
    budget_round.refresh_from_db()
    return budget_round
