"""Reads of advice."""

from typing import Any

from django.db.models import QuerySet

from .models import AdviceRequest


def advice_on(subject_kind: str, subject_id: str) -> QuerySet[AdviceRequest]:
    """What was asked and answered about a subject."""
    return AdviceRequest.objects.filter(subject_kind=subject_kind, subject_id=subject_id)


def answered_advice(neighbourhood: Any) -> QuerySet[AdviceRequest]:
    """Answered requests of a neighbourhood, newest first."""
    return AdviceRequest.objects.filter(neighbourhood=neighbourhood, status=AdviceRequest.Status.ANSWERED).order_by(
        "-answered_at"
    )
