"""Set up a council on screen, change its rules, open a term, plan a meeting."""

import pytest
from django.urls import reverse

from apps.factories import council, neighbourhood, person
from samenspel.apps.councils.models import Council, Meeting, RulesOfPlay, Seat, Term
from samenspel.apps.trail.selectors import acts_of

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Wijkraad Tuinwijk",
    "legal_form": "commission",
    "instituted_by": "Verordening 12",
    "instituted_on": "2026-01-01",
    "competent_body": "de gemeenteraad",
    "objection": "Schrijf binnen zes weken.",
    "seats_drawn": 11,
    "seats_delegated": 6,
    "seats_official": 2,
    "decides": "De wijkraad verdeelt het wijkbudget.\nDe wijkraad begint een proef.",
    "advises": "De inrichting van straten.",
    "may_not_touch": "Het omgevingsplan.",
    "amount_max": "240.000,50",
    "in_force_from": "2026-01-01",
    "term_starts_on": "2026-01-01",
    "term_ends_on": "2027-12-31",
}


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def alice(client, where):
    alice = person("Alice", "area_manager", where=where)
    client.force_login(alice)
    return alice


def url(where, name, **kwargs):
    return reverse(f"councils-desk:{name}", kwargs={"neighbourhood": where.slug, **kwargs})


def confirmed(client, address, data):
    """Send a form, see what will happen, and go on."""
    shown = client.post(address, data)
    if shown.status_code != 200:
        return shown
    assert 'name="confirmed"' in shown.content.decode()
    return client.post(address, data | {"confirmed": "yes"})


def test_a_council_is_set_up_whole_after_a_look(client, where, alice):
    assert url(where, "set-up") in client.get(url(where, "council")).content.decode()
    at = url(where, "set-up")
    assert client.get(at).status_code == 200
    assert client.post(at, FORM).status_code == 200
    assert not Council.objects.exists()
    assert confirmed(client, at, FORM).url == url(where, "council")
    made = Council.objects.get()
    assert (made.legal_form, made.seats_drawn, made.seats.count()) == ("commission", 11, 19)
    rules = RulesOfPlay.objects.get()
    assert [item["text"] for item in rules.decides] == FORM["decides"].splitlines()
    assert rules.amount_max_cents == 24_000_050
    assert Term.objects.get().number == 1
    kinds = {act.kind for act in acts_of(where.municipality)}
    assert {"council.instituted", "council.rules_set", "council.term_opened"} <= kinds
    assert client.get(at).url == url(where, "council")


@pytest.mark.parametrize(
    "changed",
    [
        {"term_ends_on": "2028-06-01"},
        {"term_ends_on": "2025-12-31"},
        {"decides": ""},
        {"advises": "De wijkraad begint een proef."},
        {"amount_max": "veel"},
        {"seats_drawn": 0},
        {"legal_form": "kingdom"},
        {"objection": ""},
    ],
)
def test_a_bad_council_is_refused_whole_with_what_was_typed(client, where, alice, changed):
    answer = confirmed(client, url(where, "set-up"), FORM | changed)
    assert answer.status_code == 422
    assert "Verordening 12" in answer.content.decode()
    assert not Council.objects.exists()
    assert not acts_of(where.municipality).exists()


def test_new_rules_keep_the_keys_of_what_stays(client, where, alice):
    made = council(where)
    data = {
        "decides": "De wijkraad verdeelt het wijkbudget.\nDe wijkraad verdeelt het wijkbudget eerlijk.",
        "advises": "",
        "may_not_touch": "Het bestemmingsplan.",
        "amount_max": "1000",
        "in_force_from": "2026-06-01",
    }
    at = url(where, "rules")
    assert "Het bestemmingsplan." in client.get(at).content.decode()
    assert confirmed(client, at, data | {"decides": ""}).status_code == 422
    assert confirmed(client, at, data).url == url(where, "council")
    newest = made.rules.first()
    assert newest.version == 2
    assert newest.decides[0]["key"] == "money"
    assert newest.decides[1]["key"] not in {"money", "zoning"}
    assert (newest.may_not_touch[0]["key"], newest.amount_max_cents) == ("zoning", 100_000)


def test_the_next_term_opens(client, where, alice):
    made = council(where)
    at = url(where, "term")
    assert "2028-01-01" in client.get(at).content.decode()
    for bad in (
        {"starts_on": "2028-01-01", "ends_on": "2031-01-01"},
        {"starts_on": "2028-01-01", "ends_on": "2027-1-1"},
    ):
        answer = confirmed(client, at, bad)
        assert answer.status_code == 422
        assert "2028-01-01" in answer.content.decode()
    assert confirmed(client, at, {"starts_on": "2028-01-01", "ends_on": "2029-12-31"}).status_code == 302
    assert made.terms.count() == 2


def test_a_meeting_is_planned(client, where, alice):
    council(where)
    at = url(where, "meeting")
    data = {"title": "Raad", "starts_at": "2036-03-02T19:30", "place": "De Gong", "agenda": "Welkom\n\nGeld"}
    answer = client.post(at, data | {"starts_at": "straks"})
    assert answer.status_code == 422
    assert "De Gong" in answer.content.decode()
    assert client.post(at, data).url == url(where, "council")
    planned = Meeting.objects.get()
    assert (planned.agenda, planned.is_public) == (["Welkom", "Geld"], False)
    assert "De Gong" in client.get(url(where, "council")).content.decode()


def test_delegates_take_their_chairs_all_or_none(client, where, alice):
    made = council(where, seated=3)
    at = url(where, "seat")
    data = {
        "name_1": "Iris van Dam",
        "short_1": "afgevaardigde 1",
        "name_2": "",
        "short_2": "afgevaardigde 2",
        "reason": "Raadsbesluit van 3 maart",
    }
    assert client.get(at).status_code == 200
    assert confirmed(client, at, data | {"short_1": ""}).status_code == 422
    assert confirmed(client, at, {"reason": "x"}).status_code == 422
    twice = confirmed(client, at, data | {"short_2": "afgevaardigde 1"})
    assert twice.status_code == 422
    assert "Iris van Dam" in twice.content.decode()
    assert made.seats.filter(origin="delegated", holdings__isnull=False).count() == 0
    assert confirmed(client, at, data).url == url(where, "council")
    assert made.seats.filter(origin="delegated", holdings__ended_on=None, holdings__isnull=False).count() == 2
    assert client.get(at).status_code == 200


def test_an_official_takes_a_chair_without_a_vote(client, where, alice):
    made = council(where)
    at = f"{url(where, 'seat')}?voor=ambtenaren"
    assert confirmed(client, at, {"short_1": "ambtenaar 1", "reason": "functie"}).status_code == 302
    assert made.seats.get(origin=Seat.Origin.OFFICIAL).holdings.get().pseudonym == "ambtenaar 1"


def test_a_member_leaves_a_chair(client, where, alice):
    made = council(where)
    at = url(where, "leave", number=2)
    data = {"reason": "moved", "ended_on": "2026-05-01"}
    assert client.get(at).status_code == 200
    assert confirmed(client, at, data | {"reason": "gossip"}).status_code == 422
    assert confirmed(client, at, data | {"ended_on": "2020-01-01"}).status_code == 422
    assert made.seats.get(number=2).holdings.get().ended_on is None
    assert confirmed(client, at, data).url == url(where, "council")
    assert str(made.seats.get(number=2).holdings.get().ended_on) == "2026-05-01"
    assert client.get(at).status_code == 404
    assert client.get(url(where, "leave", number=99)).status_code == 404


def test_only_the_secretariat_comes_to_these_screens(client, where):
    council(where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    addresses = [url(where, name) for name in ("set-up", "rules", "term", "seat", "meeting")]
    addresses.append(url(where, "leave", number=1))
    for address in [*addresses, url(where, "council")]:
        assert client.get(address).status_code == 302
        assert "inloggen" in client.get(address).url
    client.force_login(person("Carol", "council_member", where=where))
    assert client.get(url(where, "council")).status_code == 200
    assert url(where, "leave", number=1) not in client.get(url(where, "council")).content.decode()
    for address in addresses:
        assert client.get(address).status_code == 403
        assert client.post(address, FORM).status_code == 403
    client.force_login(person("Erin", "area_manager", where=elsewhere))
    for address in [*addresses, url(where, "council")]:
        assert client.get(address).status_code == 403
