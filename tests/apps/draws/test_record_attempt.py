"""Attempts at a door: three at different times come before 'not reached'; being reached starts the clock."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from samenspel.apps.draws import engine, services
from samenspel.apps.draws.models import LotTicket, RegisterPerson
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import drawn_tickets, published_lot

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 9, 9, tzinfo=UTC)
EVENING = datetime(2026, 3, 9, 19, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 10, 15, tzinfo=UTC)


def test_not_reached_comes_after_three_attempts_at_different_times():
    where = neighbourhood()
    ticket = drawn_tickets(published_lot(where))[0]
    carol = person("Carol", "canvasser", where=where)
    # Twice within one morning is one time; a third time on the same day is not enough.
    for at in (MORNING, MORNING + timedelta(minutes=20), EVENING, EVENING + timedelta(minutes=5)):
        services.record_attempt(ticket=ticket, outcome="not_home", by=carol, at=at)
        assert ticket.answer == LotTicket.Answer.WAITING
    services.record_attempt(ticket=ticket, outcome="not_home", by=carol, at=NEXT_DAY)
    assert (ticket.answer, ticket.attempts.count()) == (LotTicket.Answer.NOT_REACHED, 5)
    # Somebody opens after all: the answer is theirs again, and they have their 72 hours.
    services.record_attempt(ticket=ticket, outcome="reached", by=carol, at=NEXT_DAY + timedelta(days=1))
    assert (ticket.answer, ticket.reached_at) == (LotTicket.Answer.WAITING, NEXT_DAY + timedelta(days=1))


def test_three_mornings_are_no_different_times():
    zone = UTC
    mornings = [MORNING + timedelta(days=n) for n in range(5)]
    assert not engine.attempts_suffice(mornings, zone)
    assert engine.attempts_suffice([*mornings[:2], EVENING], zone)
    assert not engine.attempts_suffice([MORNING, EVENING], zone)


def test_attempts_may_arrive_in_any_order_and_more_than_once():
    where = neighbourhood()
    tickets = drawn_tickets(published_lot(where))
    told = [("a", "not_home", MORNING), ("b", "reached", EVENING), ("c", "reached", NEXT_DAY)]
    for ticket, order in zip(tickets, permutations(told), strict=False):
        for reference, outcome, at in (*order, *order):
            services.record_attempt(ticket=ticket, outcome=outcome, by=None, at=at, reference=reference)
        assert (ticket.reached_at, ticket.attempts.count()) == (EVENING, 3)


def test_an_older_answer_that_arrives_late_changes_nothing():
    ticket = drawn_tickets(published_lot())[0]
    services.record_answer(ticket=ticket, answer="no", lighter_role="reading_along", at=NEXT_DAY)
    services.record_answer(ticket=ticket, answer="thinking", at=MORNING)
    assert (ticket.answer, ticket.lighter_role, ticket.answered_at) == ("no", "reading_along", NEXT_DAY)


def test_what_it_takes_to_say_yes_is_kept_until_it_is_told_otherwise():
    ticket = drawn_tickets(published_lot())[0]
    services.record_answer(
        ticket=ticket, answer="thinking", needs=["buddy", "childcare"], compensation="voucher", at=MORNING
    )
    services.record_answer(ticket=ticket, answer="yes", at=EVENING)
    assert (ticket.needs, ticket.compensation) == (["childcare", "buddy"], "voucher")
    assert (ticket.reached_at, ticket.answered_at) == (MORNING, EVENING)
    services.record_answer(ticket=ticket, answer="yes", needs=[], lighter_role="panel", at=NEXT_DAY)
    # Saying yes again makes it no later, and a lighter role belongs to a no.
    assert (ticket.needs, ticket.lighter_role, ticket.answered_at) == ([], "", EVENING)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"needs": ["a pony"]}, "need_unknown"),
        ({"compensation": "gold"}, "compensation_unknown"),
        ({"lighter_role": "mayor"}, "lighter_role_unknown"),
    ],
)
def test_what_is_not_on_the_list_is_refused(said, code):
    ticket = drawn_tickets(published_lot())[0]
    with pytest.raises(Refusal) as raised:
        services.record_answer(ticket=ticket, answer="yes", at=AT, **said)
    assert raised.value.code == code
    ticket.refresh_from_db()
    assert ticket.answer == LotTicket.Answer.WAITING


def test_nobody_visits_who_has_a_secrecy_mark_or_was_not_drawn():
    lot = published_lot(count=5)
    ticket = drawn_tickets(lot)[0]
    RegisterPerson.objects.filter(pk=ticket.person_id).update(is_secret=True)
    with pytest.raises(Outsider) as raised:
        services.record_attempt(ticket=ticket, outcome="not_home", by=None, at=AT)
    assert raised.value.code == "no_visit"
    with pytest.raises(Outsider) as raised:
        services.record_attempt(ticket=lot.tickets.get(position=6), outcome="reached", by=None, at=AT)
    assert raised.value.code == "not_drawn"
    with pytest.raises(Refusal) as raised:
        services.record_attempt(ticket=drawn_tickets(lot)[1], outcome="shouted", by=None, at=AT)
    assert raised.value.code == "outcome_unknown"
