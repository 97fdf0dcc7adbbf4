"""Signals by theme: sorted with suggestions, several at once; a list with a history; what rises; the public page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.factories import neighbourhood, person
from samenspel.apps.picture import services
from samenspel.apps.picture.models import Signal, Theme, ThemeChange
from samenspel.apps.picture.searching import search_public
from samenspel.apps.picture.themes import selectors
from samenspel.apps.picture.themes.rising import rising_part
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
OUTLINE = {"type": "Polygon", "coordinates": [[[6.58, 53.217], [6.598, 53.222], [6.585, 53.233], [6.571, 53.227]]]}
HEARD = [
    ("Mijn dochter kan nooit op bezoek, er is geen parkeerplek.", "Bezoek kan niet staan"),
    ("Mijn bezoek kan nergens parkeren.", "Bezoek kan niet staan"),
    ("Het is aardedonker achter de school.", "Laat en veilig thuis"),
]


@pytest.fixture
def where() -> Any:
    made = neighbourhood()
    made.outline = OUTLINE
    made.save()
    return made


@pytest.fixture
def alice(where: Any) -> Any:
    return person("Alice", "area_team_member", where=where)


@pytest.fixture
def heard(where: Any) -> list[Signal]:
    return [services.raise_signal(neighbourhood=where, text=text, source="door", theme=theme) for text, theme in HEARD]


def theme(name: str) -> Theme:
    return Theme.objects.get(name=name)


def desk(where: Any, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("picture-desk:by-theme", args=[where.slug]) + (f"?{query}" if query else "")


def test_is_it_one_of_these(client: Client, where: Any, alice: Any, heard: list[Signal]) -> None:
    loose = services.raise_signal(neighbourhood=where, text="Waar moet mijn bezoek parkeren?", source="site")
    suggestions, alike = selectors.alike_for(loose)
    assert suggestions[0].theme == "Bezoek kan niet staan"
    assert [one.signal for one in suggestions[0].alike] == [heard[1], heard[0]]
    assert {one.signal for one in alike} == {heard[0], heard[1]}
    client.force_login(alice)
    page = client.get(desk(where), headers=EN).content.decode()
    assert "1 signal stands under no theme yet" in page
    assert "2 like this" in page
    put = reverse("picture-desk:put", args=[where.slug])
    assert client.post(put, {"one": loose.public_id, "suggested": "Bezoek kan niet staan"}).status_code == 302
    loose.refresh_from_db()
    assert loose.theme == theme("Bezoek kan niet staan")
    assert "Every signal stands under a theme" in client.get(desk(where), headers=EN).content.decode()


def test_several_at_once_under_a_theme(client: Client, where: Any, alice: Any, heard: list[Signal]) -> None:
    client.force_login(alice)
    put = reverse("picture-desk:put", args=[where.slug])
    ids = [heard[0].public_id, heard[2].public_id]
    refused = client.post(put, {"signal": ids, "theme": ""}, headers=EN)
    assert refused.status_code == 422
    assert "Choose a theme, or write down a new one." in refused.content.decode()
    assert refused.content.decode().count(" checked") == 2
    refused = client.post(put, {"theme": "De straat"}, headers=EN)
    assert refused.status_code == 422
    assert 'value="De straat"' in refused.content.decode()
    assert client.post(put, {"signal": ids, "theme": " De  straat"}).status_code == 302
    assert set(theme("De straat").signals.all()) == {heard[0], heard[2]}
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    far = services.raise_signal(neighbourhood=elsewhere, text="Elders", source="door")
    assert services.put_under_theme(neighbourhood=where, signals=[far.public_id], theme="De straat", by=alice) == 0


def test_the_desk_narrows_by_theme_and_source(client: Client, where: Any, alice: Any, heard: list[Signal]) -> None:
    services.raise_signal(neighbourhood=where, text="Een los signaal.", source="mail")
    client.force_login(alice)
    late = theme("Laat en veilig thuis").public_id
    page = client.get(desk(where, thema=late)).content.decode()
    assert "aardedonker" in page
    assert "parkeerplek" not in page
    assert "Een los signaal." not in page
    assert "parkeerplek" not in client.get(desk(where, bron="mail")).content.decode()
    loose = client.get(desk(where, thema="geen")).content.decode()
    assert "Een los signaal." in loose
    assert "aardedonker" not in loose
    start = client.get(reverse("accounts:start", args=[where.slug]), headers=EN).content.decode()
    assert "1 signal stands under no theme yet" in start


def test_a_theme_is_added_renamed_and_told_of_in_the_history(client: Client, where: Any, alice: Any) -> None:
    client.force_login(alice)
    add = reverse("picture-desk:theme-add", args=[where.slug])
    assert client.post(add, {"name": "Hitte", "told": "Warme huizen en straten."}).status_code == 302
    assert client.post(add, {"name": "hitte"}).status_code == 422
    assert client.post(add, {"name": " "}).status_code == 422
    made = theme("Hitte")
    rename = reverse("picture-desk:theme-rename", args=[where.slug, made.public_id])
    assert client.post(rename, {"name": "Hitte in de zomer", "told": ""}).status_code == 302
    page = client.get(reverse("picture-desk:themes", args=[where.slug]), headers=EN).content.decode()
    assert "Hitte in de zomer" in page
    assert "renamed" in page
    assert [(c.kind, c.name_before, c.name_after, c.by) for c in ThemeChange.objects.all()] == [
        ("renamed", "Hitte", "Hitte in de zomer", alice),
        ("added", "", "Hitte", alice),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        ThemeChange.objects.update(name_before="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        ThemeChange.objects.all().delete()


def test_merged_themes_keep_every_signal_and_lead_on(
    client: Client, where: Any, alice: Any, heard: list[Signal]
) -> None:
    client.force_login(alice)
    parking = services.add_theme(neighbourhood=where, name="Parkeren", by=alice)
    visit, old = theme("Bezoek kan niet staan"), services.add_theme(neighbourhood=where, name="Auto's", by=alice)
    services.merge_themes(theme=old, into=visit, by=alice)
    merge = reverse("picture-desk:theme-merge", args=[where.slug, visit.public_id])
    assert "2 signals move" in client.get(merge, headers=EN).content.decode()
    assert client.post(merge, {"into": "onbekend"}).status_code == 422
    assert client.post(merge, {"into": parking.public_id}).status_code == 302
    assert set(parking.signals.all()) == set(heard[:2])
    old.refresh_from_db()
    assert old.merged_into == parking
    # Whoever uses an old name comes out at the theme that it went into.
    later = services.raise_signal(neighbourhood=where, text="Vol!", source="door", theme="bezoek kan niet staan")
    assert later.theme == parking
    change = ThemeChange.objects.filter(kind="merged", theme=visit).get()
    assert (change.name_before, change.name_after, change.signals_count) == ("Bezoek kan niet staan", "Parkeren", 2)
    for act, code in (
        (lambda: services.merge_themes(theme=parking, into=parking, by=alice), "same_theme"),
        (lambda: services.merge_themes(theme=parking, into=theme("Bezoek kan niet staan"), by=alice), "theme_ended"),
        (lambda: services.rename_theme(theme=theme("Auto's"), name="X", by=alice), "theme_ended"),
        (lambda: services.rename_theme(theme=parking, name="auto's", by=alice), "theme_exists"),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == code
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    far = services.add_theme(neighbourhood=elsewhere, name="Ver", by=person("Bob", "area_manager", where=elsewhere))
    with pytest.raises(Refusal) as refusal:
        services.merge_themes(theme=parking, into=far, by=alice)
    assert refusal.value.code == "not_here"


def test_an_ended_theme_takes_nothing_new_until_it_is_taken_up_again(
    client: Client, where: Any, alice: Any, heard: list[Signal]
) -> None:
    client.force_login(alice)
    late = theme("Laat en veilig thuis")
    assert (
        client.post(reverse("picture-desk:theme-end", args=[where.slug, late.public_id]), {"x": 1}).status_code == 302
    )
    with pytest.raises(Refusal) as refusal:
        services.set_theme(signal=heard[0], theme="Laat en veilig thuis", by=alice)
    assert refusal.value.code == "theme_ended"
    heard[2].refresh_from_db()
    assert heard[2].theme == late
    reopen = reverse("picture-desk:theme-reopen", args=[where.slug, late.public_id])
    assert client.post(reopen, {"x": 1}).status_code == 302
    services.set_theme(signal=heard[0], theme="Laat en veilig thuis", by=alice)


def test_outsiders_keep_off_the_list(client: Client, where: Any, alice: Any, heard: list[Signal]) -> None:
    late = theme("Laat en veilig thuis")
    pages = [reverse(f"picture-desk:{name}", args=[where.slug]) for name in ("by-theme", "themes", "theme-add")]
    pages += [
        reverse(f"picture-desk:theme-{name}", args=[where.slug, late.public_id])
        for name in ("rename", "merge", "end", "reopen")
    ]
    put = reverse("picture-desk:put", args=[where.slug])
    assert all("?next=" in client.get(page).url for page in pages)
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    bob = person("Bob", "area_team_member", where=elsewhere)
    for who in (person("Carol", "expert", where=where), bob):
        client.force_login(who)
        assert {client.get(page).status_code for page in pages} == {403}
        assert {client.post(page, {"name": "X"}).status_code for page in [*pages[2:], put]} == {403}
    for act in (
        lambda: services.add_theme(neighbourhood=where, name="X", by=bob),
        lambda: services.end_theme(theme=late, by=bob),
        lambda: services.put_under_theme(neighbourhood=where, signals=["x"], theme="X", by=bob),
    ):
        with pytest.raises(Outsider):
            act()


def test_everyone_reads_what_was_cleared_by_theme_and_on_the_map(
    client: Client, where: Any, alice: Any, heard: list[Signal]
) -> None:
    placed = services.raise_signal(
        neighbourhood=where,
        text="Het tunneltje is eng.",
        source="table",
        theme="Laat en veilig thuis",
        longitude=Decimal("6.58765"),
        latitude=Decimal("53.22391"),
    )
    for signal in (heard[0], heard[1], placed):
        services.clear_signal(signal=signal, by=alice)
    address = reverse("picture-heard:heard", args=[where.slug])
    page = client.get(address, headers=EN).content.decode()
    assert "We hear most about" in page
    assert "Het tunneltje is eng." in page
    assert "aardedonker" not in page  # not cleared
    assert "Too few signals to say what rises" in page
    parts = selectors.heard_page(where).groups
    assert [(group.name, group.total) for group in parts] == [("Bezoek kan niet staan", 2), ("Laat en veilig thuis", 1)]
    # On the public map a spot is about a hundred metres precise.
    (point,) = selectors._points(parts)
    assert (point.longitude, point.latitude, point.number) == (6.588, 53.224, "1")
    assert "tunneltje" not in client.get(f"{address}?bron=door").content.decode()
    assert (
        "parkeerplek" not in client.get(f"{address}?thema={theme('Laat en veilig thuis').public_id}").content.decode()
    )
    own = reverse("picture:signal", args=[where.slug, placed.public_id])
    assert own in page
    assert client.get(own).status_code == 200
    assert [found.url for found in search_public(where, ["tunneltje"])] == [own]
    assert search_public(where, ["aardedonker"]) == []


def test_what_rises_is_told_and_small_numbers_are_not(where: Any, alice: Any) -> None:
    now = timezone.now()

    def hear(name: str, source: str, days: int, times: int) -> None:
        for _time in range(times):
            made = services.raise_signal(
                neighbourhood=where, text="x", source=source, theme=name, at=now - timedelta(days=days)
            )
            services.clear_signal(signal=made, by=alice)

    hear("Bezoek", "door", 80, 2)
    hear("Bezoek", "door", 10, 9)
    hear("Bezoek", "site", 10, 1)
    hear("Spelen", "door", 80, 9)
    hear("Spelen", "door", 10, 3)
    hear("Zorg", "door", 10, 3)
    part = rising_part(where, now=now, is_public=True)
    assert part is not None
    assert "Bezoek" in part.headline
    rows = {row.theme: row for row in part.rows}
    assert (rows["Bezoek"].before, rows["Bezoek"].recent, rows["Bezoek"].verdict) == (2, 10, "rises")
    assert (rows["Zorg"].before, rows["Zorg"].recent, rows["Zorg"].verdict) == (None, None, "too_few")
    assert "9" not in rows["Bezoek"].by_source  # or the one on the site could be worked out
    assert part.picture is not None
    assert "Zorg" not in part.picture
    inside = rising_part(where, now=now, is_public=False)
    assert inside is not None
    told = {row.theme: row for row in inside.rows}
    assert (told["Zorg"].recent, told["Zorg"].verdict) == (3, "too_few")
    assert "9" in told["Bezoek"].by_source
    hidden = services.raise_signal(neighbourhood=where, text="x", source="door", theme="Geheim", at=now)
    assert "Geheim" not in {row.theme for row in rising_part(where, now=now, is_public=True).rows}  # type: ignore[union-attr]
    assert hidden.cleared_at is None


def test_a_spot_is_whole_and_near(where: Any) -> None:
    for spot, code in (
        ({"longitude": Decimal("6.58")}, "spot_half"),
        ({"longitude": Decimal("53.22"), "latitude": Decimal("6.58")}, "spot_far_away"),
        ({"longitude": Decimal("4.9"), "latitude": Decimal("52.37")}, "spot_far_away"),
    ):
        with pytest.raises(Refusal) as refusal:
            services.raise_signal(neighbourhood=where, text="x", source="door", **spot)
        assert refusal.value.code == code
    assert not Signal.objects.exists()
