"""Load a register on screen: the file, its columns, its faults; and nothing stays behind."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from samenspel.apps.draws import selectors
from samenspel.apps.draws.models import RegisterImport, RegisterPerson
from samenspel.foundation import keeping

from ..factories import neighbourhood, person
from .desk import url
from .factories import csv, keeper, register_file

pytestmark = pytest.mark.django_db
DAYS = {"drawn_on": "2026-03-02", "delete_on": "2026-04-13"}
MAPPING = {"address": "Adres", "birth_year": "Geboortejaar", "sex": "Geslacht", "housing": "Woning"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def alice(client, where):
    alice = keeper(where)
    client.force_login(alice)
    return alice


def file(data, name="register.csv"):
    sent = BytesIO(data)
    sent.name = name
    return sent


def upload(client, where, data=None, name="register.csv", **changed):
    return client.post(url(where, "upload"), {"file": file(data or register_file(), name), **DAYS, **changed})


def test_a_register_is_sent_mapped_and_loaded(client, where, alice, own_folder):
    answer = upload(client, where)
    assert answer.status_code == 302
    assert not RegisterImport.objects.exists()
    page = client.get(answer.url).content.decode()
    assert "Laan 1 · Laan 1 · Laan 2" in page
    assert "Laan 5" not in page
    loaded = client.post(answer.url, MAPPING)
    assert loaded.url == url(where, "course")
    row = RegisterImport.objects.get()
    assert (row.person_count, row.status, str(row.delete_on), row.imported_by) == (24, "loaded", "2026-04-13", alice)
    assert row.mapping == MAPPING
    assert not [path for path in own_folder.rglob("*") if path.is_file()]
    assert "24 " in client.get(url(where, "course")).content.decode()


def test_a_column_with_citizen_service_numbers_is_refused_with_the_reason(client, where, alice, own_folder):
    data = csv(
        "Laan 1;1980;111222333", "Laan 2;1981;123456782", "Laan 3;1982;232262536", header="Adres;Geboortejaar;Nr"
    )
    answer = upload(client, where, data)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "BSN" in shown
    assert "111222333" not in shown
    assert not [path for path in own_folder.rglob("*") if path.is_file()]


def test_what_is_no_table_is_refused(client, where, alice):
    assert upload(client, where, b"\x00\x01\x02", "photo.png").status_code == 422
    assert client.post(url(where, "upload"), DAYS).status_code == 422
    assert upload(client, where, delete_on="2026-03-01").status_code == 422


def test_too_large_a_file_is_refused(client, where, alice, monkeypatch):
    monkeypatch.setattr("samenspel.apps.draws.desk.forms.FILE_BYTES_MAX", 10)
    assert upload(client, where).status_code == 422


def test_faults_are_told_by_row_and_nothing_is_loaded(client, where, alice):
    data = csv("Laan 1;1980;M", "Laan 2;19x0;Q", header="Adres;Geboortejaar;Geslacht")
    at = upload(client, where, data).url
    answer = client.post(at, {"address": "Adres", "birth_year": "Geboortejaar", "sex": "Geslacht"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'scope="row" class="utrecht-table__cell">3</th>' in shown
    assert "Q" not in [person.strata.get("sex") for person in RegisterPerson.objects.all()]
    assert not RegisterPerson.objects.exists()
    # What was chosen is still chosen, and without the faulty column it loads.
    assert '<option value="Geslacht" selected>' in shown
    assert client.post(at, {"address": "Adres", "birth_year": "Adres"}).status_code == 422


def test_a_file_is_kept_for_an_hour_for_its_sender_alone(client, where, alice):
    at = upload(client, where).url
    client.force_login(keeper(where, "Bob"))
    assert client.get(at).url == url(where, "upload")
    client.force_login(alice)
    assert client.get(at).status_code == 200
    keeping.sweep(now=timezone.now() + timedelta(minutes=59))
    assert client.get(at).status_code == 200
    assert keeping.sweep(now=timezone.now() + timedelta(minutes=61)) == 1
    assert client.get(at).url == url(where, "upload")
    assert client.post(at, MAPPING).url == url(where, "upload")
    assert not RegisterPerson.objects.exists()


def test_a_sent_file_can_be_thrown_away(client, where, alice, own_folder):
    token = upload(client, where).url.rstrip("/").rsplit("/", 1)[1]
    assert client.post(url(where, "discard", token=token)).status_code == 302
    assert not [path for path in own_folder.rglob("*") if path.is_file()]
    assert client.get(url(where, "mapping", token="secret-key")).status_code == 302


def test_only_a_keeper_of_this_neighbourhood_comes_in(client, where):
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    assert client.get(url(where, "course")).status_code == 302
    for outsider in (
        person("Carol", "council_member", where=where),
        person("Dave", "canvasser", where=where),
        person("Erin", "area_manager", where=elsewhere),
    ):
        client.force_login(outsider)
        for name in ("course", "upload"):
            assert client.get(url(where, name)).status_code == 403
        assert upload(client, where).status_code == 403


def test_the_preview_shows_no_column_that_is_not_needed():
    data = csv("Laan 1;1980;Zeepaardje", header="Adres;Geboortejaar;Bijnaam")
    preview = selectors.register_preview(data, "register.csv", timezone.localdate())
    assert preview.samples == {"address": ("Laan 1",), "birth_year": ("1980",)}
