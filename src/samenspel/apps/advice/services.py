"""Ask for advice and answer it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_role
from samenspel.apps.matters.services import open_matter
from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Outsider, Refusal

from .models import AdviceRequest


@transaction.atomic
def request_advice(
    *,
    neighbourhood: Any,
    subject_kind: str,
    subject_id: str,
    domain: str,
    question: str,
    due_on: date,
    at: datetime | None = None,
) -> AdviceRequest:
    """Ask an expert of a domain. Refuses an empty question ('question_missing')."""
    if not question.strip():
        raise Refusal(_("Write down what you want to know."), code="question_missing")
    request = AdviceRequest.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        subject_kind=subject_kind,
        subject_id=subject_id,
        domain=domain,
        question=question,
        due_on=due_on,
        asked_at=at or timezone.now(),
    )
    _record(request, "advice.asked", {"question": question, "domain": domain}, request.asked_at)
    return request


@transaction.atomic
def answer_advice(
    *,
    request: AdviceRequest,
    expert: Any,
    answer: str,
    source: str,
    verdict: str = "",
    reason: str = "",
    way_to_yes: str = "",
    at: datetime | None = None,
) -> AdviceRequest:
    """Answer once, in plain language, with a source.

    Refuses an outsider ('not_expert'), a second answer ('answered_already'), an answer without a source, and
    a no without its reason and what would make it a yes ('reason_missing').
    """
    if not has_role(expert, "expert", municipality=request.municipality, neighbourhood=request.neighbourhood):
        raise Outsider(_("Only an expert of this neighbourhood answers."), code="not_expert")
    if not answer.strip() or not source.strip():
        raise Refusal(_("Give the answer and say where it comes from."), code="answer_missing")
    try:
        with transaction.atomic():
            answered = AdviceRequest.objects.filter(pk=request.pk, status=AdviceRequest.Status.ASKED).update(
                status=AdviceRequest.Status.ANSWERED,
                expert=expert,
                answer=answer,
                source=source,
                verdict=verdict,
                reason=reason.strip(),
                way_to_yes=way_to_yes.strip(),
                answered_at=at or timezone.now(),
            )
    except IntegrityError as error:
        raise Refusal(_("A no needs its reason, and what would make it a yes."), code="reason_missing") from error
    if not answered:
        raise Refusal(_("This was answered already. Ask again to correct it."), code="answered_already")
    request.refresh_from_db()
    _record(
        request,
        "advice.answered",
        {"answer": answer, "source": source, "verdict": verdict, "reason": reason, "way_to_yes": way_to_yes},
        request.answered_at,
    )
    # An answer is not the end: what is done with it has a course, and its expert reads what it changed.
    open_matter(
        neighbourhood=request.neighbourhood,
        subject_kind="advice",
        subject_id=request.public_id,
        title=request.question,
        at=request.answered_at,
    )
    return request


def _record(request: AdviceRequest, kind: str, payload: dict[str, Any], at: datetime | None) -> None:
    record_act(
        municipality=request.municipality,
        kind=kind,
        subject_kind="advice",
        subject_id=request.public_id,
        payload={**payload, "on": [request.subject_kind, request.subject_id]},
        neighbourhood=request.neighbourhood.public_id,
        at=at,
    )
