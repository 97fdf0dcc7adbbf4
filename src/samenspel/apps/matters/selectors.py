"""Reads of matters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from .models import Matter, ValueWeighing

# What a matter can be and who can own one, for forms and pages of other apps.
Status = Matter.Status
Owner = Matter.Owner


def matter_of(subject_kind: str, subject_id: str) -> Matter | None:
    """The matter of a subject, or None."""
    return Matter.objects.filter(subject_kind=subject_kind, subject_id=subject_id).first()


def matters_of(neighbourhood: Any, *, subject_kind: str | None = None) -> QuerySet[Matter]:
    """The matters of a neighbourhood, newest first."""
    found = Matter.objects.filter(neighbourhood=neighbourhood).order_by("-created_at")
    return found if subject_kind is None else found.filter(subject_kind=subject_kind)


def overdue_matters(neighbourhood: Any, *, today: date) -> QuerySet[Matter]:
    """Matters whose next step is late, the latest first."""
    return matters_of(neighbourhood).filter(due_on__lt=today).order_by("due_on")


def share_carried_together(neighbourhood: Any) -> tuple[int, int]:
    """(matters carried by more than the municipality alone, matters that someone carries)."""
    carried = Matter.objects.filter(neighbourhood=neighbourhood).exclude(status=Matter.Status.NEW)
    alone = carried.filter(owner_kind=Matter.Owner.OFFICIAL, together_with="")
    return carried.count() - alone.count(), carried.count()


def latest_weighing(subject_kind: str, subject_id: str) -> ValueWeighing | None:
    """How a subject was weighed last, or None."""
    return (
        ValueWeighing.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
        .order_by("-weighed_at", "-pk")
        .first()
    )


def today() -> date:
    """The local day by which a next step is late."""
    return timezone.localdate()
