"""The workshop in threes: each page of it is kept; closing makes the step a matter and the lesson one to find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.matters.services import move_matter, open_matter
from samenspel.foundation.errors import Refusal

from ..access import require_official
from ..models import Workshop, WorkshopQuestion, WorkshopSeat
from ..questions import is_open_question

PEOPLE = 3
QUESTIONS_MIN = 2


@transaction.atomic
def start_workshop(*, neighbourhood: Any, by: Any, held_on: date | None = None) -> Workshop:
    """An empty workshop, to be filled in page by page. Refuses with 'not_an_official'."""
    require_official(by, neighbourhood)
    return Workshop.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        started_by=by,
        held_on=held_on or timezone.localdate(),
    )


@transaction.atomic
def save_people(
    *,
    workshop: Workshop,
    by: Any,
    people: Sequence[tuple[str, str]],
    title: str,
    case: str,
    held_on: date | None = None,
) -> Workshop:
    """Who sits there as (name, department), the first one brings the case, and the case itself.

    Refuses with 'not_an_official', 'workshop_closed', 'three_people', 'three_departments' or 'case_missing'.
    """
    _require_open(workshop, by)
    people = [(name.strip(), department.strip()) for name, department in people]
    if len(people) != PEOPLE or not all(name and department for name, department in people):
        raise Refusal(_("Three people sit at this table, each with a department."), code="three_people")
    if len({department.casefold() for _name, department in people}) != PEOPLE:
        raise Refusal(
            _("Take three different departments. That is where it gets interesting."), code="three_departments"
        )
    if not (title.strip() and case.strip()):
        raise Refusal(_("Say in a few sentences what the case is."), code="case_missing")
    workshop.title, workshop.case = title.strip(), case.strip()
    workshop.held_on = held_on or workshop.held_on
    workshop.save(update_fields=["title", "case", "held_on"])
    workshop.seats.all().delete()
    WorkshopSeat.objects.bulk_create(
        [
            WorkshopSeat(
                municipality_id=workshop.municipality_id,
                workshop=workshop,
                number=number,
                name=name,
                department=department,
            )
            for number, (name, department) in enumerate(people, start=1)
        ]
    )
    return workshop


@transaction.atomic
def save_truths(*, workshop: Workshop, by: Any, first_truth: str, second_truth: str) -> Workshop:
    """Two truths side by side; neither has to win. Refuses with 'workshop_closed' or 'two_truths'."""
    _require_open(workshop, by)
    if not (first_truth.strip() and second_truth.strip()):
        raise Refusal(_("Write down both truths. The second one is the hardest."), code="two_truths")
    workshop.first_truth, workshop.second_truth = first_truth.strip(), second_truth.strip()
    workshop.save(update_fields=["first_truth", "second_truth"])
    return workshop


@transaction.atomic
def save_questions(*, workshop: Workshop, by: Any, questions: Sequence[tuple[str, str]]) -> Workshop:
    """What the other two asked, as (question, what came up). Only open questions: no advice, no yes or no.

    Refuses with 'workshop_closed', 'questions_missing' or 'closed_question' (parameter `question`).
    """
    _require_open(workshop, by)
    asked = [(text.strip(), answer.strip()) for text, answer in questions if text.strip()]
    if len(asked) < QUESTIONS_MIN:
        raise Refusal(_("Write down at least two questions, one of each of the others."), code="questions_missing")
    for text, _answer in asked:
        if not is_open_question(text):
            raise Refusal(
                _("'%(question)s' can be answered with yes or no, or is advice. Begin with what, how, who or when."),
                code="closed_question",
                question=text,
            )
    workshop.questions.all().delete()
    WorkshopQuestion.objects.bulk_create(
        [
            WorkshopQuestion(municipality_id=workshop.municipality_id, workshop=workshop, text=text, answer=answer)
            for text, answer in asked
        ]
    )
    return workshop


@transaction.atomic
def save_step(
    *,
    workshop: Workshop,
    by: Any,
    step: str,
    step_owner: str,
    step_due_on: date,
    lesson: str,
    step_with: str = "",
    lesson_is_open: bool = False,
) -> Workshop:
    """One small step with an owner and a day, and one lesson. Refuses with 'workshop_closed' or 'step_missing'."""
    _require_open(workshop, by)
    if not (step.strip() and step_owner.strip() and lesson.strip()):
        raise Refusal(_("Name one step, who takes it, and what you learned."), code="step_missing")
    workshop.step, workshop.step_owner, workshop.step_with = step.strip(), step_owner.strip(), step_with.strip()
    workshop.step_due_on, workshop.lesson, workshop.lesson_is_open = step_due_on, lesson.strip(), lesson_is_open
    workshop.save(update_fields=["step", "step_owner", "step_with", "step_due_on", "lesson", "lesson_is_open"])
    return workshop


@transaction.atomic
def close_workshop(*, workshop: Workshop, by: Any, at: datetime | None = None) -> Workshop:
    """Close it: the step becomes a matter with its owner and day, the lesson goes on the shelf.

    Refuses with 'workshop_closed' or 'workshop_incomplete'.
    """
    _require_open(workshop, by)
    at = at or timezone.now()
    whole = (
        workshop.title,
        workshop.first_truth,
        workshop.second_truth,
        workshop.step,
        workshop.lesson,
        workshop.step_due_on,
        workshop.seats.count() == PEOPLE,
        workshop.questions.count() >= QUESTIONS_MIN,
    )
    if not all(whole):
        raise Refusal(_("Some pages are still empty. Fill them in first."), code="workshop_incomplete")
    closed = Workshop.objects.filter(pk=workshop.pk, closed_at=None).update(closed_at=at)
    if not closed:
        raise Refusal(_("This workshop is closed."), code="workshop_closed")
    workshop.refresh_from_db()
    matter = open_matter(
        neighbourhood=workshop.neighbourhood,
        subject_kind="workshop",
        subject_id=workshop.public_id,
        title=workshop.step,
        at=at,
    )
    move_matter(
        matter=matter,
        status="taken_up",
        told=workshop.step,
        by=by,
        owner_kind="pair" if workshop.step_with else "official",
        owner_name=workshop.step_owner,
        together_with=workshop.step_with,
        next_step=workshop.step,
        due_on=workshop.step_due_on,
        at=at,
    )
    return workshop


def _require_open(workshop: Workshop, by: Any) -> None:
    require_official(by, workshop.neighbourhood)
    if workshop.closed_at is not None:
        raise Refusal(_("This workshop is closed."), code="workshop_closed")
