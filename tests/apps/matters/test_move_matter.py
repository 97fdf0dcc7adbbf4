"""A matter has an owner, a next step and an outcome when its status asks for one."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from apps.factories import AT, neighbourhood
from samenspel.apps.matters.models import Matter, MatterStep
from samenspel.apps.matters.selectors import latest_weighing, matter_of, overdue_matters, share_carried_together
from samenspel.apps.matters.services import move_matter, open_matter, weigh_values
from samenspel.foundation.errors import Refusal

pytestmark = pytest.mark.django_db


def _matter(subject="s1", where=None):
    return open_matter(
        neighbourhood=where or neighbourhood(), subject_kind="signal", subject_id=subject, title="Losse tegels", at=AT
    )


def test_a_matter_is_opened_once():
    assert _matter() == _matter()
    assert MatterStep.objects.count() == 1


def test_it_is_taken_up_with_someone_and_rises_when_late():
    matter = move_matter(
        matter=_matter(),
        status="taken_up",
        told="Ineke en Joris kijken ernaar.",
        owner_kind="pair",
        owner_name="Ineke",
        together_with="Joris, Stadsbeheer",
        next_step="Samen kijken",
        due_on=date(2026, 3, 9),
        at=AT,
    )
    assert list(overdue_matters(matter.neighbourhood, today=date(2026, 3, 10))) == [matter]
    assert list(overdue_matters(matter.neighbourhood, today=date(2026, 3, 9))) == []
    assert share_carried_together(matter.neighbourhood) == (1, 1)


@pytest.mark.parametrize(
    "step",
    [
        {"status": "taken_up", "next_step": "Kijken"},
        {"status": "busy", "owner_kind": "official"},
        {"status": "done", "owner_kind": "official"},
        {"status": "declined"},
    ],
)
def test_a_step_without_owner_next_step_or_outcome_is_refused_and_changes_nothing(step):
    matter = _matter()
    with pytest.raises(Refusal) as refusal:
        move_matter(matter=matter, told="…", **step)
    assert refusal.value.code == "matter_incomplete"
    assert matter_of("signal", "s1").status == "new"
    assert MatterStep.objects.count() == 1


def test_left_to_the_street_is_a_status_too():
    where = neighbourhood()
    move_matter(matter=_matter("s1", where), status="left_to_street", told="De buren doen het zelf.")
    move_matter(matter=_matter("s2", where), status="done", owner_kind="official", outcome="Gelegd.", told="Klaar.")
    assert share_carried_together(where) == (1, 2)


def test_steps_are_never_changed():
    _matter()
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterStep.objects.update(told="iets anders")
    assert Matter.objects.count() == 1


def test_three_values_need_reasons_and_stay_in_range():
    where = neighbourhood()
    scores = {
        "municipality": where.municipality,
        "subject_kind": "decision",
        "subject_id": "d1",
        "return_score": 3,
        "return_reason": "Het is goedkoop.",
        "engagement_score": 5,
        "engagement_reason": "Veel buren deden mee.",
        "legitimacy_score": 4,
        "legitimacy_reason": "De wijkraad besloot.",
    }
    weigh_values(**scores)
    assert latest_weighing("decision", "d1").engagement_score == 5
    with pytest.raises(Refusal):
        weigh_values(**(scores | {"return_reason": " "}))
    with pytest.raises(IntegrityError), transaction.atomic():
        weigh_values(**(scores | {"return_score": 6}))
