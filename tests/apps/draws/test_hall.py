"""The big screen, the list for the wall, counting again, and 'was I in the pot?'."""

import base64
import re
from datetime import timedelta

import pytest

from samenspel.apps.draws import hall, selectors, services
from samenspel.apps.draws.models import LotTicket
from samenspel.engines.verification import verify_bundle

from ..factories import AT, neighbourhood, person
from .desk import url
from .factories import (
    SEATS,
    committed_draw,
    committed_lot,
    drawn_tickets,
    keeper,
    picked_draw,
    published_draw,
    published_lot,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return neighbourhood()


def page_of(client, draw, **query):
    answer = client.get(f"/{draw.neighbourhood.slug}/loting/{draw.public_id}/zaal/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_number_falls_the_room_sees_what_is_sealed(client, where):
    draw = committed_draw(where)
    first = page_of(client, draw)
    assert " ".join(re.findall("....", draw.commitment)) in first
    assert 'hx-get="' in first
    assert "stap=2" in first
    assert "hx-get" not in page_of(client, draw, stap=1, stil=1)
    scenes = [hall.scene_of(selectors.hall_page(draw), step=step) for step in (1, 2, 3, 99)]
    assert [scene.kind for scene in scenes] == ["sealed", "chances", "course", "course"]
    assert page_of(client, draw, stap="x") == page_of(client, draw, stap=1)


def test_the_digits_come_one_by_one_and_then_the_seats_fill(client, where):
    draw = picked_draw(where)
    page = selectors.hall_page(draw)
    last = hall.scene_of(page, step=99).step
    assert last == 3 + 1 + SEATS + 1
    shown = [hall.scene_of(page, step=step) for step in range(1, last + 1)]
    assert [scene.digits for scene in shown[:3]] == [("0",), ("0", "4"), ("0", "4", "1")]
    assert [scene.newest for scene in shown[4:-1]] == [(ticket,) for ticket in draw.panel]
    filled = [sum(line.filled for _feature, lines in scene.mirror[:1] for line in lines) for scene in shown[4:]]
    assert filled == [1, 2, 3, 4, 5, 5]
    # It is on the screen as soon as it fell, and says that two people still look at it.
    assert draw.panel[0] in page_of(client, draw, stap=5)
    assert not page.is_official
    assert hall.scene_of(page, step=None).step == 1
    published = published_draw(neighbourhood("Dorp", "WK999902"))
    assert hall.scene_of(selectors.hall_page(published), step=None).kind == "end"


def test_nothing_on_the_screen_leads_to_a_person(client, where):
    draw = published_draw(where)
    secrets = {draw.pool.volunteers.first().salt, draw.pool.volunteers.first().reference + '"'}
    for step in range(1, 11):
        shown = page_of(client, draw, stap=step)
        assert not any(secret in shown for secret in secrets)


def test_a_large_panel_fills_in_about_as_many_steps(where):
    tickets = tuple(f"{number:03d}" for number in range(400))
    assert len(hall._groups(tickets)) == 12
    assert sum(len(group) for group in hall._groups(tickets)) == 400


def test_the_list_for_the_wall_has_the_code_and_is_the_same_every_time(client, where):
    draw = committed_draw(where)
    at = f"/{where.slug}/loting/{draw.public_id}/panels.pdf"
    first = client.get(at)
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    from samenspel.apps.draws.printed import panels_pdf

    assert panels_pdf(draw) == first.content
    assert b"/StructTreeRoot" in first.content


def test_the_page_that_counts_holds_the_very_bytes_that_are_published(client, where):
    draw = picked_draw(where)
    at = f"/{where.slug}/loting/{draw.public_id}/natellen/"
    answer = client.get(at)
    held = re.search(r"<template data-recount-bundle>([^<]*)</template>", answer.content.decode())[1]
    assert base64.b64decode(held) == selectors.bundle_bytes(draw)
    assert verify_bundle(base64.b64decode(held), draw.commitment).ok
    assert "connect-src 'none'" in answer["Content-Security-Policy"]
    lot = published_lot(neighbourhood("Dorp", "WK999902"))
    page = client.get(f"/dorp/loting/lot/{lot.public_id}/natellen/")
    assert lot.commitment in page.content.decode()
    assert client.get(f"/{where.slug}/loting/lot/{lot.public_id}/natellen/").status_code == 404


def ask(client, where, code):
    return client.post(f"/{where.slug}/loting/was-ik-erbij/", {"code": code})


def test_whoever_has_a_letter_hears_about_their_ticket_and_the_code_stays_valid(client, where):
    lot = published_lot(where)
    codes = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    ticket = drawn_tickets(lot)[2]
    code = codes[f"{lot.public_id}:{ticket.number}"]
    assert client.get(f"/{where.slug}/loting/was-ik-erbij/").status_code == 200
    answer = ask(client, where, code)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert ticket.salt in said
    assert ticket.commitment in said
    assert "3</b>" in said or ": 3" in said
    assert "no-store" in answer["Cache-Control"]
    # Looking uses nothing: the code still answers, and can be asked with afterwards.
    pool = services.open_pool(
        neighbourhood=where, name="W", features=["sex"], population={"sex": {"man": 5, "vrouw": 5}},
        by=keeper(where), lot=lot, at=AT,
    )  # fmt: skip
    services.answer_by_code(code=code, answer="yes", at=AT)
    for other in drawn_tickets(lot):
        services.record_answer(ticket=other, answer=LotTicket.Answer.YES, at=AT)
    draw = services.commit_panel_draw(
        pool=pool, targets=selectors.proposed_targets(pool, 3), seats=3, by=keeper(where), panels=50, at=AT
    )
    told = selectors.pot_of_code(where, code)
    (one,) = told.draws
    assert (one.panels, one.panel_count) == selectors.panels_with(draw=draw, ticket=one.ticket)
    assert (one.outcome, told.in_list, told.is_approached) == ("waiting", True, True)
    assert f"{one.panels}" in ask(client, where, code).content.decode()


def test_a_wrong_or_old_code_tells_nothing(client, where):
    lot = published_lot(where)
    old = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    services.issue_letter_codes(lot=lot, by=keeper(where), at=AT + timedelta(days=1))
    for code in ("AAAA-BBBB-CCCC", next(iter(old.values())), ""):
        answer = ask(client, where, code)
        assert answer.status_code == 422
        assert not any(ticket.commitment in answer.content.decode() for ticket in lot.tickets.all())


def test_at_the_counter_someone_without_a_letter_is_found_by_address_and_year(client, where):
    lot = published_lot(where)
    alice = keeper(where)
    client.force_login(alice)
    at = url(where, "asked", lot=lot.public_id)
    assert client.get(at).status_code == 200
    late = lot.tickets.get(position=lot.ticket_count)
    asked = {"address": f" {late.person.address.upper()} ", "birth_year": late.person.birth_year}
    said = client.post(at, asked)
    assert said.status_code == 200
    assert late.commitment in said.content.decode()
    assert client.post(at, {"number": late.number}).status_code == 200
    for wrong in ({}, {"address": "Nergens 1", "birth_year": 1980}, {"number": 999}):
        assert client.post(at, wrong).status_code == 422
    client.force_login(person("Carol", "canvasser", where=where))
    assert client.get(at).status_code == 403


def test_an_order_that_is_not_public_is_not_told(where):
    lot = committed_lot(where)
    told = selectors.pot_of_ticket(lot.tickets.first())
    assert (told.position, told.is_approached, told.in_list) == (None, False, True)
