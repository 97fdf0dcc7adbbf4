"""What goes well: offered by residents, kept and decided by the area team, shown to everyone, linked, ended."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.factories import AT, neighbourhood, person
from samenspel.apps.picture import services
from samenspel.apps.picture.energy import selectors
from samenspel.apps.picture.models import Asset, AssetLink
from samenspel.apps.picture.services import AssetFacts
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
OUTLINE = {"type": "Polygon", "coordinates": [[[6.58, 53.217], [6.598, 53.222], [6.585, 53.233], [6.571, 53.227]]]}
TABLE = AssetFacts(
    kind="initiative",
    name="De lange tafel",
    told="Veertig mensen eten op straat.",
    offers="een stoel",
    puller="een buurvrouw",
    longitude=Decimal("6.5888"),
    latitude=Decimal("53.2254"),
)


@pytest.fixture
def where() -> Any:
    made = neighbourhood()
    made.outline = OUTLINE
    made.save()
    return made


@pytest.fixture
def alice(where: Any) -> Any:
    return person("Alice", "area_team_member", where=where)


def add(where: Any, by: Any, *, is_public: bool = True, **changes: Any) -> Asset:
    facts = AssetFacts(**({name: getattr(TABLE, name) for name in AssetFacts.__dataclass_fields__} | changes))
    return services.add_asset(neighbourhood=where, facts=facts, by=by, is_public=is_public, at=AT)


def index(client: Client, where: Any) -> str:
    return client.get(reverse("picture-energy:index", args=[where.slug]), headers=EN).content.decode()


def test_everyone_sees_what_is_public_on_the_map_in_the_list_and_in_who_knows_whom(
    client: Client, where: Any, alice: Any
) -> None:
    table = add(where, alice)
    soup = add(where, alice, name="De soepploeg", kind="people", contact="Ineke", has_consent=True)
    hidden = add(where, alice, name="Iets verborgens", is_public=False)
    services.link_assets(one=table, other=soup, told="koken samen", by=alice, at=AT)
    services.link_assets(one=table, other=hidden, by=alice, at=AT)
    page = index(client, where)
    assert "2 things that make this neighbourhood strong" in page
    assert page.index("De soepploeg") < page.index("De lange tafel")  # people come before initiatives
    assert "koken samen" in page
    assert page.count('class="ink-lijn-kennis"') == 2  # one line, in the wide and in the narrow drawing
    assert "Iets verborgens" not in page
    own = client.get(reverse("picture-energy:asset", args=[where.slug, soup.public_id])).content.decode()
    assert "Ineke" in own
    assert "De lange tafel" in own
    assert client.get(reverse("picture-energy:asset", args=[where.slug, hidden.public_id])).status_code == 404


def test_an_empty_neighbourhood_asks_instead_of_showing_nothing(client: Client, where: Any) -> None:
    assert "Nothing is on the map yet" in index(client, where)


def test_a_resident_offers_one_and_the_team_decides(client: Client, where: Any, alice: Any) -> None:
    address = reverse("picture-energy:offer", args=[where.slug])
    told = {
        "name": "Samen wandelen", "kind": "initiative", "told": "Elke donderdag.", "puller": "een buurvrouw",
        "latitude": "53,2212", "longitude": "6.5816", "email": "wandelen@example.org", "consent": "on",
    }  # fmt: skip
    assert client.post(address, told | {"consent": ""}).status_code == 422
    refused = client.post(address, told | {"latitude": "6,5816", "longitude": "53.2212"}, headers=EN)
    assert refused.status_code == 422
    assert "Did the two numbers change places?" in refused.content.decode()
    assert "Samen wandelen" in refused.content.decode()
    assert client.post(address, told | {"latitude": "x"}).status_code == 422
    assert client.post(address, told | {"latitude": ""}).status_code == 422
    assert client.post(address, told).status_code == 302
    offered = Asset.objects.get()
    assert (offered.visibility, offered.reply_email) == ("offered", "wandelen@example.org")
    assert (offered.latitude, offered.longitude) == (Decimal("53.22120"), Decimal("6.58160"))
    assert "Samen wandelen" not in index(client, where)

    client.force_login(alice)
    start = client.get(reverse("accounts:start", args=[where.slug]), headers=EN).content.decode()
    assert "A resident tells: Samen wandelen" in start
    desk = reverse("energy-desk:decide", args=[where.slug, offered.public_id])
    assert "is erased as soon as you decide" in client.get(desk, headers=EN).content.decode()
    assert client.post(desk, {"is_public": ""}).status_code == 422
    assert client.post(desk, {"is_public": "1"}).status_code == 302
    offered.refresh_from_db()
    assert (offered.visibility, offered.reply_email, offered.decided_by) == ("public", "", alice)
    assert "Samen wandelen" in index(client, where)


def test_a_contact_needs_a_yes(where: Any, alice: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        add(where, alice, contact="Ineke, nummer 12")
    assert refusal.value.code == "consent_missing"
    made = add(where, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(pk=made.pk).update(contact="Ineke", consent_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(pk=made.pk).update(reply_email="iemand@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(pk=made.pk).update(latitude=None)


def test_changing_keeps_the_first_yes_and_taking_it_back_erases_the_contact(where: Any, alice: Any) -> None:
    made = add(where, alice, contact="Ineke", has_consent=True)
    changed = AssetFacts(kind="people", name="Ineke's tafel", contact="Ineke V.", has_consent=True)
    services.change_asset(asset=made, facts=changed, by=alice)
    assert (made.consent_at, made.contact, made.longitude) == (AT, "Ineke V.", None)
    services.change_asset(asset=made, facts=AssetFacts(kind="people", name="Een tafel"), by=alice)
    assert (made.consent_at, made.contact) == (None, "")
    with pytest.raises(Refusal) as refusal:
        services.change_asset(asset=made, facts=AssetFacts(kind="people", name=" "), by=alice)
    assert refusal.value.code == "name_missing"


def test_the_same_two_know_each_other_once(where: Any, alice: Any) -> None:
    one, other = add(where, alice), add(where, alice, name="Ander")
    services.link_assets(one=one, other=other, told="a", by=alice)
    services.link_assets(one=other, other=one, told="b", by=alice)
    assert [link.told for link in AssetLink.objects.all()] == ["b"]
    with pytest.raises(Refusal) as refusal:
        services.link_assets(one=one, other=one, by=alice)
    assert refusal.value.code == "same_asset"
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    far = add(elsewhere, person("Bob", "area_manager", where=elsewhere), longitude=None, latitude=None)
    with pytest.raises(Refusal) as refusal:
        services.link_assets(one=one, other=far, by=alice)
    assert refusal.value.code == "not_here"
    with pytest.raises(IntegrityError), transaction.atomic():
        AssetLink.objects.update(other=far)
    services.unlink_assets(one=other, other=one, by=alice)
    assert not AssetLink.objects.exists()


def test_the_desk_adds_changes_links_and_ends(client: Client, where: Any, alice: Any) -> None:
    client.force_login(alice)
    signal = services.raise_signal(neighbourhood=where, text="Ineke zet een tafel op straat.", source="door")
    to_add = reverse("energy-desk:add", args=[where.slug]) + f"?soort=signal&bron={signal.public_id}"
    assert "Ineke zet een tafel" in client.get(to_add).content.decode()
    told = {"name": "De lange tafel", "kind": "initiative", "contact": "Ineke"}
    refused = client.post(to_add, told, headers=EN)
    assert refused.status_code == 422
    assert "Ask first whether this may stand on the site" in refused.content.decode()
    assert client.post(to_add, told | {"has_consent": "on"}).status_code == 302
    table = Asset.objects.get()
    assert (table.visibility, table.source_kind, table.source_id) == ("team", "signal", signal.public_id)
    other = add(where, alice, name="De soepploeg")

    def url(name: str, *more: str) -> str:
        return reverse(f"energy-desk:{name}", args=[where.slug, table.public_id, *more])

    assert client.post(url("link"), {"other": "onbekend"}).status_code == 422
    assert client.post(url("link"), {"other": other.public_id, "told": "koken"}).status_code == 302
    page = client.get(url("asset")).content.decode()
    assert "De soepploeg" in page
    assert "Ineke zet een tafel" in page
    assert 'value="De lange tafel"' in client.get(url("change")).content.decode()
    assert client.post(url("change"), {"name": "De tafel", "kind": "initiative"}).status_code == 302
    assert client.post(url("unlink", other.public_id), {"go": "1"}).status_code == 302
    assert not AssetLink.objects.exists()
    assert client.post(url("end"), {"reason": ""}).status_code == 422
    assert client.post(url("end"), {"reason": "De tafel is kapot."}).status_code == 302
    assert [asset.name for asset in selectors.energy_desk(where).ended] == ["De tafel"]
    assert client.post(url("revive"), {"go": "1"}).status_code == 302
    assert "De tafel" in client.get(reverse("energy-desk:index", args=[where.slug])).content.decode()


def test_what_ended_leaves_the_map_but_keeps_its_page(client: Client, where: Any, alice: Any) -> None:
    made = add(where, alice)
    services.end_asset(asset=made, reason="Omgewaaid.", by=alice)
    assert "De lange tafel" not in index(client, where)
    page = client.get(reverse("picture-energy:asset", args=[where.slug, made.public_id]), headers=EN)
    assert "Omgewaaid." in page.content.decode()


def test_outsiders_do_not_come_in(client: Client, where: Any, alice: Any) -> None:
    made = add(where, alice)
    names = ("asset", "change", "decide", "link", "end", "revive")
    addresses = [reverse("energy-desk:index", args=[where.slug]), reverse("energy-desk:add", args=[where.slug])]
    addresses += [reverse(f"energy-desk:{name}", args=[where.slug, made.public_id]) for name in names]
    assert all("?next=" in client.get(address).url for address in addresses)
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    bob = person("Bob", "area_team_member", where=elsewhere)
    for who in (person("Carol", "council_member", where=where), bob):
        client.force_login(who)
        assert {client.get(address).status_code for address in addresses} == {403}
        assert {client.post(url, {"go": "1"}).status_code for url in addresses[3:]} == {403}
    assert client.get(reverse("energy-desk:asset", args=[elsewhere.slug, made.public_id])).status_code == 404
    for act in (
        lambda: services.change_asset(asset=made, facts=TABLE, by=bob),
        lambda: services.decide_asset(asset=made, is_public=False, by=bob),
        lambda: services.end_asset(asset=made, reason="weg", by=bob),
        lambda: services.link_assets(one=made, other=made, by=bob),
        lambda: add(where, bob),
    ):
        with pytest.raises(Outsider):
            act()
