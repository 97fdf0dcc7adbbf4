"""Reacting to a statement: the last reaction counts, twice the same is once, the close is the server's."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from samenspel.apps.accounts.services import issue_codes
from samenspel.apps.deliberation import services
from samenspel.apps.deliberation.models import Participant, StatementVote
from samenspel.foundation.errors import Refusal

from ..factories import AT, neighbourhood
from .factories import CLOSES_AT, organiser, question, reactions, statement


@pytest.mark.django_db
def test_the_last_reaction_counts_and_the_same_changes_nothing() -> None:
    asked = question()
    said = statement(asked)
    bob = services.join_question(question=asked, at=AT)
    for value in (1, -1, -1):
        services.cast_vote(participant=bob, statement=said, value=value, at=AT)
    assert reactions(asked) == {(bob.public_id, said.public_id): -1}


@pytest.mark.django_db
@pytest.mark.parametrize("at", [AT - timedelta(seconds=1), CLOSES_AT, CLOSES_AT + timedelta(days=400)])
def test_before_opening_and_after_closing_nobody_reacts(at) -> None:
    asked = question()
    said = statement(asked)
    bob = services.join_question(question=asked, at=AT)
    with pytest.raises(Refusal) as refused:
        services.cast_vote(participant=bob, statement=said, value=1, at=at)
    assert refused.value.code == "question_closed"
    assert reactions(asked) == {}


@pytest.mark.django_db
def test_a_clock_that_jumps_back_reopens_nothing() -> None:
    asked = question()
    said = statement(asked)
    bob = services.join_question(question=asked, at=AT)
    services.close_question(question=asked, by=organiser(asked.neighbourhood), at=AT + timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        services.cast_vote(participant=bob, statement=said, value=1, at=AT)
    assert refused.value.code == "question_closed"


@pytest.mark.django_db
def test_declined_and_waiting_statements_take_no_reactions() -> None:
    asked = question()
    bob = services.join_question(question=asked, at=AT)
    waiting = services.propose_statement(question=asked, text="Nog niet gelezen.", at=AT)
    declined = services.propose_statement(question=asked, text="Afgewezen.", at=AT)
    services.moderate_statement(
        statement=declined, status="declined", by=organiser(asked.neighbourhood), reason="Dubbel.", at=AT
    )
    for said in (waiting, declined):
        with pytest.raises(Refusal) as refused:
            services.cast_vote(participant=bob, statement=said, value=1, at=AT)
        assert refused.value.code == "statement_not_open"


@pytest.mark.django_db
def test_a_stranger_and_an_unknown_value_are_refused() -> None:
    where = neighbourhood()
    asked = question(where)
    said = statement(asked)
    stranger = services.join_question(question=question(where), at=AT)
    with pytest.raises(Refusal) as refused:
        services.cast_vote(participant=stranger, statement=said, value=1, at=AT)
    assert refused.value.code == "other_question"
    bob = services.join_question(question=asked, at=AT)
    with pytest.raises(Refusal) as refused:
        services.cast_vote(participant=bob, statement=said, value=2, at=AT)
    assert refused.value.code == "value_unknown"


@pytest.mark.django_db
def test_the_database_knows_the_values_and_keeps_questions_apart() -> None:
    where = neighbourhood()
    asked = question(where)
    said = statement(asked)
    bob = services.join_question(question=asked, at=AT)
    stranger = services.join_question(question=question(where), at=AT)

    def store(who: Participant, value: int) -> None:
        StatementVote.objects.create(
            municipality=where.municipality, question=asked, participant=who, statement=said, value=value, at=AT
        )
        connection.check_constraints()

    for who, value in ((bob, 2), (stranger, 1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            store(who, value)


@pytest.mark.django_db
def test_a_code_from_the_letter_works_once_and_for_its_own_question() -> None:
    where = neighbourhood()
    asked, other = question(where), question(where)
    subject = f"{asked.public_id}/1"
    code = issue_codes(
        municipality=where.municipality, purpose="conversation", subject_kind="question", subject_ids=[subject]
    )[subject]
    with pytest.raises(Refusal) as refused:
        services.join_question(question=other, code=code, at=AT)
    assert refused.value.code == "code_unknown"
    assert services.join_question(question=asked, code=code, at=AT).way == "code"
    with pytest.raises(Refusal) as refused:
        services.join_question(question=asked, code=code, at=AT)
    assert refused.value.code == "code_used"


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_leave_one_reaction() -> None:
    asked = question()
    said = statement(asked)
    bob = services.join_question(question=asked, at=AT)
    errors: list[BaseException] = []

    def click(value: int) -> None:
        try:
            services.cast_vote(participant=bob, statement=said, value=value, at=AT)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(1 if n % 2 else -1,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(reactions(asked)) == 1
