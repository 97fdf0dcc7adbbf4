"""The figures' desk: a file in, its faults, a fetch that is off unless it is on, outlines, who takes part."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from apps.factories import municipality, neighbourhood, person
from samenspel.apps.accounts.selectors import has_role
from samenspel.apps.jobs.models import Job
from samenspel.apps.jobs.services import run_job
from samenspel.apps.picture import selectors, services
from samenspel.apps.picture.figures import odata, work
from samenspel.apps.picture.models import Figure, FigureImport
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.apps.trail.selectors import acts_of
from samenspel.foundation.errors import Outsider, Refusal

from . import made_up

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> Any:
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def where() -> Any:
    return neighbourhood()


@pytest.fixture
def alice(client: Any, where: Any) -> Any:
    alice = person("Alice", "administrator", where=where)
    client.force_login(alice)
    return alice


def url(name: str, where: Any, *more: str) -> str:
    return reverse(f"figures-desk:{name}", args=[where.slug, *more])


def file(data: bytes, name: str) -> BytesIO:
    sent = BytesIO(data)
    sent.name = name
    return sent


def run(address: str) -> Job:
    return run_job(public_id=address.rstrip("/").rsplit("/", 1)[1])


def kinds(town: Any) -> list[str]:
    return [act.kind for act in acts_of(town)]


def test_a_file_is_sent_and_loaded_and_stands_on_the_public_log(client, where, alice, own_folder):
    answer = client.post(url("upload", where), {"file": file(made_up.document(2023), "kwb.json")})
    assert answer.status_code == 302
    assert not Figure.objects.exists()
    job = run(answer.url)
    assert (job.status, job.faults) == ("done", [])
    made = FigureImport.objects.get()
    assert (made.year, made.regions_count, made.loaded_by, made.file_name) == (2023, 5, alice, "kwb.json")
    assert selectors.latest_values("WK999901")["inhabitants"] == 2500
    assert kinds(where.municipality) == ["figures.loaded"]
    page = client.get(url("index", where), headers=EN).content.decode()
    assert "Figures of 1 year are loaded, the newest of 2023" in page
    assert "Alice" in page
    assert not [path for path in own_folder.rglob("short-lived/**/*") if path.is_file()]
    # The same file once more changes nothing, and says so.
    run(client.post(url("upload", where), {"file": file(made_up.document(2023), "kwb.json")}).url)
    assert FigureImport.objects.first().changed_count == 0


def test_faults_are_told_by_row_and_column_and_nothing_is_loaded(client, where, alice, own_folder):
    data = b"WijkenEnBuurten;AantalInwoners_5\nWK999901;veel\n9999;5\n"
    answer = client.post(url("upload", where), {"file": file(data, "kwb-2023.csv")}, headers={"accept-language": "nl"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "AantalInwoners_5" in shown
    assert "veel" in shown
    assert 'scope="row" class="utrecht-table__cell">3</th>' in shown
    good = b"WijkenEnBuurten;AantalInwoners_5\nWK999901;5\n"
    assert client.post(url("upload", where), {"file": file(good, "kwb.csv")}).status_code == 422
    assert client.post(url("upload", where), {}).status_code == 422
    assert client.post(url("upload", where), {"file": file(good, "kwb.csv"), "year": "1850"}).status_code == 422
    assert not Job.objects.exists()
    assert not [path for path in own_folder.rglob("*") if path.is_file()]
    assert client.post(url("upload", where), {"file": file(good, "kwb.csv"), "year": "2023"}).status_code == 302


def test_too_large_a_file_is_refused(client, where, alice, monkeypatch):
    monkeypatch.setattr("samenspel.apps.picture.figures.forms.FILE_BYTES_MAX", 10)
    answer = client.post(url("upload", where), {"file": file(made_up.document(2023), "x.json")})
    assert answer.status_code == 422


def test_fetching_is_off_unless_whoever_runs_the_site_turned_it_on(client, where, alice, monkeypatch):
    monkeypatch.setattr(odata, "urlopen", lambda *_a, **_k: pytest.fail("a call went out"))
    for name in ("fetch", "fetch-outlines"):
        page = client.get(url(name, where), headers=EN)
        assert "Fetching is off on this installation" in page.content.decode()
        assert client.post(url(name, where), {"year": 2023, "regions": "own"}).status_code == 200
    assert not Job.objects.exists()
    payload = {"neighbourhood": where.slug, "person": alice.public_id, "year": 2023, "regions": ""}
    with pytest.raises(Refusal) as refusal:
        work.fetch_job(payload, lambda *_a: None)
    assert refusal.value.code == "fetch_off"


def test_a_table_and_outlines_are_fetched_when_asked(client, where, alice, settings):
    with made_up.served() as server:
        settings.CBS_URL = settings.PDOK_URL = server.base
        assert client.post(url("fetch", where), {"year": 1999, "regions": "own"}).status_code == 422
        assert server.asked == []
        job = run(client.post(url("fetch", where), {"year": 2022, "regions": "own"}).url)
        assert (job.status, job.faults) == ("done", [])
        outlined = run(client.post(url("fetch-outlines", where), {"year": 2023}).url)
        assert (outlined.status, outlined.result) == ("done", {"read": 2, "changed": 1})
        missing = run(client.post(url("fetch", where), {"year": 2020, "regions": "own"}).url)
        assert missing.status == "failed"
        assert missing.faults[0]["code"] == "fetch_failed"
    assert FigureImport.objects.get().file_name == ""
    where.refresh_from_db()
    assert where.outline["type"] == "Polygon"
    assert "PDOK" in where.outline_source
    assert kinds(where.municipality) == ["outlines.loaded", "figures.loaded"]


def test_outlines_come_from_a_file(client, where, alice):
    bad = client.post(url("outlines", where), {"file": file(b"{}", "x.geojson"), "source": "CBS"})
    assert bad.status_code == 422
    sent = {"file": file(made_up.outlines("WK999901", "WK999902"), "x.geojson"), "source": "CBS/Kadaster"}
    assert client.post(url("outlines", where), sent).status_code == 302
    where.refresh_from_db()
    assert where.outline_source == "CBS/Kadaster"
    assert "1 of 1 neighbourhoods have an outline" in client.get(url("index", where), headers=EN).content.decode()


def test_figures_of_another_municipality_here_stay_as_they_are(where, alice):
    services.import_figures(data=b'{"WK888801": {"AantalInwoners_5": 7}, "GM8888": {}}', name="x.json", year=2023)
    municipality("Elders", "GM8888")
    data = b'{"WK888801": {"AantalInwoners_5": 99}, "WK999901": {"AantalInwoners_5": 50}}'
    made = services.load_figures(neighbourhood=where, data=data, name="x.json", by=alice, year=2023)
    assert (made.regions_count, made.left_out_count) == (1, 1)
    assert selectors.latest_values("WK888801")["inhabitants"] == 7


def test_the_smallest_areas_come_only_when_asked_and_only_our_own(where, alice):
    data = b'{"BU99990101": {"AantalInwoners_5": 5}, "BU88880101": {"AantalInwoners_5": 5}}'
    services.load_figures(neighbourhood=where, data=data, name="x.json", by=alice, year=2023)
    assert not Figure.objects.exists()
    services.load_figures(neighbourhood=where, data=data, name="x.json", by=alice, year=2023, small_areas=True)
    assert list(Figure.objects.values_list("region_code", flat=True)) == ["BU99990101"]


def test_an_administrator_lets_neighbourhoods_take_part(client, where, alice):
    services.import_figures(data=made_up.document(2023), name="x.json")
    chosen = client.post(url("municipality", where), {"code": "GM9999"})
    assert chosen.url == url("join", where, "GM9999")
    page = client.get(chosen.url, headers=EN).content.decode()
    assert "Havenkwartier" in page
    assert page.count('name="join_') == 2
    nothing = client.post(chosen.url, {"municipality_name": "Voorbeeldstad"})
    assert nothing.status_code == 422
    nameless = client.post(chosen.url, {"municipality_name": " ", "join_WK999902": "on", "name_WK999902": "Dorp"})
    assert nameless.status_code == 422
    data = {"municipality_name": "Voorbeeldstad", "join_WK9999A3": "on", "name_WK9999A3": "Haven", "name_WK999902": "D"}
    asked = client.post(chosen.url, data, headers=EN)
    assert "Let these neighbourhoods take part?" in asked.content.decode()
    assert neighbourhood_by_slug("haven") is None
    assert client.post(chosen.url, data | {"confirmed": "1"}).status_code == 302
    joined = neighbourhood_by_slug("haven")
    assert joined.cbs_code == "WK9999A3"
    assert neighbourhood_by_slug("dorp") is None
    assert has_role(alice, "administrator", municipality=joined.municipality, neighbourhood=joined)
    assert kinds(where.municipality) == ["neighbourhood.joined"]
    assert client.get("/haven/wijkbeeld/").status_code == 200
    assert client.get(url("join", where, "GM0001")).status_code == 404
    assert "?soort=buurten" not in page
    data = b'{"BU99990201": {"AantalInwoners_5": 5}}'
    services.load_figures(neighbourhood=where, data=data, name="x.json", by=alice, year=2023, small_areas=True)
    small = f"{url('join', where, 'GM9999')}?soort=buurten"
    assert small in client.get(url("join", where, "GM9999")).content.decode()
    sent = {"municipality_name": "Voorbeeldstad", "join_BU99990201": "on", "name_BU99990201": "Kade", "confirmed": "1"}
    assert client.post(small, sent).status_code == 302
    assert neighbourhood_by_slug("kade").cbs_code == "BU99990201"


def test_any_municipality_of_the_country_can_be_set_up_but_not_one_that_has_its_own(where, alice):
    data = b'{"GM0001": {"AantalInwoners_5": 9}, "WK000101": {"AantalInwoners_5": 5}}'
    services.import_figures(data=data, name="x.json", year=2023)
    chosen = [services.Chosen("WK000101", "Kern")]
    facts: dict[str, Any] = {"municipality_code": "GM0001", "municipality_name": "Nieuwstad", "neighbourhood": where}
    with pytest.raises(Refusal) as refusal:
        services.set_up_neighbourhoods(chosen=[services.Chosen("WK000109", "X")], by=alice, **facts)
    assert refusal.value.code == "region_unknown"
    bob = person("Bob", "area_manager", where=where)
    with pytest.raises(Outsider):
        services.set_up_neighbourhoods(chosen=chosen, by=bob, **facts)
    made = services.set_up_neighbourhoods(chosen=chosen, by=alice, **facts)
    assert (made[0].municipality.cbs_code, made[0].takes_part) == ("GM0001", True)
    assert services.set_up_neighbourhoods(chosen=chosen, by=alice, **facts) == []
    other = neighbourhood("Ander", "WK777701", of=municipality("Anderstad", "GM7777"))
    carol = person("Carol", "administrator", where=other)
    with pytest.raises(Outsider) as refusal:
        services.set_up_neighbourhoods(chosen=chosen, by=carol, **(facts | {"neighbourhood": other}))
    assert refusal.value.code == "not_administrator"


def test_only_keepers_of_this_neighbourhood_come_in(client, where):
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    names = ("index", "upload", "fetch", "outlines", "fetch-outlines", "municipality")
    assert all(client.get(url(name, where)).status_code == 302 for name in names)
    for outsider in (
        person("Dave", "council_member", where=where),
        person("Erin", "area_team_member", where=where),
        person("Frank", "administrator", where=elsewhere),
    ):
        client.force_login(outsider)
        assert all(client.get(url(name, where)).status_code == 403 for name in names)
        answer = client.post(url("upload", where), {"file": file(made_up.document(2023), "x.json")})
        assert answer.status_code == 403
        with pytest.raises(Outsider):
            services.load_figures(neighbourhood=where, data=made_up.document(2023), name="x.json", by=outsider)
        with pytest.raises(Outsider):
            services.load_outlines(neighbourhood=where, data=made_up.outlines("WK999901"), source="x", by=outsider)
    manager = person("Grace", "area_manager", where=where)
    client.force_login(manager)
    assert client.get(url("index", where)).status_code == 200
    assert client.get(url("municipality", where)).status_code == 403
    assert not Figure.objects.exists()
