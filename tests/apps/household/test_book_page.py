"""The public pages of the book."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import translation

from samenspel.apps.household import selectors, services

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return factories.scene()


def url(scene, name="book", **more):
    return reverse(f"household:{name}", kwargs={"neighbourhood": scene.neighbourhood.slug, **more})


def test_an_empty_book_says_so(client, scene):
    page = client.get(url(scene))
    assert page.status_code == 200
    assert "household/empty.html" in [t.name for t in page.templates]


def test_the_page_adds_up(scene):
    factories.realistic(scene)
    page = selectors.book_page(scene.neighbourhood)
    assert page.total_cents == 1_321_000_000
    assert (page.fixed_cents, page.influence_cents, page.free_cents) == (1_109_000_000, 188_000_000, 24_000_000)
    assert page.estimated_cents + page.booked_cents == page.total_cents
    assert sum(row.total_cents for row in page.owners) == page.total_cents
    assert sum(row.total_cents for row in page.purposes) == page.total_cents
    assert [row.purpose for row in page.purposes][-1] == selectors.NOT_YET
    assert [row.name for row in page.owners][-2:] == ["Wijkbudget van de gemeenteraad", "Fonds Oost Samen"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_owners_funds_and_the_followed_sum(client, scene, language):
    factories.realistic(scene)
    with translation.override(language):
        page = client.get(url(scene), headers={"accept-language": language})
    text = page.content.decode().replace("\xa0", " ")
    assert page.status_code == 200
    for part in ("€ 11", "Stadsbeheer", "Fonds Oost Samen", "Geveltuintjes", "Hovenier Van Elzen", "<svg"):
        assert part in text
    assert "style=" not in text
    assert text.count("<h1") == 1


def test_every_decision_can_be_followed(client, scene):
    factories.realistic(scene)
    page = selectors.book_page(scene.neighbourhood)
    assert page.followed.title == "Geveltuintjes in elke straat"
    assert [fund.name for fund in page.followed.funds] == ["Fonds Oost Samen"]
    assert not page.followed.is_delivered
    for decision_id, title in page.others:
        assert title in client.get(url(scene), {"volg": decision_id}).content.decode().replace("\xa0", " ")


def test_the_course_is_followed_to_the_payment(scene):
    factories.whole_course(scene)
    followed = selectors.followed_sum(scene.neighbourhood, year=2026)
    assert followed.is_delivered
    assert followed.is_paid
    assert (followed.paid_cents, followed.left_cents) == (1_365_000, 35_000)


def test_a_fund_shows_its_transfers(client, scene):
    factories.whole_course(scene)
    fund = scene_fund()
    page = client.get(url(scene, "fund", public_id=fund.public_id)).content.decode().replace("\xa0", " ")
    for part in ("Raadsbesluit 12", "Contract 2026-14", "BNK-2026-7", "Honderd tuintjes", "€ 200"):
        assert part in page


def scene_fund():
    from samenspel.apps.household.models import Fund

    return Fund.objects.get()


def test_the_owner_gets_its_own_account(client, scene):
    factories.realistic(scene)
    factories.fund(scene, name="Groenfonds", owner_name="Stadsbeheer", amount_cents=500)
    page = (
        client.get(url(scene, "owner"), {"naam": "Stadsbeheer", "jaar": "2026"}).content.decode().replace("\xa0", " ")
    )
    for part in ("Riool", "Waterwet", "Groenfonds", "€ 5"):
        assert part in page


def test_transfers_as_csv_are_safe_for_a_spreadsheet(client, scene):
    factories.fund(scene, grant_letter="=HYPERLINK(1)")
    answer = client.get(url(scene, "transfers-csv"))
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode().replace("\xa0", " "))))
    assert [row["kind"] for row in rows] == ["grant"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("query", [{"jaar": "1999"}, {"jaar": "abcd"}, {"jaar": "²⁰²⁶"}])
def test_a_year_without_a_book_is_not_found(client, scene, query):
    factories.fund(scene)
    assert client.get(url(scene), query).status_code == 404


def test_outside_the_neighbourhood_nothing_is_found(client, scene):
    factories.fund(scene)
    elsewhere = factories.shared.neighbourhood("Elders", "WK999902", of=scene.municipality)
    here = {"neighbourhood": elsewhere.slug}
    assert client.get(reverse("household:fund", kwargs=here | {"public_id": scene_fund().public_id})).status_code == 404
    assert client.get(reverse("household:owner", kwargs=here), {"naam": "Gemeenteraad"}).status_code == 404
    unknown = {"neighbourhood": "nergens"}
    for name in ("book", "owner", "transfers-csv"):
        assert client.get(reverse(f"household:{name}", kwargs=unknown)).status_code == 404


def test_pages_take_few_queries(client, scene, django_assert_max_num_queries):
    factories.realistic(scene)
    with django_assert_max_num_queries(45):
        client.get(url(scene))


def test_reversed_money_is_not_shown_as_paid(scene):
    (payment,) = factories.whole_course(scene)
    services.reverse_transfer(transfer=payment, reason="Dubbel", by=scene.alice)
    assert not selectors.followed_sum(scene.neighbourhood, year=2026).is_paid
