"""Residents write statements; each is read before it appears, and a no has a reason."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.deliberation import selectors, services
from samenspel.apps.deliberation.models import ModerationStep, Statement
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import CLOSES_AT, organiser, question, statement

pytestmark = pytest.mark.django_db


def test_bobs_statement_waits_and_a_seed_does_not() -> None:
    asked = question()
    bob = services.join_question(question=asked, at=AT)
    written = services.propose_statement(question=asked, text="  Meer   bomen. ", author=bob, at=AT)
    assert (written.text, written.status) == ("Meer bomen.", "waiting")
    assert statement(asked).status == "accepted"
    assert list(selectors.waiting_statements(asked)) == [written]


@pytest.mark.parametrize(("text", "code"), [(" ", "text_missing"), ("a" * 141, "text_too_long")])
def test_what_is_no_statement_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.propose_statement(question=question(), text=text, at=AT)
    assert refused.value.code == code


def test_140_characters_are_enough() -> None:
    assert services.propose_statement(question=question(), text="a" * 140, at=AT).pk


def test_the_same_words_are_not_said_twice() -> None:
    asked = question()
    statement(asked)
    with pytest.raises(Refusal) as refused:
        statement(asked)
    assert refused.value.code == "said_already"


def test_after_closing_nobody_writes() -> None:
    asked = question()
    for at in (CLOSES_AT, AT - timedelta(seconds=1)):
        with pytest.raises(Refusal) as refused:
            services.propose_statement(question=asked, text="Te laat.", at=at)
        assert refused.value.code == "question_closed"


def test_a_participant_of_another_question_is_refused() -> None:
    where = neighbourhood()
    stranger = services.join_question(question=question(where), at=AT)
    with pytest.raises(Refusal) as refused:
        services.propose_statement(question=question(where), text="Meer bomen.", author=stranger, at=AT)
    assert refused.value.code == "other_question"


def test_a_no_needs_a_reason_and_is_logged() -> None:
    asked = question()
    alice = organiser(asked.neighbourhood)
    written = services.propose_statement(question=asked, text="Buurman Jan moet weg.", at=AT)
    with pytest.raises(Refusal) as refused:
        services.moderate_statement(statement=written, status="declined", by=alice, at=AT)
    assert refused.value.code == "reason_missing"
    services.moderate_statement(
        statement=written, status="declined", by=alice, reason="Dit gaat over één persoon.", at=AT
    )
    written.refresh_from_db()
    assert (written.status, written.reason) == ("declined", "Dit gaat over één persoon.")
    assert [step.status for step in selectors.moderation_log(asked)] == ["declined"]
    act = acts_of(asked.municipality).first()
    assert act.kind == "statement.declined"
    assert payload_of(act) == {"reason": "Dit gaat over één persoon.", "statement": written.public_id}


def test_a_yes_after_a_no_adds_a_step() -> None:
    asked = question()
    alice = organiser(asked.neighbourhood)
    written = services.propose_statement(question=asked, text="Meer bomen.", at=AT)
    services.moderate_statement(statement=written, status="declined", by=alice, reason="Onduidelijk.", at=AT)
    services.moderate_statement(statement=written, status="accepted", by=alice, at=AT + timedelta(hours=1))
    assert [step.status for step in selectors.moderation_log(asked)] == ["accepted", "declined"]


def test_bob_cannot_judge() -> None:
    written = services.propose_statement(question=question(), text="Meer bomen.", at=AT)
    with pytest.raises(Outsider):
        services.moderate_statement(statement=written, status="accepted", by=person("Bob"), at=AT)


def test_waiting_is_no_judgement() -> None:
    asked = question()
    written = statement(asked)
    with pytest.raises(Refusal) as refused:
        services.moderate_statement(statement=written, status="waiting", by=organiser(asked.neighbourhood), at=AT)
    assert refused.value.code == "status_unknown"


def test_the_database_keeps_words_and_log() -> None:
    asked = question()
    written = statement(asked)
    services.moderate_statement(statement=written, status="accepted", by=organiser(asked.neighbourhood), at=AT)
    attempts = [
        lambda: Statement.objects.filter(pk=written.pk).update(text="Iets anders."),
        lambda: Statement.objects.filter(pk=written.pk).update(status="declined", reason=""),
        lambda: ModerationStep.objects.update(reason="Anders."),
        lambda: ModerationStep.objects.all()._raw_delete("default"),
        lambda: Statement.objects.create(
            municipality=asked.municipality, question=asked, text="", origin="seed", proposed_at=AT
        ),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
