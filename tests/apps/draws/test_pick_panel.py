"""The number falls: as announced, typed in twice, once."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import PanelDraw, Pool, TypedBalls
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.engines.errors import EngineError
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import SEATS, TARGETS, committed_draw, keeper, picked_draw

pytestmark = pytest.mark.django_db


def pick(draw, by, source="balls:041", again_by="Bob"):
    again = keeper(draw.neighbourhood, again_by) if again_by else None
    return services.pick_panel(draw=draw, source=source, by=by, again_by=again, at=AT + timedelta(days=7))


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


@pytest.mark.parametrize("again_by", ["", "Alice"])
def test_balls_need_a_second_person(again_by):
    where = neighbourhood()
    draw = committed_draw(where)
    with pytest.raises(Outsider) as raised:
        pick(draw, keeper(where), again_by=again_by)
    assert raised.value.code == "second_person_missing"
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.COMMITTED


def test_the_second_person_is_a_keeper_too():
    where = neighbourhood()
    draw = committed_draw(where)
    with pytest.raises(Outsider) as raised:
        services.pick_panel(
            draw=draw, source="balls:041", by=keeper(where), again_by=person("Mallory", "expert", where=where), at=AT
        )
    assert raised.value.code == "not_keeper"


def test_two_people_type_and_what_differs_is_forgotten():
    where = neighbourhood()
    draw, alice, bob = committed_draw(where), keeper(where), keeper(where, "Bob")
    assert services.type_balls(draw=draw, digits="014", by=alice, ceremony="In De Gong", at=AT) == services.FIRST
    assert services.type_balls(draw=draw, digits="041", by=alice, at=AT) == services.FIRST
    assert services.type_balls(draw=draw, digits="014", by=bob, at=AT) == services.DIFFERENT
    assert not TypedBalls.objects.exists()
    assert services.type_balls(draw=draw, digits="041", by=bob, at=AT) == services.FIRST
    assert services.type_balls(draw=draw, digits="041", by=alice, at=AT) == services.PICKED
    draw.refresh_from_db()
    assert (draw.picked, draw.ceremony) == (41, "In De Gong")
    assert not TypedBalls.objects.exists()
    with pytest.raises(Refusal) as raised:
        services.type_balls(draw=draw, digits="041", by=bob, at=AT)
    assert raised.value.code == "not_committed"


def test_balls_are_typed_only_where_balls_were_announced():
    where = neighbourhood()
    with pytest.raises(Refusal) as raised:
        services.type_balls(draw=committed_draw(where, announced="text"), digits="041", by=keeper(where), at=AT)
    assert raised.value.code == "other_source_announced"
    with pytest.raises(EngineError, match="not_three_digits"):
        services.type_balls(draw=committed_draw(neighbourhood("Dorp", "WK999902")), digits="4", by=keeper(where), at=AT)


def test_a_drand_round_is_announced_before_it_appears():
    where = neighbourhood()
    past = engine.round_at(AT - timedelta(days=1))
    with pytest.raises(EngineError, match="drand_round_past"):
        committed_draw(where, announced=f"drand:{past}")
    coming = engine.round_at(AT + timedelta(days=1))
    draw = services.commit_panel_draw(
        pool=Pool.objects.get(), targets=TARGETS, seats=SEATS, panels=20, announced=f"drand:{coming}",
        by=keeper(where), at=AT,
    )  # fmt: skip
    with pytest.raises(EngineError, match="bad_drand_signature"):
        pick(draw, keeper(where), source=f"drand:{coming}:{'ab' * 48}")


@pytest.mark.parametrize(
    ("source", "code"),
    [("text:iets anders", "other_source_announced"), ("balls:100", "number_outside_panels"), ("x", "unknown_source")],
)
def test_a_source_that_does_not_fit_is_refused(source, code):
    where = neighbourhood()
    draw = committed_draw(where)
    with pytest.raises(EngineError) as raised:
        pick(draw, keeper(where), source=source)
    assert raised.value.code == code
    draw.refresh_from_db()
    assert (draw.status, draw.picked) == (PanelDraw.Status.COMMITTED, None)


def test_public_numbers_need_no_second_typing():
    where = neighbourhood()
    draw = pick(committed_draw(where, announced="text"), keeper(where), source="text:1 2 3 4 5 6", again_by="")
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
