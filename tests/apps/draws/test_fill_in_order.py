"""Seats in the order of the lot: waves, 72 hours, three attempts, the first yeses sit, vacancies stay visible."""

from datetime import timedelta

import pytest

from apps.factories import council
from samenspel.apps.councils import selectors as councils
from samenspel.apps.councils.services import end_holding
from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import RegisterPerson, Wave
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.engines.verification import verify_bundle
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import committed_lot, keeper, lot_in_order, published_lot

pytestmark = pytest.mark.django_db

OPENED = AT + timedelta(days=2)


def ticket_at(lot, position):
    return lot.tickets.get(position=position)


def answered(lot, position, answer, *, after):
    return services.record_answer(ticket=ticket_at(lot, position), answer=answer, at=OPENED + after)


def test_the_rule_is_chosen_beforehand_and_sealed_with_the_pot():
    where = neighbourhood()
    lot = lot_in_order(where, seats=3)
    assert engine.read_bundle(lot.bundle)["filling"]["rule"] == "in_order"
    told = payload_of(acts_of(where.municipality).get(kind="lot.committed"))
    assert (told["filling"], told["seats"]) == ("in_order", 3)
    # No panel is drawn from such a lot.
    with pytest.raises(Refusal) as raised:
        services.open_pool(neighbourhood=where, lot=lot, name="x", features=["sex"], by=keeper(where), at=AT)
    assert raised.value.code == "filled_in_order"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"filling": "favourites"}, "filling_unknown"),
        ({"seats": None}, "seats_missing"),
        ({"seats": 11}, "seats_missing"),
    ],
)
def test_a_lot_in_order_says_how_many_seats(said, code):
    with pytest.raises(Refusal) as raised:
        committed_lot(neighbourhood(), **({"filling": "in_order", "seats": 3} | said))
    assert raised.value.code == code


def test_the_first_yeses_sit_and_who_comes_first_is_not_passed_over():
    where = neighbourhood()
    made = council(where, seated=0)
    lot = lot_in_order(where, seats=3)
    alice, term = keeper(where), councils.current_term(made)
    with pytest.raises(Outsider) as raised:
        answered(lot, 1, "yes", after=timedelta(hours=1))
    assert raised.value.code == "not_drawn"
    services.open_wave(lot=lot, size=6, by=alice, at=OPENED)
    # 4 and 5 answer at once; 2 thinks; 1 says no; 3 and 6 are not reached yet.
    answered(lot, 5, "yes", after=timedelta(hours=1))
    answered(lot, 4, "yes", after=timedelta(hours=2))
    answered(lot, 2, "thinking", after=timedelta(hours=3))
    answered(lot, 1, "no", after=timedelta(hours=4))
    soon = OPENED + timedelta(days=1)
    now = selectors.filling_of(lot, now=soon)
    assert [p.standing.state for p in now.places] == ["no", "deciding", "waiting", "yes", "yes", "waiting"]
    assert (now.certain, now.reserve) == ((ticket_at(lot, 4).number,), (ticket_at(lot, 5).number,))
    giving = services.give_seats(lot=lot, council=made, term=term, by=alice, at=soon)
    assert giving.given == [ticket_at(lot, 4).number]
    # After 72 hours who only thinks about it has let the place pass, and 5 is certain.
    late = OPENED + timedelta(hours=76)
    assert selectors.filling_of(lot, now=late).places[1].standing.state == "lapsed"
    services.give_seats(lot=lot, council=made, term=term, by=alice, at=late)
    holders = [view.holder for view in councils.seats_of(made)][:3]
    assert holders == [f"{ticket_at(lot, n).number:03d}" for n in (4, 5)] + [""]
    with pytest.raises(Refusal) as raised:
        services.give_seats(lot=lot, council=made, term=term, by=alice, at=late)
    assert raised.value.code == "nothing_certain"
    for one in lot.givings.all():
        assert verify_bundle(one.bundle.encode(), one.commitment).ok
    told = payload_of(acts_of(where.municipality).filter(kind="lot.filled").order_by("sequence").last())
    assert told["given"] == [f"{ticket_at(lot, 5).number:03d}"]


def test_a_seat_that_falls_empty_goes_to_the_next_yes():
    where = neighbourhood()
    made = council(where, seated=0)
    lot = lot_in_order(where, seats=3)
    alice, term = keeper(where), councils.current_term(made)
    services.open_wave(lot=lot, size=10, by=alice, at=OPENED)
    for position in range(1, 6):
        answered(lot, position, "yes", after=timedelta(hours=position))
    services.give_seats(lot=lot, council=made, term=term, by=alice, at=OPENED + timedelta(days=1))
    assert selectors.filling_of(lot, now=OPENED + timedelta(days=1)).free == 0
    left_at = OPENED + timedelta(days=30)
    end_holding(seat=made.seats.get(number=2), reason="moved", at=left_at)
    (vacancy,) = [v for v in councils.vacancies(made, today=left_at.date()) if v.origin == "drawn"]
    assert (vacancy.rule, vacancy.source_id) == ("in_order", lot.public_id)
    giving = services.give_seats(lot=lot, council=made, term=term, by=alice, at=left_at)
    assert giving.given == [ticket_at(lot, 4).number]
    document = engine.read_bundle(giving.bundle)
    assert (document["given_back"], document["reserve"]) == (1, [ticket_at(lot, 5).number])
    assert verify_bundle(giving.bundle.encode(), giving.commitment).ok


def test_a_letter_only_has_two_weeks_and_not_reached_needs_its_attempts():
    where = neighbourhood()
    lot = lot_in_order(where, seats=2)
    carol = person("Carol", "canvasser", where=where)
    services.open_wave(lot=lot, size=3, by=keeper(where), at=OPENED)
    RegisterPerson.objects.filter(pk=ticket_at(lot, 1).person_id).update(is_secret=True)
    states = [
        [p.standing.state for p in selectors.filling_of(lot, now=OPENED + timedelta(days=days)).places]
        for days in (13, 15)
    ]
    assert states == [["waiting", "waiting", "waiting"], ["lapsed", "waiting", "waiting"]]
    assert ticket_at(lot, 1) not in selectors.next_doors(lot, now=OPENED)
    with pytest.raises(Refusal) as raised:
        answered(lot, 2, "not_reached", after=timedelta(days=1))
    assert raised.value.code == "attempts_short"
    for hours in (0, 8, 30):
        services.record_attempt(
            ticket=ticket_at(lot, 2), outcome="not_home", by=carol, at=OPENED + timedelta(hours=hours)
        )
    assert selectors.filling_of(lot, now=OPENED + timedelta(days=3)).places[1].standing.state == "not_reached"


def test_waves_follow_the_order_and_stay_within_what_was_announced():
    where = neighbourhood()
    lot = lot_in_order(where, seats=2)
    alice = keeper(where)
    first = services.open_wave(lot=lot, size=4, by=alice, at=OPENED)
    second = services.open_wave(lot=lot, size=6, by=alice, at=OPENED + timedelta(days=7))
    assert [(w.first, w.last) for w in (first, second)] == [(1, 4), (5, 10)]
    for size, code in ((1, "wave_beyond"), (0, "wave_empty")):
        with pytest.raises(Refusal) as raised:
            services.open_wave(lot=lot, size=size, by=alice, at=OPENED)
        assert raised.value.code == code
    with pytest.raises(Refusal) as raised:
        services.open_wave(
            lot=published_lot(neighbourhood("Dorp", "WK999902", of=where.municipality)), size=1, by=keeper_of(where)
        )
    assert raised.value.code == "not_in_order"
    assert Wave.objects.count() == 2


def keeper_of(where):
    """Someone who keeps the draws of the whole municipality."""
    from samenspel.apps.accounts.services import grant_role, save_person

    someone = save_person(email="dora@example.org", name="Dora")
    grant_role(person=someone, role="area_manager", municipality=where.municipality)
    return someone


def test_outsiders_open_no_wave_and_give_no_seat():
    where = neighbourhood()
    made = council(where, seated=0)
    lot = lot_in_order(where, seats=2)
    mallory = person("Mallory", "canvasser", where=where)
    with pytest.raises(Outsider):
        services.open_wave(lot=lot, size=2, by=mallory, at=OPENED)
    with pytest.raises(Outsider):
        services.give_seats(lot=lot, council=made, term=councils.current_term(made), by=mallory, at=OPENED)
    elsewhere = council(neighbourhood("Dorp", "WK999902", of=where.municipality), seated=0)
    with pytest.raises(Refusal) as raised:
        services.give_seats(
            lot=lot, council=elsewhere, term=councils.current_term(elsewhere), by=keeper(where), at=OPENED
        )
    assert raised.value.code == "other_neighbourhood"


def test_how_many_doors_it_takes():
    assert [(line.yeses, line.on_average, line.with_certainty) for line in selectors.plan_lines(11)] == [
        (11, 69, 103),
        (33, 207, 263),
    ]
