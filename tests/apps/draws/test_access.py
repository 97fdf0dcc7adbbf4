"""The one guarded way to registers, lots, pools and draws; and what someone may ask about themselves."""

import pytest

from samenspel.apps.draws import access, selectors, services
from samenspel.foundation.errors import Outsider

from ..factories import AT, neighbourhood, person
from .factories import committed_draw, committed_lot, drawn_tickets, keeper, published_lot

pytestmark = pytest.mark.django_db


def rows(where):
    draw = committed_draw(where)
    lot = committed_lot(where)
    return [
        (access.register_for, lot.register),
        (access.lot_for, lot),
        (access.pool_for, draw.pool),
        (access.draw_for, draw),
    ]


def test_the_keeper_gets_to_each_row_and_nobody_else_does():
    where = neighbourhood()
    alice = keeper(where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    others = [keeper(elsewhere, "Eve"), person("Mallory", "canvasser", where=where), person("Trudy"), None]
    for door, row in rows(where):
        assert door(alice, row.public_id) == row
        for other in others:
            with pytest.raises(Outsider) as raised:
                door(other, row.public_id)
            assert raised.value.code == "not_keeper"
        with pytest.raises(Outsider) as raised:
            door(alice, "nothing")
        assert raised.value.code == "unknown"


def test_a_person_gets_everything_that_is_kept_about_them():
    where = neighbourhood()
    lot = published_lot(where)
    services.open_pool(neighbourhood=where, lot=lot, name="Pool", features=["sex"], by=keeper(where), at=AT)
    ticket = drawn_tickets(lot)[0]
    services.record_answer(ticket=ticket, answer="yes", took_part_before=False, at=AT)
    told = selectors.person_export(ticket.person)
    assert (told["address"], told["ticket"]["number"]) == (ticket.person.address, ticket.number)
    assert told["volunteer"]["features"] == {"sex": ticket.person.strata["sex"]}
    assert selectors.was_in_pot(
        lot=lot,
        ticket=told["ticket"]["number"],
        salt=told["ticket"]["salt"],
        address=told["address"],
        birth_year=told["birth_year"],
    )
