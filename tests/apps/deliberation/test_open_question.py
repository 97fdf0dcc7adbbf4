"""A question is opened by the neighbourhood's organisers, and closed for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from samenspel.apps.deliberation import selectors, services
from samenspel.apps.trail.selectors import acts_of, payload_of, verify_trail
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import CLOSES_AT, organiser, question

pytestmark = pytest.mark.django_db


def test_alice_opens_a_question_and_the_trail_tells_it() -> None:
    where = neighbourhood()
    asked = question(where, positions=["Betaald parkeren"], interests=["Bezoek kan komen"])
    act = acts_of(where.municipality, subject=("question", asked.public_id)).get()
    assert act.kind == "question.opened"
    assert payload_of(act)["positions"] == ["Betaald parkeren"]
    assert verify_trail(where.municipality).verifies
    assert selectors.open_question_of(where, now=AT) == asked
    assert selectors.open_question_of(where, now=CLOSES_AT) is None


def test_a_resident_without_a_role_is_refused() -> None:
    where = neighbourhood()
    with pytest.raises(Outsider) as refused:
        services.open_question(neighbourhood=where, text="Wat nu?", closes_at=CLOSES_AT, by=person("Bob"), at=AT)
    assert refused.value.code == "not_an_organiser"


def test_an_organiser_of_another_neighbourhood_is_refused() -> None:
    where, elsewhere = neighbourhood(), neighbourhood("Havenwijk", "WK999902")
    with pytest.raises(Outsider):
        services.open_question(
            neighbourhood=where, text="Wat nu?", closes_at=CLOSES_AT, by=organiser(elsewhere, "Carol"), at=AT
        )


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"text": "  "}, "text_missing"), ({"closes_at": AT - timedelta(days=1)}, "closes_too_early")],
)
def test_what_makes_no_question_is_refused(facts: dict, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        question(**facts)
    assert refused.value.code == code


def test_closing_is_once_and_told() -> None:
    where = neighbourhood()
    asked = question(where)
    alice = organiser(where)
    services.close_question(question=asked, by=alice, at=AT + timedelta(days=3))
    assert not selectors.is_open(asked, now=AT + timedelta(days=4))
    with pytest.raises(Refusal) as refused:
        services.close_question(question=asked, by=alice, at=AT + timedelta(days=4))
    assert refused.value.code == "question_closed"
    assert acts_of(where.municipality).first().kind == "question.closed"


def test_bob_cannot_close_it() -> None:
    with pytest.raises(Outsider):
        services.close_question(question=question(), by=person("Bob"), at=AT)


def test_the_database_keeps_closing_and_its_moment_together() -> None:
    asked = question()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(asked).objects.filter(pk=asked.pk).update(phase="closed")
