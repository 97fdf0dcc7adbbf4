"""Who may come in at the controller's desk, and what its pages say."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from samenspel.apps.household import services
from samenspel.apps.household.desk_urls import urlpatterns
from samenspel.apps.household.selectors import desk as reads
from samenspel.apps.household.selectors import owner_statement
from samenspel.apps.household.workbook import statement_workbook
from samenspel.foundation import desk

from .. import factories as shared
from . import factories
from .desk import address, booked, words

pytestmark = pytest.mark.django_db

LOOKING = {"overview", "check", "statements", "statement", "decisions", "decision", "commitment", "transfers"}


@pytest.fixture
def scene():
    return factories.scene()


@pytest.fixture
def addresses(scene):
    """Every address of the desk, with something real behind it."""
    factories.fund(scene)
    decision = factories.allocated(scene)
    commitment = factories.commitment(scene, decision)
    invoice = factories.invoice(scene, commitment, amount_cents=1_000)
    asked = {
        "commit": services.request_commit_approval(
            decision=decision, amount_cents=100, supplier="X", agreement="Y", requested_by=scene.alice
        ),
        "release": services.request_release_approval(commitment=commitment, amount_cents=100, requested_by=scene.alice),
        "pay": services.request_payment_approval(invoice=invoice, bank_line="B", requested_by=scene.alice),
    }
    fund = decision.council.neighbourhood and factories.fund(scene, name="Twee")
    subjects = {
        "potjes": fund.public_id,
        "besluiten": decision.public_id,
        "afspraken": commitment.public_id,
        "facturen": invoice.public_id,
    }
    found = {}
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if "public_id" in route:
            what = asked[pattern.name].public_id if pattern.name in asked else subjects[route.split("/")[0]]
            found[pattern.name] = address(scene, pattern.name, what)
        elif "sequence" in route:
            found[pattern.name] = address(scene, pattern.name, 1)
        else:
            found[pattern.name] = address(scene, pattern.name)
    found["statement"] += "?naam=Gemeenteraad&jaar=2026"
    return found


def test_nobody_comes_in_without_signing_in(client, addresses):
    for url in addresses.values():
        answer = client.get(url)
        assert answer.status_code == 302
        assert "next=" in answer.url


def test_the_wrong_role_and_another_neighbourhood_stay_out(client, scene, addresses):
    elsewhere = shared.neighbourhood("Elders", "WK999902", of=scene.municipality)
    for person in (
        scene.carol,
        shared.person("Dave", "council_member", where=scene.neighbourhood),
        shared.person("Erin", "controller", where=elsewhere),
    ):
        client.force_login(person)
        before = booked()
        for url in addresses.values():
            assert client.get(url).status_code == 403, url
            if "opgave.xlsx" not in url:
                assert client.post(url, {"step": "book"}).status_code in (403, 405), url
        assert booked() == before


def test_the_area_manager_looks_and_books_nothing(client, scene, addresses):
    client.force_login(scene.bob)
    for name, url in addresses.items():
        assert client.get(url).status_code == (200 if name in LOOKING else 403), name
    text = client.get(addresses["overview"]).content.decode()
    assert address(scene, "open-fund") not in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_stands_for_the_controller(client, scene, addresses, language):
    client.force_login(scene.alice)
    client.cookies["taal"] = language
    for name, url in addresses.items():
        answer = client.get(url)
        assert answer.status_code == 200, name
        if name != "statement":
            text = answer.content.decode()
            assert text.count("<h1") == 1, name
            assert "style=" not in text
            assert "onclick" not in text


def test_what_is_not_here_is_not_found(client, scene, addresses):
    client.force_login(scene.alice)
    for name in ("amend", "decision", "commitment", "ask-pay", "commit", "pay"):
        assert client.get(address(scene, name, "niets")).status_code == 404, name
    assert client.get(address(scene, "reverse", 999)).status_code == 404
    # An approval of another kind is not carried out here.
    release = addresses["release"].split("/")[-3]
    assert client.get(address(scene, "pay", release)).status_code == 404


def test_the_money_of_another_neighbourhood_is_not_found(client, scene, addresses):
    there = shared.neighbourhood("Elders", "WK999902", of=scene.municipality)
    client.force_login(shared.person("Erin", "controller", where=there))
    for name, url in addresses.items():
        if any(part in url for part in ("besluiten/", "afspraken/", "facturen/", "akkoord/", "overboekingen/1")):
            moved = url.replace(scene.neighbourhood.slug, there.slug, 1)
            assert client.get(moved).status_code == (200 if name == "decisions" else 404), name


def test_the_overview_shows_where_the_money_stands_and_what_waits(client, scene, addresses):
    client.force_login(scene.alice)
    client.cookies["taal"] = "en"
    factories.decision(scene, 250_000, title="Fietslessen")
    text = words(client.get(addresses["overview"]))
    for part in (
        "€ 386,000 of € 400,000 is not yet allocated",
        "1 invoice to pay",
        "1 decision has no money yet",
        "Fietslessen",
        "3 requests wait for a second person",
        "2 funds in 2026",
        "agreed € 13,640",
    ):
        assert part in text


def test_an_empty_desk_says_so(client, scene):
    client.force_login(scene.alice)
    client.cookies["taal"] = "en"
    assert "No grant is in the book yet" in words(client.get(address(scene, "overview")))


def test_what_waits_for_the_controller_stands_on_the_start_page(client, scene, addresses):
    from samenspel.apps.accounts.models import Approval
    from samenspel.apps.accounts.services import approve

    with translation.override("en"):
        assert reads.waiting_for_desk(scene.bob, scene.neighbourhood) == []
        approve(approval=Approval.objects.get(kind="household.pay", status="waiting"), by=scene.bob)
        waiting = reads.waiting_for_desk(scene.alice, scene.neighbourhood)
    assert [one.title.replace("\xa0", " ") for one in waiting] == ["Pay: Honderd tuintjes (F-1), € 10"]
    client.force_login(scene.alice)
    client.cookies["taal"] = "en"
    start = client.get(reverse("accounts:start", args=[scene.neighbourhood.slug]))
    assert "Pay: Honderd tuintjes (F-1), € 10" in words(start)


def test_the_second_person_reads_in_words_what_it_is_about(client, scene, addresses):
    from samenspel.apps.accounts.models import Approval

    client.force_login(scene.bob)
    client.cookies["taal"] = "en"
    expected = {
        "household.commit": ("Amount € 1", "Decision Bankjes", "Supplier X", "Agreement Y"),
        "household.release": ("Amount € 1", "Honderd tuintjes, Contract 2026-14", "Hovenier Van Elzen"),
        "household.pay": ("Amount € 10", "Bank line B", "Carol: Geteld: honderd tuintjes."),
    }
    for kind, parts in expected.items():
        approval = Approval.objects.get(kind=kind, status="waiting")
        assert "area_manager" in desk.approval_kind(kind).roles
        text = words(client.get(reverse("accounts:decide", args=[scene.neighbourhood.slug, approval.public_id])))
        for part in parts:
            assert part in text, (kind, part)


def test_a_statement_is_a_workbook_in_which_texts_stay_texts(client, scene):
    name = '=HYPERLINK("http://example.org","x")'
    factories.fund(scene, name=name, owner_name="+Stad\x07", earmark="@SUM(A1)")
    client.force_login(scene.alice)
    answer = client.get(address(scene, "statement"), {"naam": "+Stad\x07", "jaar": "2026"})
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    row = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert [cell.value for cell in row[:2]] == [name, "+Stad"]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert row[0].quotePrefix
    assert row[7].value == 200_000
    assert sheet.cell(3, 8).value == 200_000


def test_a_statement_adds_up_to_the_cent(scene):
    factories.realistic(scene)
    found = owner_statement(scene.neighbourhood, owner_name="Fonds Oost Samen", year=2026)
    book = openpyxl.load_workbook(io.BytesIO(statement_workbook(found)))
    row = [cell.value for cell in next(iter(book.worksheets[0].iter_rows(min_row=2, max_row=2)))]
    assert row[7] == 40_000
    assert round(sum(row[8:14]) * 100) == 4_000_000
    assert len(book.worksheets) == 1


def test_an_unknown_owner_or_year_has_no_statement(client, scene):
    factories.fund(scene)
    client.force_login(scene.alice)
    for query in ({"naam": "Niemand", "jaar": "2026"}, {"naam": "Gemeenteraad", "jaar": "x"}, {}):
        assert client.get(address(scene, "statement"), query).status_code == 404


def test_many_transfers_come_in_pages(client, scene):
    for number in range(52):
        factories.fund(scene, name=f"Potje {number}")
    client.force_login(scene.alice)
    url = address(scene, "transfers")
    assert len(client.get(url).context["rows"]) == 50
    assert len(client.get(url, {"vanaf": "50"}).context["rows"]) == 2
    assert client.get(url, {"vanaf": "-1"}).status_code == 200
