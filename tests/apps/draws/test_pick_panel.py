"""The number falls: as announced, typed in twice, once."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import PanelDraw
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.engines.errors import EngineError
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import SEATS, committed_draw, keeper, picked_draw

pytestmark = pytest.mark.django_db


def pick(draw, by, source="balls:041", again="balls:041"):
    return services.pick_panel(draw=draw, source=source, source_again=again, by=by, at=AT + timedelta(days=7))


def test_the_balls_name_the_panel():
    where = neighbourhood()
    draw = picked_draw(where)
    document = json.loads(draw.bundle)
    assert (draw.status, draw.picked, draw.randomness) == (PanelDraw.Status.PICKED, 41, "balls:041")
    assert draw.panel == document["panels"][41]
    assert len(draw.panel) == SEATS
    assert engine.verify(draw.bundle.encode(), draw.commitment).ok
    told = payload_of(acts_of(where.municipality).get(kind="draw.picked"))
    assert told["picked"] == 41
    assert "Aylin" not in json.dumps(told)


def test_the_commitment_is_the_same_before_and_after():
    where = neighbourhood()
    draw = committed_draw(where)
    before = draw.commitment
    assert pick(draw, keeper(where)).commitment == before


def test_two_different_numbers_are_refused():
    where = neighbourhood()
    draw = committed_draw(where)
    for again in ("balls:014", ""):
        with pytest.raises(Refusal) as raised:
            pick(draw, keeper(where), again=again)
        assert raised.value.code == "typed_differently"
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.COMMITTED


@pytest.mark.parametrize(
    ("source", "code"),
    [("text:iets anders", "other_source_announced"), ("balls:100", "number_outside_panels"), ("x", "unknown_source")],
)
def test_a_source_that_does_not_fit_is_refused(source, code):
    where = neighbourhood()
    draw = committed_draw(where)
    with pytest.raises(EngineError) as raised:
        pick(draw, keeper(where), source=source, again=source)
    assert raised.value.code == code
    draw.refresh_from_db()
    assert (draw.status, draw.picked) == (PanelDraw.Status.COMMITTED, None)


def test_public_numbers_need_no_second_typing():
    where = neighbourhood()
    draw = pick(committed_draw(where, announced="text"), keeper(where), source="text:1 2 3 4 5 6", again="")
    assert engine.verify(draw.bundle.encode(), draw.commitment).ok


def test_the_number_falls_once():
    where = neighbourhood()
    draw = picked_draw(where)
    with pytest.raises(Refusal) as raised:
        pick(draw, keeper(where))
    assert raised.value.code == "not_committed"


def test_an_outsider_picks_nothing():
    where = neighbourhood()
    with pytest.raises(Outsider):
        pick(committed_draw(where), person("Mallory", "expert", where=where))


def test_until_two_people_publish_it_the_outcome_is_not_given_out():
    where = neighbourhood()
    draw = picked_draw(where)
    given = json.loads(selectors.bundle_bytes(draw))
    assert (given["picked"], given["panel"]) == (None, None)
    assert engine.verify(selectors.bundle_bytes(draw), draw.commitment).ok
    assert selectors.draw_page(draw).panel == ()


@pytest.mark.parametrize("change", [{"picked": 42}, {"picked": None}, {"randomness": "balls:042"}, {"bundle": "{}"}])
def test_the_database_refuses_to_change_what_fell(change):
    draw = picked_draw()
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelDraw.objects.filter(pk=draw.pk).update(**change)
