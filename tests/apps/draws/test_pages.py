"""The public pages: every state of a draw, exact downloads, nothing that leads to a person."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from samenspel.apps.draws import engine, presentation, selectors, services
from samenspel.engines.verification import verify_bundle

from ..factories import AT, council, neighbourhood
from .factories import (
    SEATS,
    TARGETS,
    committed_draw,
    committed_lot,
    drawn_tickets,
    keeper,
    picked_draw,
    published_draw,
    published_lot,
)

pytestmark = pytest.mark.django_db


def page(client, name, where, language="nl", **kwargs):
    client.cookies["taal"] = language
    return client.get(reverse(f"draws:{name}", kwargs={"neighbourhood": where.slug, **kwargs}))


def test_before_anything_is_drawn_the_page_says_so(client):
    answer = page(client, "index", neighbourhood(), "en")
    assert answer.status_code == 200
    assert "Nothing has been drawn yet" in answer.content.decode()


def test_a_lot_shows_its_sealed_list(client):
    where = neighbourhood()
    lot = committed_lot(where)
    html = page(client, "index", where, "en").content.decode()
    assert "10 neighbours get a letter" in html
    assert lot.commitment in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_published_draw_shows_its_record(client, language):
    where = neighbourhood()
    council(where, seated=0)
    draw = published_draw(where)
    for name, extra in (("index", {}), ("draw", {"draw": draw.public_id})):
        html = page(client, name, where, language, **extra).content.decode()
        assert draw.commitment in html
        for ticket in draw.panel:
            assert ticket in html
        assert html.count("<svg") > 4


def test_in_english_it_reads_as_english(client):
    where = neighbourhood()
    published_draw(where)
    html = page(client, "index", where, "en").content.decode()
    for words in ("24 neighbours said yes.", "The lot chose 5.", "The draw is right", "Panel 041 wins"):
        assert words in html
    assert "Three digits drawn: 0, 4 and 1" in html


def test_percentages_are_rounded_and_not_cut_off():
    with override("nl"):
        assert presentation.percent(0.4981, 0) == "50%"
        assert presentation.percent(0.09375) == "9,4%"
        assert presentation.percent(1) == "100,0%"


def test_an_algorithm_that_could_do_better_says_so(client):
    where = neighbourhood()
    draw = published_draw(where)
    page_of = selectors.draw_page(draw)
    assert presentation.shown(page_of).is_best
    worse = replace(page_of, chances=replace(page_of.chances, smallest=page_of.chances.bound - 0.05))
    assert not presentation.shown(worse).is_best


def test_an_earlier_draw_is_listed_below_the_newest(client):
    where = neighbourhood()
    earlier = published_draw(where)
    later = services.commit_panel_draw(
        pool=earlier.pool, targets=TARGETS, seats=SEATS, panels=20, by=keeper(where), at=AT + timedelta(days=99)
    )
    html = page(client, "index", where, "en").content.decode()
    assert later.commitment in html
    assert earlier.commitment not in html
    assert reverse("draws:draw", kwargs={"neighbourhood": where.slug, "draw": earlier.public_id}) in html
    assert "5 seats, 24 who said yes" in html
    assert earlier.commitment in page(client, "draw", where, draw=earlier.public_id).content.decode()


def test_a_sealed_draw_tells_nothing_of_an_outcome(client):
    where = neighbourhood()
    draw = committed_draw(where)
    html = page(client, "index", where, "en").content.decode()
    assert "The lot will choose 5." in html
    assert " wins" not in html
    assert draw.commitment in html


def test_a_picked_draw_waits_for_two_people(client):
    where = neighbourhood()
    draw = picked_draw(where)
    html = page(client, "index", where, "en").content.decode()
    assert "Two people look at it first." in html
    assert "041 wins" not in html
    assert json.loads(page(client, "bundle", where, draw=draw.public_id).content)["panel"] is None


def test_the_bundle_is_the_sealed_bytes_and_verifies(client, tmp_path):
    where = neighbourhood()
    draw = published_draw(where)
    answer = page(client, "bundle", where, draw=draw.public_id)
    assert answer.content == draw.bundle.encode()
    assert answer["Content-Disposition"] == f'attachment; filename="loting-{draw.public_id}.json"'
    assert verify_bundle(answer.content, draw.commitment).ok
    (tmp_path / "bundle.json").write_bytes(answer.content)
    command = [sys.executable, "-m", "samenspel.cli", "verify", tmp_path / "bundle.json"]
    assert subprocess.run([*command, "--commitment", draw.commitment], check=False).returncode == 0
    assert subprocess.run([*command, "--commitment", "0" * 64], check=False).returncode == 1


def test_a_changed_byte_shows_on_the_page(client, monkeypatch):
    where = neighbourhood()
    draw = published_draw(where)
    changed = draw.bundle.replace('"seats":5', '"seats":6').encode()
    monkeypatch.setattr(
        "samenspel.apps.draws.selectors.page.verification", lambda draw: engine.verify(changed, draw.commitment)
    )
    assert "The draw is not right" in page(client, "index", where, "en").content.decode()


def test_the_list_of_panels_can_be_printed(client):
    where = neighbourhood()
    draw = published_draw(where)
    lines = page(client, "panels", where, draw=draw.public_id).content.decode().splitlines()
    assert lines[0] == "panel;lot 1;lot 2;lot 3;lot 4;lot 5"
    assert lines[1 + 41] == ";".join(["041", *draw.panel])
    assert len(lines) == 101


def test_the_order_of_the_lot_is_given_out_once_it_is_published(client):
    where = neighbourhood()
    alice = keeper(where)
    lot = services.draw_lot(lot=committed_lot(where, by=alice), source="text:1 2 3", by=alice, at=AT)
    given = json.loads(page(client, "lot-bundle", where, lot=lot.public_id).content)
    assert (given["order"], given["randomness"]) == (None, None)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    published = published_lot(elsewhere)
    assert page(client, "lot-bundle", elsewhere, lot=published.public_id).content == published.bundle.encode()


def test_no_page_and_no_file_leads_to_a_person(client):
    where = neighbourhood()
    lot = published_lot(where)
    pool = services.open_pool(
        neighbourhood=where, lot=lot, name="Pool", features=["sex", "housing"], by=keeper(where), at=AT
    )
    for ticket in drawn_tickets(lot):
        services.record_answer(ticket=ticket, answer="yes", took_part_before=False, at=AT)
    targets = [{"feature": "sex", "value": v, "min": 0, "max": 2} for v in ("man", "vrouw")]
    draw = services.commit_panel_draw(pool=pool, targets=targets, seats=2, panels=20, by=keeper(where), at=AT)
    shown = page(client, "index", where).content + page(client, "bundle", where, draw=draw.public_id).content
    assert b"Laan" not in shown
    for volunteer in pool.volunteers.all():
        assert volunteer.salt.encode() not in shown
        assert volunteer.reference.encode() not in shown
        assert f'"{volunteer.household}"'.encode() not in shown


def test_another_neighbourhoods_draw_and_unknown_ones_are_not_found(client):
    where = neighbourhood()
    draw = published_draw(where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    for name in ("draw", "bundle", "panels"):
        assert page(client, name, elsewhere, draw=draw.public_id).status_code == 404
        assert page(client, name, where, draw="nothing").status_code == 404
    assert page(client, "lot-bundle", where, lot="nothing").status_code == 404
    assert client.get(f"/nergens/loting/{draw.public_id}/").status_code == 404


def test_small_numbers_of_people_stay_hidden(client):
    where = neighbourhood()
    draw = published_draw(where)
    tables = selectors.draw_page(draw).features
    for row in (row for table in tables for row in table.rows):
        assert row.volunteers is None or row.volunteers >= 5
    funnel = selectors.funnel_of(draw)
    assert funnel.never_before is None or funnel.never_before >= 5
    assert funnel.seated_never_before is None or funnel.seated_never_before >= 5
