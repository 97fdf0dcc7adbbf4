"""The signals' desk: read, make public, put under a theme, take up; late ones first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.factories import neighbourhood, person
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.picture import selectors
from samenspel.apps.picture.models import Signal
from samenspel.apps.picture.services import clear_signal, raise_signal, take_up_signal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
TAKEN_UP = {
    "status": "taken_up",
    "owner_kind": "pair",
    "owner_name": "Noor",
    "together_with": "de buurtvereniging",
    "next_step": "Lamp laten maken",
    "due_on": (timezone.localdate() + timedelta(days=16)).isoformat(),
    "outcome": "",
}


@pytest.fixture
def signal() -> Signal:
    return raise_signal(neighbourhood=neighbourhood(), text="De lamp is stuk.", source="site")


@pytest.fixture
def alice(client: Client, signal: Signal) -> Client:
    client.force_login(person("Alice", "area_team_member", where=signal.neighbourhood))
    return client


def url(name: str, signal: Signal) -> str:
    return reverse(f"picture-desk:{name}", args=[signal.neighbourhood.slug, signal.public_id])


def take_up_url(signal: Signal) -> str:
    return reverse("matters-desk:take-up", args=[signal.neighbourhood.slug, "signal", signal.public_id])


def index(signal: Signal) -> str:
    return reverse("picture-desk:index", args=[signal.neighbourhood.slug])


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data or {"go": "1"}, headers=EN)


def test_a_signal_waits_to_be_read_and_becomes_public(alice: Client, signal: Signal) -> None:
    start = alice.get(reverse("accounts:start", args=[signal.neighbourhood.slug])).content.decode()
    assert "De lamp is stuk." in start
    assert "1 signal was not read yet" in alice.get(index(signal), headers=EN).content.decode()
    assert "Does it name someone?" in alice.get(url("clear", signal), headers=EN).content.decode()
    signal.refresh_from_db()
    assert signal.cleared_at is None
    assert post(alice, url("clear", signal)).status_code == 302
    signal.refresh_from_db()
    assert signal.cleared_by is not None
    assert "Everything was read" in alice.get(index(signal), headers=EN).content.decode()


def test_a_signal_gets_a_theme(alice: Client, signal: Signal) -> None:
    assert post(alice, url("theme", signal), theme=" Licht  op straat ").status_code == 302
    signal.refresh_from_db()
    assert signal.theme is not None
    assert signal.theme.name == "Licht op straat"
    assert "Licht op straat" in alice.get(url("theme", signal)).content.decode()
    assert post(alice, url("theme", signal), theme="").status_code == 302
    signal.refresh_from_db()
    assert signal.theme is None


def test_someone_takes_it_up_with_someone(alice: Client, signal: Signal) -> None:
    assert post(alice, take_up_url(signal), **TAKEN_UP).status_code == 302
    matter = matter_of("signal", signal.public_id)
    assert matter is not None
    assert (matter.status, matter.owner_name, matter.next_step) == ("taken_up", "Noor", "Lamp laten maken")
    page = alice.get(url("signal", signal)).content.decode()
    assert "Noor + de buurtvereniging" in page
    assert "Alice" in page


@pytest.mark.parametrize(
    "change",
    [
        {"owner_kind": "nobody"},
        {"next_step": ""},
        {"due_on": ""},
        {"status": "done", "outcome": ""},
        {"status": "new"},
    ],
)
def test_a_step_that_lacks_something_is_refused_and_kept(alice: Client, signal: Signal, change: dict[str, str]) -> None:
    response = post(alice, take_up_url(signal), **(TAKEN_UP | change))
    assert response.status_code == 422
    assert "de buurtvereniging" in response.content.decode()
    matter = matter_of("signal", signal.public_id)
    assert matter is not None
    assert matter.status == "new"


def test_left_to_the_street_is_an_answer_too(alice: Client, signal: Signal) -> None:
    left = {"status": "left_to_street", "owner_kind": "resident", "owner_name": "De straat", "outcome": ""}
    assert post(alice, take_up_url(signal), **left).status_code == 302
    desk = selectors.signals_desk(signal.neighbourhood, today=timezone.localdate())
    assert [page.signal for page in desk.over] == [signal]


def test_what_is_late_comes_first(alice: Client, signal: Signal) -> None:
    late = raise_signal(neighbourhood=signal.neighbourhood, text="De bus komt niet.", source="door")
    team = person("Noor", "area_manager", where=signal.neighbourhood)
    clear_signal(signal=late, by=team)
    facts = TAKEN_UP | {"due_on": timezone.localdate() - timedelta(days=2)}
    take_up_signal(signal=late, by=team, **facts)
    page = alice.get(index(signal), headers=EN).content.decode()
    assert "1 next step is late" in page
    assert page.index("De bus komt niet.") < page.index("De lamp is stuk.")


def test_what_was_heard_elsewhere_is_written_down(alice: Client, signal: Signal) -> None:
    address = reverse("picture-desk:add", args=[signal.neighbourhood.slug])
    facts = {"text": "Er is geen bankje.", "source": "table", "source_role": "resident", "place": "", "affects": ""}
    assert post(alice, address, **facts).status_code == 302
    assert Signal.objects.filter(source="table", cleared_at=None).count() == 1
    assert post(alice, address, **(facts | {"text": ""})).status_code == 422


@pytest.mark.parametrize("name", ["signal", "clear", "theme"])
def test_outsiders_do_not_come_in(client: Client, signal: Signal, name: str) -> None:
    assert f"?next={url(name, signal)}" in client.get(url(name, signal)).url
    client.force_login(person("Carol", "council_member", where=signal.neighbourhood))
    assert client.get(url(name, signal)).status_code == 403
    if name != "signal":
        assert post(client, url(name, signal), theme="Licht").status_code == 403
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    client.force_login(person("Bob", "area_team_member", where=elsewhere))
    assert client.get(url(name, signal)).status_code == 403
    theirs = reverse(f"picture-desk:{name}", args=[elsewhere.slug, signal.public_id])
    assert client.get(theirs).status_code == 404
    signal.refresh_from_db()
    assert (signal.cleared_at, signal.theme) == (None, None)
