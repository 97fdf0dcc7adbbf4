"""What a phone asks of the site: own rounds only, in time only, each download told; the page itself holds nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.draws.factories import drawn_tickets, keeper, published_lot
from apps.factories import AT, neighbourhood, person
from samenspel.apps.doorstep import services, words
from samenspel.apps.doorstep.models import RoundCanvasser, Visit
from samenspel.apps.trail.models import Act

from .factories import END, START, as_sent, canvasser, new_visit, planned_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Any:
    return planned_round()


@pytest.fixture
def carol(client: Client, row: Any) -> Client:
    client.force_login(canvasser(row.neighbourhood, "Carol"))
    return client


def ask(client: Client, name: str, row: Any, content: Any = None, at: Any = START) -> Any:
    address = reverse(f"doorstep:{name}", args=[row.neighbourhood.slug])
    with patch.object(timezone, "now", return_value=at):
        return client.post(address, content if content is not None else {}, content_type="application/json")


def delivery(row: Any, *visits: Any, at: Any = END) -> dict[str, Any]:
    return {"sent_at": at.isoformat(), "visits": [as_sent(row, visit) for visit in visits]}


def test_a_canvasser_takes_the_addresses_of_an_own_round(carol: Client, row: Any) -> None:
    where = row.neighbourhood
    services.lay_down_care_route(
        neighbourhood=where, name="WIJ-team", phone="050", steps="Bel.\n\nBlijf erbij.", by=keeper(where)
    )
    answer = ask(carol, "take", row)
    assert "no-store" in answer["Cache-Control"]
    (told,) = answer.json()["rounds"]
    first = row.stops.select_related("ticket__person").first()
    assert (told["with"], len(told["stops"])) == (["Dave"], 4)
    assert told["stops"][0] == {
        "id": first.public_id,
        "position": 1,
        "outcome": "",
        "address": first.ticket.person.address,
        "birth_year": first.ticket.person.birth_year,
        "language": "",
        "hint": "",
        "attempts": 0,
    }
    assert answer.json()["care"]["steps"] == ["Bel.", "Blijf erbij."]
    act = Act.objects.get(kind="round.addresses_taken")
    assert json.loads(act.content)["payload"] == {"addresses": 4, "carrier": "phone"}
    place = RoundCanvasser.objects.get(round=row, person__name="Carol")
    assert place.downloaded_at == START
    assert ask(carol, "wiped", row, {"rounds": [row.public_id, "x", 7]}, END).status_code == 200
    place.refresh_from_db()
    assert place.wiped_at == END


def test_addresses_are_handed_out_only_from_a_day_before_until_the_end(carol: Client, row: Any) -> None:
    for at, rounds in (
        (START - timedelta(hours=25), 0),
        (START - timedelta(hours=23), 1),
        (END, 1),
        (END + timedelta(minutes=1), 0),
    ):
        assert len(ask(carol, "take", row, at=at).json()["rounds"]) == rounds, at
    services.close_round(round=row, by=keeper(row.neighbourhood), at=START)
    assert ask(carol, "take", row).json()["rounds"] == []


def test_someone_else_sees_and_sends_nothing(client: Client, row: Any) -> None:
    where = row.neighbourhood
    other = neighbourhood("Parkwijk", "WK999902", of=where.municipality)
    assert ask(client, "take", row).json() == {"state": "sign_in"}
    assert ask(client, "take", row).status_code == 401
    for stranger in (person("Mallory", "council_member", where=where), canvasser(other, "Oscar"), keeper(where)):
        client.force_login(stranger)
        assert [ask(client, name, row).status_code for name in ("take", "send", "wiped")] == [403] * 3
        assert client.get(reverse("doorstep:who", args=[where.slug])).json() == {"state": "no_role"}
    client.force_login(canvasser(where, "Erin"))  # A canvasser, but not of this round.
    assert ask(client, "take", row).json()["rounds"] == []
    told = ask(client, "send", row, delivery(row, new_visit(row.stops.first())), END).json()
    assert [one["code"] for one in told["results"]] == ["not_yours"]
    assert told["doors"] == {}
    assert not Visit.objects.exists()
    assert not Act.objects.filter(kind="round.addresses_taken").exists()


def test_a_delivery_tells_of_each_visit_and_of_what_colleagues_did(carol: Client, row: Any) -> None:
    first, second, third, _fourth = row.stops.all()
    dave = canvasser(row.neighbourhood, "Dave")
    services.record_visit(round=row, visit=new_visit(third, "no"), by=dave, at=END)
    sent = delivery(row, new_visit(first, "yes"), new_visit(second, "no", heard="x"))
    sent["visits"] += [{"key": "what"}, "nothing", {**sent["visits"][0], "visited_at": "gisteren"}]
    told = ask(carol, "send", row, sent, END).json()
    assert [(one["state"], one["code"]) for one in told["results"]] == [
        ("accepted", ""),
        ("refused", "consent_missing"),
        *[("refused", "malformed")] * 3,
    ]
    assert told["doors"] == {row.public_id: {first.public_id: "yes", third.public_id: "no"}}
    again = ask(carol, "send", row, delivery(row, new_visit(first, "yes")), END)
    assert again.status_code == 200
    # Who answered for good is on no phone any more: only the outcome, without the address.
    (fetched,) = ask(carol, "take", row).json()["rounds"]
    assert [sorted(stop) for stop in fetched["stops"] if stop["outcome"]] == [["id", "outcome", "position"]] * 2


@pytest.mark.parametrize(
    "body", ["", "[]", "nul", '{"visits": []}', '{"sent_at": "2026-03-10T12:00:00Z", "visits": {}}', "{" * 9999]
)
def test_what_is_no_delivery_is_refused_whole(carol: Client, row: Any, body: str) -> None:
    assert ask(carol, "send", row, body).status_code == 400


def test_a_delivery_that_is_too_long_is_refused_whole(carol: Client, row: Any) -> None:
    visit = as_sent(row, new_visit(row.stops.first()))
    assert ask(carol, "send", row, {"sent_at": END.isoformat(), "visits": [visit] * 201}).status_code == 400
    assert ask(carol, "send", row, {"sent_at": END.isoformat(), "visits": [], "x": "x" * 600_000}).status_code == 400


def test_a_delivery_without_a_token_is_refused(row: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(canvasser(row.neighbourhood, "Carol"))
    assert ask(strict, "send", row, delivery(row)).status_code == 403
    here = strict.get(reverse("doorstep:who", args=[row.neighbourhood.slug])).json()
    assert here["first_name"] == "Carol"
    address = reverse("doorstep:send", args=[row.neighbourhood.slug])
    headers = {"X-CSRFToken": here["token"]}
    assert strict.post(address, delivery(row), content_type="application/json", headers=headers).status_code == 200


def test_the_page_of_the_app_holds_nothing_of_anyone(client: Client) -> None:
    lot = published_lot()
    where = lot.neighbourhood
    planned_round(where, lot=lot, starts_at=AT + timedelta(days=3))
    client.force_login(canvasser(where, "Carol"))
    page = client.get(reverse("doorstep:app", args=[where.slug]))
    html = page.content.decode()
    assert [t.person.address for t in drawn_tickets(lot) if t.person.address in html] == []
    assert "Carol" not in html
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert " style=" not in html
    worker = client.get(reverse("doorstep:worker", args=[where.slug]))
    assert worker["Content-Type"].startswith("text/javascript")
    facts = json.loads(worker.content.decode().splitlines()[0].removeprefix("const SHELL = ").rstrip(";"))
    missing = [address for address in facts["files"] if address.startswith("/static/samenspel") and not _there(address)]
    assert missing == []
    assert all(f'"{sheet}"' in html for sheet in facts["files"] if sheet.endswith(".css"))
    manifest = client.get(reverse("doorstep:manifest", args=[where.slug])).json()
    assert manifest["start_url"] == manifest["scope"] == reverse("doorstep:app", args=[where.slug])
    assert client.get(reverse("doorstep:app", args=["elders"])).status_code == 404


def _there(address: str) -> bool:
    from django.contrib.staticfiles import finders

    return finders.find(address.removeprefix("/static/")) is not None


def test_every_word_that_the_scripts_ask_for_is_there_in_both_languages() -> None:
    import re
    from pathlib import Path

    from django.contrib.staticfiles import finders

    folder = Path(str(finders.find("samenspel/js/doorstep/app.js"))).parent
    asked = {key for file in folder.glob("*.js") for key in re.findall(r"\bt\(\s*\"(\w+)\"", file.read_text())}
    assert len(asked) > 60
    catalogues = words.catalogues()
    for language, texts in catalogues.items():
        assert asked - set(texts) == set(), language
        assert [key for key, text in texts.items() if not text] == [], language
    placeholders = [{key: set(re.findall(r"{\w+}", text)) for key, text in one.items()} for one in catalogues.values()]
    assert placeholders[0] == placeholders[1] or not _translated()


def _translated() -> bool:
    return words.catalogues()["nl"] != words.catalogues()["en"]
