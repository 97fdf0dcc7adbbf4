"""Open a matter and take it further."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider, Refusal
from samenspel.foundation.subjects import find_one

from ..models import Matter, MatterStep, ValueWeighing
from .following import follow_matter

AREA_TEAM = ("area_team_member", "area_manager")
TITLE_CHARACTERS_MAX = 200


@transaction.atomic
def open_matter(
    *,
    neighbourhood: Any,
    subject_kind: str,
    subject_id: str,
    title: str,
    author_email: str = "",
    language: str = "nl",
    at: datetime | None = None,
) -> Matter:
    """Open the matter of a subject; opening it again gives back the first.

    With an e-mail address its author hears of each step, once the address is confirmed (`follow_matter`).
    """
    at = at or timezone.now()
    matter, created = Matter.objects.get_or_create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        defaults={
            "municipality_id": neighbourhood.municipality_id,
            "neighbourhood": neighbourhood,
            "title": title[:TITLE_CHARACTERS_MAX],
        },
    )
    if created:
        _add_step(matter, told=str(title), by=None, at=at)
    if author_email:
        follow_matter(matter=matter, email=author_email, language=language, at=at)
    return matter


@transaction.atomic
def open_for_subject(*, neighbourhood: Any, subject_kind: str, subject_id: str, at: datetime | None = None) -> Matter:
    """Open the matter of a subject by what its kind tells of it. Refuses what is not here ('subject_unknown')."""
    subject = find_one(neighbourhood, subject_kind, subject_id)
    if subject is None:
        raise Refusal(_("We do not know what this is about."), code="subject_unknown")
    return open_matter(
        neighbourhood=neighbourhood, subject_kind=subject_kind, subject_id=subject_id, title=subject.title, at=at
    )


@transaction.atomic
def take_up_matter(
    *,
    matter: Matter,
    by: Any,
    status: str,
    owner_kind: str = "",
    owner_name: str = "",
    together_with: str = "",
    next_step: str = "",
    due_on: date | None = None,
    outcome: str = "",
    told: str = "",
    at: datetime | None = None,
) -> Matter:
    """Answer 'who takes this up, with whom?' for the area team; fields that are left empty become empty.

    `told` is what its author hears; without it the outcome or the next step. Refuses with 'not_area_team',
    'pair_incomplete' (a pair without the second one), or as `move_matter` does.
    """
    if not has_one_of(by, AREA_TEAM, neighbourhood=matter.neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
    if owner_kind == Matter.Owner.PAIR and not (owner_name.strip() and together_with.strip()):
        raise Refusal(_("Two carry this together: name both."), code="pair_incomplete")
    return move_matter(
        matter=matter,
        status=status,
        told=told.strip() or outcome.strip() or next_step.strip() or matter.title,
        by=by,
        owner_kind=owner_kind or Matter.Owner.NOBODY,
        owner_name=owner_name.strip(),
        together_with=together_with.strip(),
        next_step=next_step.strip(),
        due_on=due_on,
        outcome=outcome.strip(),
        at=at,
    )


@transaction.atomic
def take_up_subject(*, neighbourhood: Any, subject_kind: str, subject_id: str, **answer: Any) -> Matter:
    """As `take_up_matter`, for a subject that may not have a matter yet; `answer` holds what that one takes."""
    matter = open_for_subject(neighbourhood=neighbourhood, subject_kind=subject_kind, subject_id=subject_id)
    return take_up_matter(matter=matter, **answer)


@transaction.atomic
def tell_step(*, matter: Matter, told: str, by: Any = None, at: datetime | None = None) -> MatterStep:
    """Add to the course of a matter what happened, without changing its status or owner."""
    return _add_step(matter, told=told, by=by, at=at or timezone.now())


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
