"""Reads of advice."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from samenspel.apps.matters.selectors import matters_of
from samenspel.foundation.desk import Waiting

from .models import AdviceRequest


def advice_on(subject_kind: str, subject_id: str) -> QuerySet[AdviceRequest]:
    """What was asked and answered about a subject."""
    return AdviceRequest.objects.filter(subject_kind=subject_kind, subject_id=subject_id)


def answered_advice(neighbourhood: Any) -> QuerySet[AdviceRequest]:
    """Answered requests of a neighbourhood, newest first."""
    return AdviceRequest.objects.filter(neighbourhood=neighbourhood, status=AdviceRequest.Status.ANSWERED).order_by(
        "-answered_at"
    )


def asked_advice(neighbourhood: Any) -> QuerySet[AdviceRequest]:
    """Requests of a neighbourhood that wait for an answer, the most urgent first."""
    return AdviceRequest.objects.filter(neighbourhood=neighbourhood, status=AdviceRequest.Status.ASKED).order_by(
        "due_on", "pk"
    )


def advice_by_id(public_id: str, *, neighbourhood: Any) -> AdviceRequest | None:
    """The request, or None."""
    return AdviceRequest.objects.filter(public_id=public_id, neighbourhood=neighbourhood).first()


@dataclass(frozen=True)
class Answered:
    """An answered request, and what was done with the answer (None: nobody knows)."""

    advice: AdviceRequest
    matter: Any | None


def answered_with_course(neighbourhood: Any, *, most: int = 50) -> list[Answered]:
    """The newest answers, each with what was done with it."""
    courses = {matter.subject_id: matter for matter in matters_of(neighbourhood, subject_kind="advice")}
    found = answered_advice(neighbourhood).select_related("expert")[:most]
    return [Answered(one, courses.get(one.public_id)) for one in found]


def waiting_for_desk(_person: Any, neighbourhood: Any) -> list[Waiting]:
    """Questions that wait for an expert's answer."""
    return [
        Waiting(one.question, reverse("advice-desk:answer", args=[neighbourhood.slug, one.public_id]), one.due_on)
        for one in asked_advice(neighbourhood)
    ]
