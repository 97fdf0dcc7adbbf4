"""Telling what you see, without an account: read before it is public, followed afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.factories import neighbourhood, person
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.picture.models import Signal
from samenspel.apps.picture.services import clear_signal, take_up_signal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
TOLD = {"text": "De lamp is stuk.", "place": "Vogelbuurt", "affects": "", "email": "", "consent": "on"}


@pytest.fixture
def where() -> Any:
    return neighbourhood()


def tell(client: Client, where: Any, **change: Any) -> Any:
    facts = {name: value for name, value in (TOLD | change).items() if value is not None}
    return client.post(reverse("picture:tell", args=[where.slug]), facts, headers=EN)


def test_only_who_told_it_sees_it_before_it_was_read(client: Client, where: Any) -> None:
    response = tell(client, where, email="carol@example.org")
    signal = Signal.objects.get()
    assert response.url == reverse("picture:signal", args=[where.slug, signal.public_id])
    page = client.get(response.url, headers=EN).content.decode()
    assert "Thank you. We have it." in page
    assert "Write down this code" in page
    assert "We sent you an e-mail." in page
    assert "De lamp is stuk." in page
    assert "carol@example.org" not in page
    assert Client().get(response.url).status_code == 404
    matter = matter_of("signal", signal.public_id)
    assert matter is not None
    assert signal.source == "site"
    follower = matter.followers.get()
    assert (follower.email, follower.confirmed_at) == ("carol@example.org", None)


def test_everyone_follows_it_once_it_was_read(client: Client, where: Any) -> None:
    address = tell(client, where, email="carol@example.org").url
    noor = person("Noor", "area_team_member", where=where)
    signal = Signal.objects.get()
    take_up_signal(
        signal=signal, by=noor, status="taken_up", owner_kind="official", owner_name="Noor", next_step="Lamp maken"
    )
    # Who sent it in hears at once; everyone else once it is public.
    assert "Lamp maken" in client.get(address).content.decode()
    assert Client().get(address).status_code == 404
    clear_signal(signal=signal, by=noor)
    page = Client().get(address, headers=EN).content.decode()
    assert "Lamp maken" in page
    assert "carol@example.org" not in page
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    assert Client().get(reverse("picture:signal", args=[elsewhere.slug, signal.public_id])).status_code == 404


@pytest.mark.parametrize("change", [{"text": " "}, {"consent": None}, {"email": "geen adres"}, {"text": "x" * 1001}])
def test_a_form_that_lacks_something_keeps_what_was_typed(client: Client, where: Any, change: dict[str, Any]) -> None:
    response = tell(client, where, **change)
    assert response.status_code == 422
    assert "Vogelbuurt" in response.content.decode()
    assert not Signal.objects.exists()


def test_the_sixth_in_an_hour_is_too_many(client: Client, where: Any) -> None:
    for _number in range(5):
        assert tell(client, where).status_code == 302
    refused = tell(client, where)
    assert refused.status_code == 422
    assert "wait an hour" in refused.content.decode()
    assert Signal.objects.count() == 5


def test_the_form_warns_and_the_front_page_leads_to_it(client: Client, where: Any) -> None:
    page = client.get(reverse("picture:tell", args=[where.slug]), headers=EN).content.decode()
    assert "Do not write names of people" in page
    home = client.get(reverse("neighbourhood-home", args=[where.slug])).content.decode()
    assert reverse("picture:tell", args=[where.slug]) in home
    assert reverse("household:book", args=[where.slug]) in home


def test_an_unknown_neighbourhood_is_not_found(client: Client) -> None:
    assert client.get("/nergens/vertel/").status_code == 404
