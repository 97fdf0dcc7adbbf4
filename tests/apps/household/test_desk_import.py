"""Grants from a file: proposed columns, a preview, every fault by row, all or nothing."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samenspel.apps.household.models import Fund

from . import factories
from .desk import address, booked, hidden, words

pytestmark = pytest.mark.django_db

HEADERS = [
    "Potje",
    "Eigenaar",
    "Soort eigenaar",
    "Taakveld",
    "Jaar",
    "Ruimte",
    "Bedrag",
    "Categorie",
    "Loopt tot",
    "Besluit",
]
ROWS = [
    ["Groen", "Stadsbeheer", "afdeling", "5.7", "2026", "vrij", "1.250,50", "4.3.8", "2026-12-31", "Besluit 1"],
    ["Sport", "Onderwijs", "afdeling", "5.1", "2026", "vrij", "800", "4.3.8", "2026-12-31", "Besluit 2"],
]


@pytest.fixture
def scene():
    return factories.scene()


@pytest.fixture
def alice(client, scene):
    client.force_login(scene.alice)
    client.cookies["taal"] = "en"
    return client


def csv_file(rows, headers=HEADERS):
    return SimpleUploadedFile("potjes.csv", "\n".join(";".join(r) for r in [headers, *rows]).encode())


def xlsx_file(rows):
    book = openpyxl.Workbook()
    for row in [HEADERS, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("potjes.xlsx", stream.getvalue())


def chosen(page):
    """The columns that the page proposes."""
    form = page.context["form"]
    return {name: form.get_initial_for_field(f, name) or "" for name, f in form.fields.items() if "column_" in name}


def send(client, url, file):
    return client.post(url, {"file": file})


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_a_file_is_read_mapped_shown_and_booked_once(alice, scene, make):
    url = address(scene, "import")
    mapping = send(alice, url, make(ROWS))
    assert "We read 2 rows." in words(mapping)
    columns = chosen(mapping)
    assert columns["column_amount_cents"] == "Bedrag"
    assert columns["column_earmark"] == ""
    shown = alice.post(url, {**hidden(mapping), **columns, "step": "show"})
    assert "2 grants, € 2,050.50 in all" in words(shown)
    assert booked() == 0
    for _ in range(2):
        assert alice.post(url, {**hidden(shown), "step": "book"}).status_code == 302
    assert booked() == 2
    assert sorted(Fund.objects.values_list("name", flat=True)) == ["Groen", "Sport"]


def test_every_fault_is_listed_by_row_and_nothing_is_booked(alice, scene):
    url = address(scene, "import")
    wrong = [[*ROWS[0]], [*ROWS[1]], [*ROWS[1]]]
    wrong[0][6], wrong[1][5], wrong[2][6] = "veel", "misschien", "1.234"
    mapping = send(alice, url, csv_file(wrong))
    answer = alice.post(url, {**hidden(mapping), **chosen(mapping), "step": "show"})
    assert answer.status_code == 422
    faults = answer.context["form"].faults
    assert {(f.row, f.column) for f in faults} == {(2, "Bedrag"), (3, "Ruimte"), (4, "Bedrag")}
    assert "3 things to mend" in words(answer)
    assert booked() == 0
    # What was chosen stays, and so does the file.
    assert hidden(answer)["content"] == hidden(mapping)["content"]


def test_a_row_that_the_book_refuses_takes_the_others_with_it(alice, scene):
    factories.fund(scene, name="Sport")
    url = address(scene, "import")
    mapping = send(alice, url, csv_file(ROWS))
    answer = alice.post(url, {**hidden(mapping), **chosen(mapping), "step": "show"})
    assert answer.status_code == 422
    assert [(f.row, f.code) for f in answer.context["form"].faults] == [(3, "fund_exists")]
    assert booked() == 1


def test_a_column_that_is_missing_is_asked_for(alice, scene):
    url = address(scene, "import")
    mapping = send(alice, url, csv_file([r[:-1] for r in ROWS], HEADERS[:-1]))
    answer = alice.post(url, {**hidden(mapping), **chosen(mapping), "step": "show"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["column_grant_letter"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 no workbook", b"a;b\n1;2;3"])
def test_a_file_that_cannot_be_read_is_refused(alice, scene, content):
    answer = send(alice, address(scene, "import"), SimpleUploadedFile("x.csv", content))
    assert answer.status_code == 422
    assert booked() == 0


def test_a_large_file_is_refused(alice, scene):
    answer = send(alice, address(scene, "import"), SimpleUploadedFile("x.csv", b"a;b\n" * 300_000))
    assert answer.status_code == 422
    assert "larger than 1 MB" in words(answer)


def test_a_file_that_was_cut_short_is_sent_again(alice, scene):
    answer = alice.post(address(scene, "import"), {"content": "%%%", "step": "book"})
    assert answer.status_code == 302
    assert booked() == 0


def test_only_a_controller_imports(client, scene):
    url = address(scene, "import")
    assert client.post(url, {"file": csv_file(ROWS)}).status_code == 302
    client.force_login(scene.bob)
    assert client.post(url, {"file": csv_file(ROWS)}).status_code == 403
    assert booked() == 0
