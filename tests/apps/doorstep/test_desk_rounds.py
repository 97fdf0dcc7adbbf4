"""The doorbells' desk: plan, look, take on paper, enter afterwards, close; who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.draws.factories import keeper, lot_in_order, published_lot
from apps.factories import neighbourhood, person
from samenspel.apps.doorstep import selectors, services
from samenspel.apps.doorstep.models import CareRoute, Round, Visit
from samenspel.apps.draws.services import open_wave
from samenspel.apps.picture.models import Signal
from samenspel.apps.trail.models import Act

from .factories import canvasser, new_visit, planned_round

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
SOON = (timezone.localdate() + timedelta(days=16)).isoformat()
PLAN = {"name": "Laan", "day": SOON, "start": "18:30", "until": "20:30", "streets": "Laan", "most": "5"}


@pytest.fixture
def row() -> Any:
    return planned_round(doors=3, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def alice(client: Client, row: Any) -> Client:
    client.force_login(keeper(row.neighbourhood))
    return client


def url(name: str, row: Any, *more: str) -> str:
    public_id = () if name in ("index", "plan", "follow-up", "care-route", "streets") else (row.public_id,)
    return reverse(f"doorstep-desk:{name}", args=[row.neighbourhood.slug, *public_id, *more])


def text(client: Client, address: str) -> str:
    answer = client.get(address, headers=EN)
    assert answer.status_code == 200, address
    return answer.content.decode()


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data or {"go": "1"}, headers=EN)


def test_a_coordinator_plans_a_round_by_street(client: Client) -> None:
    lot = published_lot()
    where = lot.neighbourhood
    client.force_login(keeper(where))
    people = [canvasser(where, name).public_id for name in ("Carol", "Dave")]
    address = reverse("doorstep-desk:plan", args=[where.slug])
    assert "Laan (10)" in text(client, address)
    assert "all 10 people who were drawn may be visited" in text(client, address)
    alone = post(client, address, **PLAN, canvassers=people[:1])
    assert alone.status_code == 422
    assert "nobody rings doorbells alone" in alone.content.decode()
    assert 'value="Laan"' in alone.content.decode()
    assert post(client, address, **(PLAN | {"day": "2020-01-01"}), canvassers=people).status_code == 422
    assert post(client, address, **PLAN, canvassers=people).status_code == 302
    made = Round.objects.get()
    assert (made.stops.count(), made.canvassers.count()) == (5, 2)
    assert "5" in text(client, reverse("doorstep-desk:index", args=[where.slug]))
    assert "Laan (5)" in text(client, address)


def test_the_screen_says_how_far_the_order_of_the_lot_is(client: Client) -> None:
    lot = lot_in_order()
    where = lot.neighbourhood
    client.force_login(keeper(where))
    address = reverse("doorstep-desk:plan", args=[where.slug])
    shown = text(client, address)
    assert "no wave was opened yet" in shown
    assert "Open the next wave" in shown
    assert reverse("draws-desk:filling", args=[where.slug, lot.public_id]) in shown
    open_wave(lot=lot, size=4, by=keeper(where))
    shown = text(client, address)
    assert "Only the first 4 people of 10" in shown
    assert "Laan (4)" in shown


def test_the_map_shows_who_goes_where(alice: Client, row: Any) -> None:
    assert "sam-kaart" not in text(alice, url("index", row))
    file = "straat;lengtegraad;breedtegraad\nLaan;6.57;53.22\n"
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = alice.post(url("streets", row), {"file": SimpleUploadedFile("s.csv", file.encode())}, headers=EN)
    assert answer.status_code == 302
    assert "Carol, Dave" in text(alice, url("index", row))
    assert "sam-kaart" in text(alice, url("index", row))
    assert "0 of 3 addresses" in text(alice, url("round", row))
    wrong = alice.post(url("streets", row), {"file": SimpleUploadedFile("s.csv", b"straat\nLaan\n")}, headers=EN)
    assert wrong.status_code == 422


def test_a_round_is_changed_and_closed(alice: Client, row: Any) -> None:
    first, second, _third = row.stops.all()
    assert post(alice, url("move", row, second.public_id), to="up").status_code == 302
    assert row.stops.first() == second
    assert post(alice, url("stop", row, first.public_id), hint="Bovenste bel").status_code == 302
    assert "Bovenste bel" in text(alice, url("round", row))
    assert "Take this address off" in text(alice, url("remove", row, first.public_id))
    assert post(alice, url("remove", row, first.public_id)).status_code == 302
    assert row.stops.count() == 2
    people = [canvasser(row.neighbourhood, name).public_id for name in ("Carol", "Erin")]
    assert post(alice, url("canvassers", row), canvassers=people).status_code == 302
    assert post(alice, url("canvassers", row), canvassers=people[:1]).status_code == 422
    assert "no longer handed out" in text(alice, url("close", row))
    row.refresh_from_db()
    assert row.closed_at is None
    assert post(alice, url("close", row)).status_code == 302
    row.refresh_from_db()
    assert row.closed_at is not None


def test_the_list_on_paper_is_tagged_and_told(alice: Client, row: Any) -> None:
    answer = post(alice, url("paper", row))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.content
    assert Act.objects.filter(kind="round.addresses_taken").count() == 1
    alice.force_login(canvasser(row.neighbourhood, "Carol"))
    assert "The list on paper" in text(alice, url("index", row))
    assert post(alice, url("paper", row)).status_code == 200
    alice.force_login(canvasser(row.neighbourhood, "Erin"))
    assert post(alice, url("paper", row)).status_code == 404
    assert Act.objects.filter(kind="round.addresses_taken").count() == 2


def test_a_visit_from_paper_is_entered_once(alice: Client, row: Any) -> None:
    stop = row.stops.first()
    address = url("enter", row, stop.public_id)
    assert stop.ticket.person.address in text(alice, address)
    given = {"key": str(uuid4()), "outcome": "no", "at": "19:00", "heard": "Dat parkeren…"}
    refused = post(alice, address, **given)
    assert refused.status_code == 422
    assert "Dat parkeren…" in refused.content.decode()
    assert not Visit.objects.exists()
    told = {**given, "consent": "on", "lighter_role": "reading_along", "took_part": "no"}
    for _twice in range(2):
        assert post(alice, address, **told).status_code == 302
    visit = Visit.objects.get()
    assert (visit.source, visit.took_part_before) == ("desk", False)
    assert Signal.objects.get().text == "Dat parkeren…"
    assert "Dat parkeren…" in text(alice, url("follow-up", row))
    assert post(alice, url("remove", row, stop.public_id)).status_code == 422
    assert "entered afterwards" in text(alice, url("stop", row, stop.public_id))
    concern = {"key": str(uuid4())}
    for _twice in range(2):
        assert post(alice, url("care-concern", row), **concern).status_code == 302
    assert "The route for care was followed once." in text(alice, url("round", row))


def test_the_route_for_care_is_laid_down(alice: Client, row: Any) -> None:
    assert "no route for care yet" in text(alice, url("index", row))
    assert post(alice, url("care-route", row), name="WIJ-team", phone="050", steps=" ").status_code == 422
    for name in ("WIJ-team", "WIJ-team Oost"):
        assert post(alice, url("care-route", row), name=name, phone="050", steps="Bel.").status_code == 302
    assert selectors.care_route(row.neighbourhood).name == "WIJ-team Oost"
    assert CareRoute.objects.count() == 2
    assert "WIJ-team Oost" in text(alice, url("index", row))


def test_what_waits_stands_on_the_start_page(alice: Client, row: Any) -> None:
    start = reverse("accounts:start", args=[row.neighbourhood.slug])
    alice.force_login(canvasser(row.neighbourhood, "Carol"))
    assert reverse("doorstep:app", args=[row.neighbourhood.slug]) in text(alice, start)
    Round.objects.filter(pk=row.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    alice.force_login(keeper(row.neighbourhood))
    assert url("round", row) in text(alice, start)


def test_others_do_not_come_in(client: Client, row: Any) -> None:
    where, stop = row.neighbourhood, row.stops.first()
    elsewhere = neighbourhood("Parkwijk", "WK999902", of=where.municipality)
    pages = [url(name, row) for name in ("plan", "follow-up", "care-route", "streets", "round", "close", "canvassers")]
    pages += [url(name, row, stop.public_id) for name in ("stop", "enter", "remove")]
    for address in (*pages, url("index", row)):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert "inloggen" in answer.url
    client.force_login(canvasser(where, "Carol"))
    assert [client.get(address).status_code for address in pages] == [403] * len(pages)
    assert client.get(url("index", row)).status_code == 200
    for stranger in (person("Mallory", "council_member", where=where), keeper(elsewhere, "Oscar")):
        client.force_login(stranger)
        assert [client.get(address).status_code for address in (*pages, url("index", row))] == [403] * (len(pages) + 1)
    # The round of another neighbourhood does not exist here.
    client.force_login(keeper(elsewhere, "Oscar"))
    wrong = reverse("doorstep-desk:round", args=[elsewhere.slug, row.public_id])
    assert client.get(wrong).status_code == 404


def test_follow_up_forgets_who_decided_since(alice: Client, row: Any) -> None:
    first, second, _third = row.stops.all()
    carol = canvasser(row.neighbourhood, "Carol")
    services.record_visit(round=row, visit=new_visit(first, "thinking", minutes=1, needs=("buddy",)), by=carol)
    services.record_visit(round=row, visit=new_visit(second, "curious", minutes=2, lighter_role="panel"), by=carol)
    kinds = sorted(one.kind for one in selectors.follow_up(row.neighbourhood))
    assert kinds == ["needs", "role", "thinking"]
    assert "3 people are to hear from us" in text(alice, url("follow-up", row))
    services.record_visit(round=row, visit=new_visit(first, "no", minutes=5), by=carol)
    assert [one.kind for one in selectors.follow_up(row.neighbourhood)] == ["role"]
