"""The council writes its account at the desk: texts only, two people publish, nobody's words get lost."""

import html
import re

import pytest
from django.urls import reverse

from apps.factories import council, neighbourhood, person
from samenspel.apps.accounting import selectors, services
from samenspel.apps.accounting.models import AccountText, YearAccount
from samenspel.apps.accounts.models import Approval
from samenspel.apps.accounts.services import approve
from samenspel.foundation import desk

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def where():
    return council().neighbourhood


@pytest.fixture
def account(where):
    return services.open_account(council=selectors.councils.council_of(where), year=YEAR)


@pytest.fixture
def alice(client, where):
    someone = person("Alice", "area_manager", where=where)
    client.force_login(someone)
    client.cookies["taal"] = "en"
    client.person = someone
    return client


@pytest.fixture
def bob(where):
    return person("Bob", "council_member", where=where)


def address(where, name="write", *arguments):
    return reverse(f"accounting-desk:{name}", args=[where.slug, *(arguments or ((YEAR,) if name != "index" else ()))])


def fields(page):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def text_of(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


def save(client, where, **texts):
    page = client.get(address(where))
    return client.post(address(where), {**fields(page), **texts})


def test_an_account_is_begun_once(alice, where):
    url = address(where, "index")
    assert "Begin the account of" in text_of(alice.get(url))
    for _ in range(2):
        assert alice.post(url, {"year": "2026"}).url == address(where)
    assert YearAccount.objects.count() == 1
    assert alice.post(url, {"year": "2093"}).status_code == 404
    assert alice.post(url, {"year": "x"}).status_code == 404


def test_parts_are_written_in_one_page_with_their_figures_beside_them(alice, where, account):
    page = alice.get(address(where))
    assert len(page.context["parts"]) == len(AccountText.Part.values)
    assert "through the neighbourhood" in text_of(page)
    answer = save(alice, where, foreword="Ons eerste jaar.", money="Alles is besteed.")
    assert answer.status_code == 302
    assert selectors.texts_of(account) == {"foreword": "Ons eerste jaar.", "money": "Alles is besteed."}
    assert AccountText.objects.count() == 2


def test_figures_cannot_be_typed(alice, where, account):
    before = selectors.figures_of(account.council, YEAR).as_record()
    assert save(alice, where, foreword="Ons jaar.", total_cents="1", figures="{}").status_code == 302
    account.refresh_from_db()
    assert account.figures is None
    assert selectors.figures_of(account.council, YEAR).as_record() == before


def test_a_part_does_not_become_empty_and_nothing_typed_is_lost(alice, where, account):
    save(alice, where, foreword="Ons jaar.")
    answer = save(alice, where, foreword="", money="Nieuw.")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"foreword"}
    assert "Nieuw." in answer.content.decode()
    assert selectors.texts_of(account) == {"foreword": "Ons jaar."}


def test_two_writers_do_not_overwrite_each_other(alice, where, account, bob):
    page = alice.get(address(where))
    services.write_text(account=account, part="foreword", text="Van Bob.", by=bob)
    answer = alice.post(address(where), {**fields(page), "foreword": "Van Alice.", "money": "Geld."})
    assert answer.status_code == 422
    assert "It now reads: “Van Bob.”" in text_of(answer)
    assert "Van Alice." in answer.content.decode()
    assert selectors.texts_of(account) == {"foreword": "Van Bob."}
    # Another part goes beside what Bob wrote, and leaves it alone.
    assert alice.post(address(where), {**fields(page), "money": "Geld."}).status_code == 302
    assert selectors.texts_of(account) == {"foreword": "Van Bob.", "money": "Geld."}


def ask(client, where):
    assert client.get(address(where, "ask")).status_code == 200
    return client.post(address(where, "ask"))


def test_two_people_publish_and_sending_twice_publishes_once(alice, where, account, bob):
    save(alice, where, foreword="Ons jaar.")
    assert [ask(alice, where).status_code for _ in range(2)] == [302, 302]
    refused = alice.post(address(where, "publish"))
    assert refused.status_code == 422
    assert "This needs the approval of a second person." in text_of(refused)
    approve(approval=Approval.objects.get(), by=bob)
    assert [one.title for one in selectors.waiting_for_desk(alice.person, where)]
    assert "approved. The account can be published." in text_of(alice.get(address(where)))
    assert [alice.post(address(where, "publish")).status_code for _ in range(2)] == [302, 302]
    account.refresh_from_db()
    assert account.status == "published"
    assert selectors.waiting_for_desk(alice.person, where) == []
    after = alice.get(address(where))
    assert "<textarea" not in after.content.decode()
    late = alice.post(address(where), {**fields(after), "foreword": "Toch anders."})
    assert late.status_code == 422
    assert selectors.texts_of(account)["foreword"] == "Ons jaar."


def test_a_change_after_approval_has_to_be_asked_again(alice, where, account, bob):
    save(alice, where, foreword="Ons jaar.")
    ask(alice, where)
    approve(approval=Approval.objects.get(), by=bob)
    save(alice, where, foreword="Ons hele jaar.")
    assert "Ask again." in text_of(alice.get(address(where)))
    assert alice.post(address(where, "publish")).status_code == 422
    account.refresh_from_db()
    assert account.status == "draft"
    ask(alice, where)
    assert Approval.objects.count() == 2


def test_without_a_foreword_nothing_is_published(alice, where, account, bob):
    assert "Write and save a foreword first." in text_of(alice.get(address(where)))
    ask(alice, where)
    approve(approval=Approval.objects.get(), by=bob)
    assert alice.post(address(where, "publish")).status_code == 422


def test_the_second_person_reads_the_texts(alice, where, account, bob):
    save(alice, where, foreword="Ons jaar.")
    ask(alice, where)
    facts = dict(selectors.publication_facts(Approval.objects.get()))
    assert "Ons jaar." in facts.values()
    assert desk.approval_kind("account.publish").roles == {"area_manager", "council_member"}


def test_outsiders_stay_out(client, where, account):
    pages = [address(where, "index"), *(address(where, name) for name in ("write", "ask", "publish"))]
    for url in pages:
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302
    elsewhere = neighbourhood("Elders", "WK999902", of=where.municipality)
    for someone in (person("Carol", "controller", where=where), person("Dave", "area_manager", where=elsewhere)):
        client.force_login(someone)
        for url in pages:
            assert client.get(url).status_code == 403
            assert client.post(url, {"foreword": "Nee."}).status_code == 403
    assert not AccountText.objects.exists()
    assert not Approval.objects.exists()


def test_a_year_without_an_account_is_not_found(alice, where):
    for name in ("write", "ask", "publish"):
        assert alice.get(address(where, name, 2031)).status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_have_one_heading_and_no_inline_style(alice, where, account, language):
    alice.cookies["taal"] = language
    for name in ("index", "write", "ask", "publish"):
        text = alice.get(address(where, name)).content.decode()
        assert text.count("<h1") == 1
        assert "style=" not in text
