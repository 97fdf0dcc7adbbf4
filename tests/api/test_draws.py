"""Draws and lots as open data: what is public, and nothing before it is."""

import pytest

from apps.draws.factories import committed_lot, picked_draw, published_draw, published_lot
from apps.factories import neighbourhood
from samenspel.engines.verification import verify_bundle

pytestmark = pytest.mark.django_db


def get(client, where, path):
    return client.get(f"/api/v1/{where.slug}/draws/{path}")


def test_a_published_draw_is_told_whole_and_its_file_verifies(client):
    draw = published_draw(neighbourhood())
    where = draw.neighbourhood
    (told,) = get(client, where, "draws").json()
    assert told == get(client, where, f"draws/{draw.public_id}").json()
    assert (told["panel"], told["picked"], told["randomness"]) == (draw.panel, 41, "balls:041")
    assert (told["purpose"], told["follows"], told["announced"]) == ("council", None, "balls")
    sealed = get(client, where, f"draws/{draw.public_id}/bundle")
    assert sealed.content == draw.bundle.encode()
    assert verify_bundle(sealed.content, told["commitment"]).ok


def test_what_two_people_have_not_published_is_not_told(client):
    draw = picked_draw(neighbourhood())
    told = get(client, draw.neighbourhood, f"draws/{draw.public_id}").json()
    assert (told["panel"], told["picked"], told["randomness"]) == (None, None, None)
    assert b"balls:041" not in get(client, draw.neighbourhood, f"draws/{draw.public_id}/bundle").content


def test_lots_are_told_and_their_files_verify(client):
    lot = published_lot(neighbourhood())
    (told,) = get(client, lot.neighbourhood, "lots").json()
    assert (told["tickets"], told["count"], told["randomness"]) == (24, 10, lot.randomness)
    assert verify_bundle(get(client, lot.neighbourhood, f"lots/{lot.public_id}/bundle").content, told["commitment"]).ok
    waiting = committed_lot(neighbourhood("Dorp", "WK999902"))
    assert get(client, waiting.neighbourhood, "lots").json()[0]["randomness"] is None


def test_another_neighbourhood_tells_nothing(client):
    draw = published_draw(neighbourhood())
    elsewhere = neighbourhood("Dorp", "WK999902", of=draw.neighbourhood.municipality)
    assert get(client, elsewhere, "draws").json() == []
    for path in (f"draws/{draw.public_id}", f"draws/{draw.public_id}/bundle", "lots/niets/bundle"):
        assert get(client, elsewhere, path).status_code == 404
