"""Open a matter and take it further."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from .models import Matter, MatterStep, ValueWeighing


@transaction.atomic
def open_matter(
    *,
    neighbourhood: Any,
    subject_kind: str,
    subject_id: str,
    title: str,
    author_email: str = "",
    at: datetime | None = None,
) -> Matter:
    """Open the matter of a subject; opening it again gives back the first."""
    at = at or timezone.now()
    matter, created = Matter.objects.get_or_create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        defaults={
            "municipality_id": neighbourhood.municipality_id,
            "neighbourhood": neighbourhood,
            "title": title,
            "author_email": author_email,
        },
    )
    if created:
        _add_step(matter, told=str(title), by=None, at=at)
    return matter


@transaction.atomic
def move_matter(
    *,
    matter: Matter,
    status: str,
    told: str,
    by: Any = None,
    owner_kind: str | None = None,
    owner_name: str | None = None,
    together_with: str | None = None,
    next_step: str | None = None,
    due_on: date | None = None,
    outcome: str | None = None,
    at: datetime | None = None,
) -> Matter:
    """Take a matter a step further. What is not given stays as it was.

    Refuses with 'matter_incomplete' a step without an owner, a next step or an outcome where the status
    asks for one.
    """
    changes = {
        "status": status,
        "owner_kind": owner_kind,
        "owner_name": owner_name,
        "together_with": together_with,
        "next_step": next_step,
        "due_on": due_on,
        "outcome": outcome,
    }
    for name, value in changes.items():
        if value is not None:
            setattr(matter, name, value)
    if status in (Matter.Status.DONE, Matter.Status.DECLINED, Matter.Status.LEFT_TO_STREET):
        matter.next_step, matter.due_on = "", None
    try:
        with transaction.atomic():
            matter.save()
    except IntegrityError as error:
        matter.refresh_from_db()
        raise Refusal(
            _("Say who takes this up and what the next step is, or what came of it."),
            code="matter_incomplete",
        ) from error
    _add_step(matter, told=told, by=by, at=at or timezone.now())
    return matter


def _add_step(matter: Matter, *, told: str, by: Any, at: datetime) -> MatterStep:
    return MatterStep.objects.create(
        municipality_id=matter.municipality_id, matter=matter, at=at, status=matter.status, told=told, by=by
    )


@transaction.atomic
def weigh_values(
    *,
    municipality: Any,
    subject_kind: str,
    subject_id: str,
    return_score: int,
    return_reason: str,
    engagement_score: int,
    engagement_reason: str,
    legitimacy_score: int,
    legitimacy_reason: str,
    by: Any = None,
    at: datetime | None = None,
) -> ValueWeighing:
    """Weigh a subject on the three values, 1 to 5 each; a new weighing is added beside the old ones.

    Refuses a score without a reason ('reason_missing').
    """
    if not (return_reason.strip() and engagement_reason.strip() and legitimacy_reason.strip()):
        raise Refusal(_("Give a reason with each score."), code="reason_missing")
    return ValueWeighing.objects.create(
        municipality=municipality,
        subject_kind=subject_kind,
        subject_id=subject_id,
        return_score=return_score,
        return_reason=return_reason,
        engagement_score=engagement_score,
        engagement_reason=engagement_reason,
        legitimacy_score=legitimacy_score,
        legitimacy_reason=legitimacy_reason,
        weighed_by=by,
        weighed_at=at or timezone.now(),
    )
