"""Two people publish the draw, and the drawn get their seats."""

from datetime import date

import pytest

from samenspel.apps.accounts.services import approve
from samenspel.apps.councils import selectors as councils
from samenspel.apps.draws import selectors, services
from samenspel.apps.draws.models import PanelDraw
from samenspel.apps.trail.selectors import acts_of, payload_of, verify_trail
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, council, neighbourhood, person
from .factories import TARGETS, committed_draw, keeper, picked_draw, published_draw

pytestmark = pytest.mark.django_db

THREE_SEATS = [{**t, "min": 0, "max": 3} for t in TARGETS]


def test_two_people_publish_it():
    where = neighbourhood()
    draw = published_draw(where)
    assert draw.status == PanelDraw.Status.PUBLISHED
    told = payload_of(acts_of(where.municipality).get(kind="draw.published"))
    assert (told["picked"], told["panel"]) == (41, draw.panel)
    assert verify_trail(where.municipality).verifies
    assert selectors.draw_page(draw).panel == tuple(draw.panel)


def test_one_person_alone_cannot():
    where = neighbourhood()
    draw = picked_draw(where)
    approval = services.request_panel_publication(draw=draw, requested_by=keeper(where))
    with pytest.raises(Outsider):
        services.publish_panel_draw(draw=draw, approval=approval, at=AT)
    with pytest.raises(Outsider):
        approve(approval=approval, by=keeper(where))
    with pytest.raises(Outsider):
        services.request_panel_publication(draw=draw, requested_by=person("Mallory"))
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.PICKED


def test_before_the_number_has_fallen_there_is_nothing_to_publish():
    with pytest.raises(Refusal) as raised:
        services.publish_panel_draw(draw=committed_draw(), approval=None, at=AT)
    assert raised.value.code == "not_picked"


def test_the_drawn_get_their_seats_by_ticket_number():
    where = neighbourhood()
    made = council(where, seated=0)
    draw = published_draw(where, seats=3, targets=THREE_SEATS)
    term = councils.current_term(made)
    names = {draw.panel[0]: "Aylin"}
    services.seat_panel(draw=draw, council=made, term=term, by=keeper(where), display_names=names, at=AT)
    seats = [s for s in councils.seats_of(made) if s.origin == "drawn"]
    assert [(s.holder, s.display_name) for s in seats] == [
        (draw.panel[0], "Aylin"),
        (draw.panel[1], ""),
        (draw.panel[2], ""),
    ]
    with pytest.raises(Refusal) as raised:
        services.seat_panel(draw=draw, council=made, term=term, by=keeper(where), at=AT)
    assert raised.value.code == "seated"


def test_nobody_is_seated_before_it_is_published_elsewhere_or_by_an_outsider():
    where = neighbourhood()
    made = council(where, seated=0)
    term = councils.current_term(made)
    draw = picked_draw(where, seats=3, targets=THREE_SEATS)
    with pytest.raises(Refusal) as raised:
        services.seat_panel(draw=draw, council=made, term=term, by=keeper(where), at=AT)
    assert raised.value.code == "not_published"
    with pytest.raises(Outsider):
        services.seat_panel(draw=draw, council=made, term=term, by=person("Mallory"), at=AT)
    elsewhere = council(neighbourhood("Dorp", "WK999902", of=where.municipality), seated=0)
    with pytest.raises(Refusal) as raised:
        services.seat_panel(
            draw=draw, council=elsewhere, term=councils.current_term(elsewhere), by=keeper(where), at=AT
        )
    assert raised.value.code == "other_neighbourhood"


def test_more_people_than_chairs_are_refused_whole():
    where = neighbourhood()
    made = council(where, seated=0)
    draw = published_draw(where)
    with pytest.raises(Refusal) as raised:
        services.seat_panel(draw=draw, council=made, term=councils.current_term(made), by=keeper(where), at=AT)
    assert raised.value.code == "seats_short"
    draw.refresh_from_db()
    assert draw.seated_at is None
    assert made.terms.get().starts_on == date(2026, 1, 1)
