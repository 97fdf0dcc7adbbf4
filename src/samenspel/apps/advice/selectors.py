"""Reads of advice."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

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


def waiting_for_desk(_person: Any, neighbourhood: Any) -> list[Waiting]:
    """Questions that wait for an expert's answer."""
    return [
        Waiting(one.question, reverse("advice-desk:answer", args=[neighbourhood.slug, one.public_id]), one.due_on)
        for one in asked_advice(neighbourhood)
    ]
