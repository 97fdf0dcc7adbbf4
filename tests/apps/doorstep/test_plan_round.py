"""Planning a round: two people at least, never someone with a secrecy mark, no door on two rounds at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.draws.factories import drawn_tickets, keeper, lot_in_order, published_lot
from apps.factories import neighbourhood
from samenspel.apps.doorstep import selectors, services
from samenspel.apps.doorstep.models import Round, Stop
from samenspel.apps.doorstep.route import route_key, street_of
from samenspel.apps.draws.services import open_wave, record_answer
from samenspel.engines.errors import FaultsError
from samenspel.foundation.errors import Refusal

from .factories import END, START, canvasser, new_visit, planned_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot() -> Any:
    return published_lot()


def plan(lot: Any, **change: Any) -> Round:
    where = lot.neighbourhood
    facts = {
        "name": "Laan",
        "starts_at": START,
        "ends_at": END,
        "canvassers": [canvasser(where, "Carol"), canvasser(where, "Dave")],
        "tickets": drawn_tickets(lot)[:3],
        "by": keeper(where),
        "at": START - timedelta(days=1),
    }
    return services.plan_round(lot=lot, **(facts | change))


def refused(lot: Any, **change: Any) -> str:
    with pytest.raises(Refusal) as found:
        plan(lot, **change)
    assert not Round.objects.exists()
    return str(found.value.code)


def test_a_round_goes_up_one_side_of_the_street_and_back_along_the_other(lot: Any) -> None:
    row = plan(lot, tickets=drawn_tickets(lot))
    addresses = [stop.ticket.person.address for stop in row.stops.all()]
    assert addresses == sorted(addresses, key=route_key)
    written = ["Laan 2", "Laan 10", "Laan 1", "Laan 11", "Dreef 4-b", "Dreef 4-a", "Hof"]
    assert sorted(written, key=route_key) == ["Dreef 4-a", "Dreef 4-b", "Hof", "Laan 1", "Laan 11", "Laan 10", "Laan 2"]
    assert [street_of(one) for one in ("Laan 12-a", "1e Laan 3", "Hof")] == ["Laan", "1e Laan", "Hof"]


def test_a_round_that_cannot_be_is_refused(lot: Any) -> None:
    where, tickets = lot.neighbourhood, drawn_tickets(lot)
    carol = canvasser(where, "Carol")
    undrawn = lot.tickets.filter(position__gt=lot.count).first()
    assert refused(lot, by=carol) == "not_coordinator"
    assert refused(lot, ends_at=START) == "round_backward"
    assert refused(lot, canvassers=[carol, carol]) == "two_at_least"
    assert refused(lot, canvassers=[carol, keeper(where)]) == "no_canvasser"
    assert refused(lot, tickets=[]) == "no_stops"
    assert refused(lot, tickets=tickets * 10) == "stops_many"
    assert refused(lot, tickets=[undrawn]) == "not_drawn"


def test_in_the_order_of_the_lot_only_people_of_opened_waves_are_visited() -> None:
    lot = lot_in_order(count=10)
    alice = keeper(lot.neighbourhood)
    assert refused(lot, tickets=drawn_tickets(lot)[:1]) == "wave_not_open"
    assert selectors.street_choices(lot) == []
    open_wave(lot=lot, size=4, by=alice, at=START - timedelta(days=3))
    tickets = drawn_tickets(lot)
    record_answer(ticket=tickets[1], answer="thinking", at=START - timedelta(days=2))
    assert selectors.who_may_be_visited(lot) == selectors.WhoMayBeVisited(True, 4, 10)
    # Who was reached decides in quiet; the fifth has not come up.
    up = [tickets[0], tickets[2], tickets[3]]
    assert selectors.tickets_in(lot, ["Laan"], most=50) == up
    assert refused(lot, tickets=[*up, tickets[4]]) == "wave_not_open"
    assert plan(lot, tickets=up).stops.count() == 3
    assert selectors.tickets_in(lot, ["Laan"], most=50) == []


def test_someone_with_a_secrecy_mark_is_never_on_a_round(lot: Any) -> None:
    hidden = drawn_tickets(lot)[0]
    type(hidden.person).objects.filter(pk=hidden.person_id).update(is_secret=True)
    tickets = drawn_tickets(lot)
    assert hidden.pk not in [ticket.pk for ticket in selectors.tickets_in(lot, ["Laan"], most=50)]
    assert refused(lot, tickets=tickets[:1]) == "no_visit"
    # The mark came after the planning: then it goes to no phone and on no paper.
    row = plan(lot, tickets=tickets[1:3])
    late = row.stops.first()
    type(late.ticket.person).objects.filter(pk=late.ticket.person_id).update(is_secret=True)
    carol = canvasser(lot.neighbourhood, "Carol")
    (told,) = selectors.phone_data([row], lot.neighbourhood, person=carol)["rounds"]
    assert late.public_id not in [stop["id"] for stop in told["stops"]]
    assert len(selectors.stops_for_paper(row)) == 1


def test_a_door_is_on_one_open_round_at_a_time(lot: Any) -> None:
    first = plan(lot)
    with pytest.raises(Refusal) as found:
        plan(lot)
    assert found.value.code == "on_other_round"
    services.close_round(round=first, by=keeper(lot.neighbourhood))
    second = plan(lot)
    # A round that is over lets its doors go by itself.
    third = plan(lot, starts_at=END + timedelta(days=1), ends_at=END + timedelta(days=2), at=END + timedelta(hours=1))
    assert [Stop.objects.filter(round=row, is_open=True).count() for row in (first, second, third)] == [0, 0, 3]


def test_the_route_can_be_changed_until_a_door_was_visited() -> None:
    row = planned_round(doors=3)
    alice = keeper(row.neighbourhood)
    first, second, third = row.stops.all()
    services.move_stop(stop=third, up=True, by=alice)
    services.move_stop(stop=first, up=True, by=alice)  # Nothing is before the first.
    assert list(row.stops.values_list("pk", "position")) == [(first.pk, 1), (third.pk, 2), (second.pk, 3)]
    services.hint_stop(stop=first, hint="  trap op,   bovenste bel ", by=alice)
    first.refresh_from_db()
    assert first.hint == "trap op, bovenste bel"
    services.remove_stop(stop=second, by=alice)
    carol = canvasser(row.neighbourhood, "Carol")
    services.record_visit(round=row, visit=new_visit(first, "not_home"), by=carol, at=END)
    with pytest.raises(Refusal) as found:
        services.remove_stop(stop=first, by=alice)
    assert found.value.code == "has_visits"
    with pytest.raises(Refusal) as found:
        services.set_canvassers(
            round=row, by=alice, canvassers=[canvasser(row.neighbourhood, name) for name in ("Dave", "Erin")]
        )
    assert found.value.code == "has_visits"
    services.set_canvassers(
        round=row, by=alice, canvassers=[canvasser(row.neighbourhood, name) for name in ("Carol", "Erin")]
    )
    assert sorted(row.canvassers.values_list("name", flat=True)) == ["Carol", "Erin"]


def test_streets_get_their_place_from_a_file() -> None:
    where = neighbourhood()
    alice = keeper(where)
    file = b"straat;lengtegraad;breedtegraad\nLaan;6,5794;53.2200\nDreef;6.58;53.221\n"
    assert services.import_streets(neighbourhood=where, data=file, file_name="straten.csv", by=alice) == 2
    assert services.place_streets(neighbourhood=where, points={"Laan": (Decimal("6.6"), Decimal("53.2"))}, by=alice)
    assert selectors.streets_of(where)["Laan"] == (6.6, 53.2)
    wrong = b"straat;lengtegraad;breedtegraad\nLaan;653.22;53.2\n;6.58;x\n"
    with pytest.raises(FaultsError) as found:
        services.import_streets(neighbourhood=where, data=wrong, file_name="straten.csv", by=alice)
    assert len(found.value.faults) == 3
    assert len(selectors.streets_of(where)) == 2
