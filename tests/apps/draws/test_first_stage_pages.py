"""Pages around the first stage, for residents and for the keeper, with their API: everything from one story."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.factories import council
from samenspel.apps.councils import selectors as councils
from samenspel.apps.councils.services import open_term
from samenspel.apps.draws import services
from samenspel.apps.draws.models import BenefitLimit, CompensationOffer, LotTicket, OptOut, SeatGiving, Wave

from ..factories import neighbourhood, person
from .desk import send, url
from .factories import csv, drawn_tickets, keeper, lot_in_order, published_lot

pytestmark = pytest.mark.django_db


def public(where, name, **kwargs):
    return reverse(f"draws:{name}", kwargs={"neighbourhood": where.slug, **kwargs})


def upload(name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def test_seats_go_in_the_order_of_the_lot_from_the_first_wave_to_the_public_page(client):
    where = neighbourhood()
    made = council(where, seated=0)
    today = timezone.localdate()
    open_term(council=made, starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=600))
    lot = lot_in_order(where, seats=3)
    here = public(where, "lot-course", lot=lot.public_id)
    assert client.get(public(where, "index")).url == here
    client.force_login(keeper(where))
    wave, give = (url(where, name, lot=lot.public_id) for name in ("wave", "give"))
    assert "103" in client.get(wave).content.decode()
    assert send(client, wave, {"size": 99}).status_code == 422
    assert send(client, wave, {"size": 0}).status_code == 422
    assert not Wave.objects.exists()
    assert send(client, wave, {"size": 6}).status_code == 302
    for ticket, answer in zip(drawn_tickets(lot), ("no", "yes", "thinking", "yes"), strict=False):
        services.record_answer(ticket=ticket, answer=answer, at=timezone.now())
    tickets = drawn_tickets(lot)
    screen = client.get(url(where, "filling", lot=lot.public_id)).content.decode()
    assert f"{tickets[2].number:03d}" in screen
    assert tickets[1].person.address not in screen
    assert "Laan" not in client.get(here).content.decode()
    sent = send(client, give, {f"name_{tickets[1].number}": "Fenna"})
    assert sent.status_code == 302
    assert send(client, give, {}, confirm=False).status_code in (200, 422)
    giving = SeatGiving.objects.get()
    # The second yes stands behind someone who still thinks, and there are three seats: so both were certain.
    assert giving.given == [tickets[1].number, tickets[3].number]
    assert councils.seats_of(made)[0].display_name == "Fenna"
    client.logout()
    page = client.get(here).content.decode()
    assert giving.commitment in page
    told = client.get(f"/api/v1/{where.slug}/draws/lots/{lot.public_id}/course").json()
    outcomes = ["passed", "seat", "open", "seat", "open", "open"]
    assert ([one["outcome"] for one in told["places"]], told["open_seats"]) == (outcomes, 1)
    assert client.get(public(where, "giving", giving=giving.public_id)).content == giving.bundle.encode()


def test_reach_is_told_on_a_page_and_as_data(client):
    where = neighbourhood()
    address, data = public(where, "reach"), f"/api/v1/{where.slug}/draws/reach"
    assert (client.get(address).status_code, client.get(data).status_code) == (404, 404)
    lot = published_lot(where, count=24)
    for place, ticket in enumerate(drawn_tickets(lot)):
        answer = "yes" if place < 14 else "curious"
        services.record_answer(ticket=ticket, answer=answer, took_part_before=place % 2 == 0, lighter_role="panel")
    page = client.get(address).content.decode()
    told = client.get(data).json()
    assert (told["invited"], told["yes"], told["never_before"]) == (24, 14, 7)
    assert {table["feature"] for table in told["tables"]} == {"age", "sex", "housing"}
    assert all(row["yes"] is None or row["yes"] >= 5 for table in told["tables"] for row in table["rows"])
    assert "<svg" in page
    assert client.get(f"/api/v1/{where.slug}/draws/lots/{lot.public_id}/course").status_code == 404


def test_what_someone_needs_is_asked_beside_what_a_benefit_allows(client):
    where = neighbourhood()
    lot = published_lot(where)
    alice = keeper(where)
    client.force_login(alice)
    benefits, offer = url(where, "benefits"), url(where, "offer")
    line = {
        "year": timezone.localdate().year,
        "age_from": 21,
        "month": "210",
        "per_year": "2100",
        "source": "Voorbeeld",
    }
    for changed in ({"source": " "}, {"per_year": "100"}, {"month": "0"}, {"age_from": "150"}):
        assert client.post(benefits, line | changed).status_code == 422
    assert client.post(benefits, line).status_code == 302
    assert client.post(offer, {"month": "250", "voucher": "40"}).status_code == 302
    assert CompensationOffer.objects.get().month_cents == 25_000
    assert "sam-" in client.get(benefits).content.decode()
    codes = services.issue_letter_codes(lot=lot, by=alice)
    ticket = drawn_tickets(lot)[0]
    desk = client.get(url(where, "answer", lot=lot.public_id, number=ticket.number)).content.decode()
    assert "Voorbeeld" in desk
    client.logout()
    page = client.get(public(where, "answer")).content.decode()
    assert "Voorbeeld" in page
    assert "code-from-address.js" in page
    answer = {
        "code": codes[f"{lot.public_id}:{ticket.number}"],
        "answer": "yes",
        "needs": ["childcare", "buddy"],
        "compensation": "voucher",
    }
    assert client.post(public(where, "answer"), answer | {"needs": ["pony"]}).status_code == 422
    assert client.post(public(where, "answer"), answer).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.needs, ticket.compensation) == (["childcare", "buddy"], "voucher")
    client.force_login(alice)
    assert str(ticket.number) in client.get(url(where, "needs", lot=lot.public_id)).content.decode()
    assert client.post(url(where, "drop-benefit", pk=BenefitLimit.objects.get().pk)).status_code == 302
    assert not BenefitLimit.objects.exists()


def test_who_has_the_code_sees_takes_and_erases(client):
    where = neighbourhood()
    lot = published_lot(where)
    ticket = drawn_tickets(lot)[0]
    code = services.issue_letter_codes(lot=lot, by=keeper(where))[f"{lot.public_id}:{ticket.number}"]
    here = public(where, "my-data")
    assert client.get(here).status_code == 200
    assert client.post(here, {"code": "AAAA-AAAA-AAAA", "wish": "see"}).status_code == 422
    assert ticket.person.address in client.post(here, {"code": code, "wish": "see"}).content.decode()
    taken = client.post(here, {"code": code, "wish": "take"})
    assert json.loads(taken.content)["birth_year"] == ticket.person.birth_year
    asked = client.post(here, {"code": code, "wish": "erase_for_good"})
    assert asked.status_code == 200
    ticket.refresh_from_db()
    assert ticket.person is not None
    done = client.post(here, {"code": code, "wish": "erase_for_good", "confirmed": "yes"})
    assert client.get(done.url).status_code == 200
    assert (LotTicket.objects.get(pk=ticket.pk).person, OptOut.objects.count()) == (None, 1)


def test_the_keeper_loads_who_is_left_alone_and_helps_who_asks(client):
    where = neighbourhood()
    lot = published_lot(where)
    client.force_login(keeper(where))
    at = url(where, "opt-outs")
    assert client.post(at, {"file": upload("x.csv", csv("x", header="Straat"))}).status_code == 422
    file = csv("Verweg 1;1980", header="Adres;Geboortejaar")
    assert client.post(at, {"file": upload("x.csv", file)}).status_code == 302
    assert OptOut.objects.count() == 1
    ticket = drawn_tickets(lot)[0]
    facts = {"lot": lot.public_id, "number": ticket.number}
    assert client.get(url(where, "export", **facts)).json()["address"] == ticket.person.address
    assert send(client, url(where, "erase", **facts), {"for_good": "on"}).status_code == 302
    assert OptOut.objects.count() == 2
    assert LotTicket.objects.get(pk=ticket.pk).person is None
    assert client.get(url(where, "export", **facts)).status_code == 302


def test_only_the_keeper_comes_to_these_screens(client):
    where = neighbourhood()
    lot = lot_in_order(where)
    facts = {"lot": lot.public_id}
    addresses = [url(where, name, **facts) for name in ("filling", "wave", "give", "needs")]
    addresses += [url(where, name) for name in ("opt-outs", "benefits", "offer")]
    addresses += [url(where, name, number=1, **facts) for name in ("export", "erase")]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(person("Carol", "canvasser", where=where))
    for address in addresses:
        assert client.get(address).status_code == 403
