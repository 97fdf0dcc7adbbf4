"""Ask an expert, and answer in plain language."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from apps.factories import AT, neighbourhood, person
from samenspel.apps.advice.models import AdviceRequest
from samenspel.apps.advice.selectors import advice_on, answered_advice
from samenspel.apps.advice.services import answer_advice, request_advice
from samenspel.apps.trail.selectors import acts_of
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db
GOOD = {"answer": "Onder de stoep ligt een gasleiding.", "source": "Leidingenkaart 2026"}


def _asked(where=None, question="Waarom kan hier geen boom staan?"):
    return request_advice(
        neighbourhood=where or neighbourhood(),
        subject_kind="project",
        subject_id="p1",
        domain="public_space",
        question=question,
        due_on=date(2026, 4, 1),
        at=AT,
    )


def test_an_expert_answers_and_both_stand_on_the_trail():
    request = _asked()
    expert = person("Marit", "expert", where=request.neighbourhood)
    answer_advice(request=request, expert=expert, verdict="feasible_if", reason="In een bak.", at=AT, **GOOD)
    assert list(answered_advice(request.neighbourhood)) == [request]
    assert list(advice_on("project", "p1")) == [request]
    assert [act.kind for act in acts_of(request.municipality)] == ["advice.answered", "advice.asked"]


def test_an_outsider_does_not_answer():
    request = _asked()
    elsewhere = person("Bob", "expert", where=neighbourhood("Havenwijk", "WK999902"))
    for someone in (elsewhere, person("Carol", "controller", where=request.neighbourhood)):
        with pytest.raises(Outsider) as refusal:
            answer_advice(request=request, expert=someone, **GOOD)
        assert refusal.value.code == "not_expert"


@pytest.mark.parametrize("missing", [{"answer": " "}, {"source": ""}])
def test_an_answer_has_text_and_source(missing):
    request = _asked()
    with pytest.raises(Refusal) as refusal:
        answer_advice(
            request=request, expert=person("Marit", "expert", where=request.neighbourhood), **(GOOD | missing)
        )
    assert refusal.value.code == "answer_missing"


@pytest.mark.parametrize("given", [{}, {"reason": "Te duur."}, {"way_to_yes": "Een bak."}])
def test_a_no_needs_its_reason_and_a_way_to_yes(given):
    request = _asked()
    expert = person("Marit", "expert", where=request.neighbourhood)
    with pytest.raises(Refusal) as refusal:
        answer_advice(request=request, expert=expert, verdict="not_feasible", **GOOD, **given)
    assert refusal.value.code == "reason_missing"
    assert AdviceRequest.objects.get().status == "asked"


def test_a_request_is_answered_once_and_stays():
    request = _asked()
    expert = person("Marit", "expert", where=request.neighbourhood)
    answer_advice(request=request, expert=expert, **GOOD)
    with pytest.raises(Refusal) as refusal:
        answer_advice(request=request, expert=expert, **GOOD)
    assert refusal.value.code == "answered_already"
    with pytest.raises(IntegrityError), transaction.atomic():
        AdviceRequest.objects.update(answer="Iets anders.")


def test_an_empty_question_is_refused():
    with pytest.raises(Refusal) as refusal:
        _asked(question="  ")
    assert refusal.value.code == "question_missing"
