"""The secretariat's screens of the course of a seat, and what residents see of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.factories import council, neighbourhood, person
from samenspel.apps.councils import selectors, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def alice(client, where):
    someone = person("Alice", "area_manager", where=where)
    client.force_login(someone)
    return someone


def url(where, name, **kwargs):
    return reverse(f"councils-desk:{name}", kwargs={"neighbourhood": where.slug, **kwargs})


def confirmed(client, at, data):
    shown = client.post(at, data)
    return client.post(at, data | {"confirmed": "yes"}) if shown.status_code == 200 else shown


def running_council(where, **extra):
    """A council whose term runs around today, with chair 1 on offer."""
    made = council(where, seated=0)
    today = timezone.localdate()
    term = services.open_term(council=made, starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=600))
    holders = [("lot-7", ""), ("lot-8", "")]
    services.seat_members(
        council=made, term=term, origin="drawn", holders=holders, reason="lot", source=("lot", "abc"),
        answer_by=today + timedelta(days=3), **extra,
    )  # fmt: skip
    return made


def test_an_offered_seat_is_taken_or_not(client, where, alice):
    made = running_council(where)
    assert any("lot-7" in page for page in [client.get(url(where, "council")).content.decode()])
    assert len(selectors.waiting_for_desk(alice, where)) == 2
    at = url(where, "offered", number=1)
    assert client.get(at).status_code == 200
    assert client.post(at, {"answer": ""}).status_code == 422
    assert confirmed(client, at, {"answer": "accept"}).url == url(where, "council")
    assert confirmed(client, url(where, "offered", number=2), {"answer": "decline"}).status_code == 302
    assert selectors.voting_chairs(made) == 1
    assert client.get(at).status_code == 404
    page = client.get(reverse("councils:council", args=[where.slug])).content.decode()
    assert "order of the lot" in page or "volgorde van het lot" in page


def test_which_half_goes_first_is_settled_once(client, where, alice):
    made = running_council(where)
    at = url(where, "rotation")
    assert client.get(at).status_code == 200
    assert confirmed(client, at, {"how": "lot", "numbers": ""}).status_code == 422
    assert confirmed(client, at, {"how": "decision", "first": ["1", "2", "3"], "decided_by": "x"}).status_code == 422
    assert not any(view.half for view in selectors.seats_of(made))
    assert confirmed(client, at, {"how": "lot", "numbers": "De Gong, 3 maart: 4 0 7"}).status_code == 302
    assert [view.half for view in selectors.seats_of(made)].count(1) == 1
    assert client.get(at).status_code == 302
    assert "De Gong" in client.get(reverse("councils:council", args=[where.slug])).content.decode()


def test_only_the_secretariat_does_this(client, where):
    running_council(where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    for address in (url(where, "rotation"), url(where, "offered", number=1)):
        assert client.get(address).status_code == 302
        client.force_login(person("Carol", "council_member", where=where))
        assert client.get(address).status_code == 403
        client.force_login(person("Dora", "area_manager", where=elsewhere))
        assert client.post(address, {"how": "lot", "numbers": "1"}).status_code == 403
        client.logout()


def test_the_time_of_a_seat_that_is_almost_over_waits_at_the_desk(where):
    made = council(where, seated=5)
    ends_on = made.terms.get().ends_on
    assert [v.number for v in selectors.ending_soon(made, today=ends_on - timedelta(days=30))] == [1, 2, 3, 4, 5]
    assert selectors.ending_soon(made, today=date(2026, 5, 1)) == []
