"""The course of a seat: offered, taken, declined, left, over; half of the chairs renewed at a time."""

from datetime import UTC, date, datetime

import pytest

from apps.factories import AT, council
from samenspel.apps.councils import selectors, services
from samenspel.apps.councils.models import Seat, SeatHolding
from samenspel.apps.councils.periods import Past, halfway, last_day, two_years_from
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.engines.errors import EngineError
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db

TERM = (date(2026, 1, 1), date(2027, 12, 31))
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)


def seat(made, number):
    return made.seats.get(number=number)


def offer(made, *names, origin="drawn", **extra):
    facts = {"reason": "lot", "source": ("lot", "abc"), "answer_by": date(2026, 3, 9), "at": AT} | extra
    return services.seat_members(
        council=made, term=made.terms.get(), origin=origin, holders=[(name, "") for name in names], **facts
    )


def test_an_offered_chair_has_no_vote_until_it_is_taken():
    made = council(seated=0)
    offer(made, "lot-7", "lot-8")
    assert selectors.voting_chairs(made) == 0
    assert [v.number for v in selectors.vacancies(made)] == [3, 4, 5, 6]
    services.accept_seat(seat=seat(made, 1), at=AT)
    services.decline_seat(seat=seat(made, 2), at=AT)
    assert (selectors.voting_chairs(made), selectors.seats_of(made)[0].is_offered) == (1, False)
    assert selectors.is_occupied(seat(made, 1), on=date(2026, 4, 1))
    assert not selectors.is_occupied(seat(made, 1), on=date(2028, 1, 1))
    kinds = list(acts_of(made.municipality).order_by("sequence").values_list("kind", flat=True))[-3:]
    assert kinds == ["council.seats_offered", "council.seat_accepted", "council.seat_declined"]
    for act in (services.accept_seat, services.decline_seat):
        with pytest.raises(Refusal) as raised:
            act(seat=seat(made, 1), at=AT)
        assert raised.value.code == "not_offered"


def test_an_offered_chair_does_not_vote():
    made = council(seated=0)
    offer(made, "lot-7")
    decision = services.propose_decision(council=made, title="x", text="x", scope_key="money", consultation="x", at=AT)
    with pytest.raises(Outsider) as raised:
        services.cast_decision_vote(decision=decision, seat=seat(made, 1), choice="for", at=AT)
    assert raised.value.code == "seat_empty"


def test_a_vacancy_tells_its_rule_and_the_time_that_is_left():
    made = council(seated=5)
    services.end_holding(seat=seat(made, 1), reason="moved", ended_on=date(2026, 5, 1), at=MAY)
    services.end_holding(seat=seat(made, 4), reason="other_office", ended_on=date(2026, 5, 1), at=MAY)
    offer(made, "lot-9", at=MAY)
    services.decline_seat(seat=seat(made, 1), at=MAY)
    drawn, delegated, official = selectors.vacancies(made, today=date(2026, 6, 1))
    assert (drawn.rule, drawn.source_id, drawn.because) == ("in_order", "abc", "declined")
    assert (drawn.rest_until, delegated.rule, delegated.because) == (TERM[1], "delegation", "other_office")
    assert (official.rule, official.since) == ("appointment", None)
    # When the term is over the reserve of that lot has no claim any more: the next draw fills the chair.
    assert selectors.vacancies(made, today=date(2028, 1, 1))[0].rule == "draw"
    (holding,) = offer(made, "lot-10", answer_by=None, at=MAY, source=("draw", "def"))
    assert (holding.ends_on, holding.accepted_on) == (TERM[1], date(2026, 5, 1))


def test_nobody_sits_longer_than_was_laid_down():
    made = council(seated=5)
    decision = services.propose_decision(council=made, title="x", text="x", scope_key="money", consultation="x", at=AT)
    late = datetime(2028, 1, 1, 12, tzinfo=UTC)
    # Even before the daily work has run, the time of this chair is over.
    with pytest.raises(Outsider):
        services.cast_decision_vote(decision=decision, seat=seat(made, 1), choice="for", at=late)
    assert services.end_due_holdings(today=date(2027, 12, 31), at=AT) == 0
    assert services.end_due_holdings(today=date(2028, 1, 1), at=late) == 5
    assert services.end_due_holdings(today=date(2028, 1, 1), at=late) == 0
    assert selectors.voting_chairs(made) == 0
    assert {h.left_because for h in SeatHolding.objects.all()} == {"term_ended"}
    assert (
        payload_of(acts_of(made.municipality).filter(kind="council.member_left").order_by("sequence").last())[
            "ended_on"
        ]
        == "2027-12-31"
    )
    with pytest.raises(Refusal) as raised:
        offer(made, "lot-9", at=late)
    assert raised.value.code == "term_over"


def test_half_of_the_chairs_goes_halfway_by_public_numbers():
    made = council(seated=5)
    for number in (1, 2, 3):
        assert seat(made, number).holdings.get().ends_on == TERM[1]
    services.set_rotation(council=made, source="text:Zitting van 2 maart: 3 14 15", at=AT)
    until = halfway(*TERM)
    assert until == date(2026, 12, 31)
    going = [view.number for view in selectors.seats_of(made) if view.half == 1]
    assert len(going) == 1
    assert [view.ends_on for view in selectors.seats_of(made) if view.half] == [
        until if view.half == 1 else TERM[1] for view in selectors.seats_of(made) if view.half
    ]
    told = payload_of(acts_of(made.municipality).get(kind="council.rotation_set"))
    assert (told["first"], told["until"]) == (going, "2026-12-31")
    # The next one on that chair sits two years, past the end of this term.
    new_year = datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert services.end_due_holdings(today=new_year.date(), at=new_year) == 1
    (holding,) = offer(made, "lot-9", answer_by=None, at=new_year)
    assert (holding.seat.number, holding.ends_on) == (going[0], date(2028, 12, 31))
    with pytest.raises(Refusal) as raised:
        services.set_rotation(council=made, source="text:again", at=AT)
    assert raised.value.code == "rotation_set"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"source": "balls:123"}, "source_too_small"),
        ({}, "rotation_source"),
        ({"first": [1, 2, 3], "decided_by": "Besluit 4"}, "rotation_half"),
        ({"first": [4], "decided_by": "Besluit 4"}, "rotation_half"),
        ({"source": "text:x", "at": datetime(2027, 6, 1, tzinfo=UTC)}, "rotation_late"),
    ],
)
def test_a_rotation_is_settled_beforehand_and_by_half(said, code):
    made = council(seated=3)
    with pytest.raises((Refusal, EngineError)) as raised:
        services.set_rotation(council=made, **({"at": AT} | said))
    assert raised.value.code == code
    assert not Seat.objects.exclude(half=None).exists()


def test_a_rotation_can_be_decided_too():
    made = council(seated=3)
    services.set_rotation(council=made, first=[2, 3], decided_by="Besluit 4 van de wijkraad", at=AT)
    assert [s.half for s in selectors.seats_of(made)] == [2, 1, 1, None, None, None]
    assert made.__class__.objects.get(pk=made.pk).rotation_source == "Besluit 4 van de wijkraad"


def test_how_long_someone_sits():
    assert two_years_from(date(2028, 2, 29)) == date(2030, 2, 28)
    early = Past(ends_on=TERM[1], ended_on=date(2026, 5, 1))
    assert last_day(starts_on=date(2026, 6, 1), term=TERM, half=1, past=early) == TERM[1]
    whole = Past(ends_on=date(2026, 12, 31), ended_on=date(2026, 12, 31))
    assert last_day(starts_on=date(2027, 1, 1), term=TERM, half=1, past=whole) == date(2028, 12, 31)
    assert last_day(starts_on=date(2027, 1, 1), term=TERM, half=None, past=whole) == TERM[1]
