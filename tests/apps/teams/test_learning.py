"""What officials learn: own eyes, dilemmas that are private until shared, the workshop in threes, words, roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.factories import neighbourhood, person
from apps.teams.factories import AT, DAY, domains, full_workshop
from samenspel.apps.accounts.services import approve
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.picture.models import Signal
from samenspel.apps.teams import selectors, services
from samenspel.apps.teams.models import Dilemma, RolesText, StreetVisit, Word, Workshop
from samenspel.apps.teams.questions import is_open_question
from samenspel.apps.trail.models import Act
from samenspel.foundation.errors import Refusal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def where() -> Any:
    return neighbourhood()


@pytest.fixture
def noor(where: Any) -> Any:
    return person("Noor", "area_team_member", where=where)


@pytest.fixture
def desk(client: Client, noor: Any) -> Client:
    client.force_login(noor)
    return client


def url(name: str, where: Any, *more: str) -> str:
    return reverse(f"teams-desk:{name}", args=[where.slug, *more])


def read(client: Client, name: str, where: Any, *more: str, **query: str) -> str:
    response = client.get(url(name, where, *more), query, headers=EN)
    assert response.status_code == 200
    return response.content.decode()


# --- own eyes -------------------------------------------------------------------------------------------------


def test_a_first_visit_counts_once_and_may_raise_a_signal(desk: Client, where: Any) -> None:
    of = domains(where)
    facts = {
        "visited_on": "2026-03-02",
        "street": "Vlasstraat",
        "with_whom": "twee buren",
        "seen": "De stoep is smal.",
        "domain": of["mobility"].public_id,
        "signal_text": "De stoep is te smal voor een rollator.",
    }
    assert desk.post(url("visit", where), facts).status_code == 302
    assert desk.post(url("visit", where), facts | {"visited_on": "2026-03-09", "signal_text": ""}).status_code == 302
    signal = Signal.objects.get()
    assert (signal.place, signal.source_role, signal.cleared_at) == ("Vlasstraat", "official", None)
    assert matter_of("signal", signal.public_id) is not None
    told = selectors.first_visits(where)
    assert (told.officials, told.visits, told.by_domain) == (1, 2, (("Mobiliteit", 2),))
    page = read(desk, "learning", where)
    assert "You went to look in the street 2 times" in page
    assert "became a signal" in page
    assert (
        "1 official came to look" in Client().get(reverse("teams:team", args=[where.slug]), headers=EN).content.decode()
    )


@pytest.mark.parametrize("change", [{"street": " "}, {"seen": ""}, {"visited_on": "2999-01-01"}])
def test_a_visit_that_lacks_something_is_refused(desk: Client, where: Any, change: dict[str, str]) -> None:
    domains(where)
    facts = {"visited_on": "2026-03-02", "street": "Vlasstraat", "seen": "Smal.", "with_whom": "de conciërge"}
    response = desk.post(url("visit", where), facts | change)
    assert response.status_code == 422
    assert "de conciërge" in response.content.decode()
    assert not StreetVisit.objects.exists()


# --- dilemmas ---------------------------------------------------------------------------------------------------


def _write(desk: Client, where: Any, **change: Any) -> Any:
    facts = {"title": "Regel of buurman?", "pulls": "De regel", "pulls_back": "De buurman", "did": "", "learned": ""}
    return desk.post(url("write", where), facts | {"domains": [domains(where)["care"].public_id]} | change)


def test_a_dilemma_is_private_until_its_author_shares_it(desk: Client, where: Any) -> None:
    assert _write(desk, where).status_code == 302
    page = Dilemma.objects.get()
    assert "Write no names of residents" in read(desk, "write", where)
    bas = Client()
    bas.force_login(person("Bas", "expert", where=where))
    address = url("dilemma", where, page.public_id)
    assert bas.get(address).status_code == 404
    assert "Regel of buurman?" not in read(bas, "learning", where)
    share = url("share", where, page.public_id)
    assert desk.post(share, {"visibility": "team"}, headers=EN).status_code == 422
    assert desk.post(share, {"visibility": "team", "names_nobody": "on"}).status_code == 302
    assert bas.get(share).status_code == 404
    assert "Regel of buurman?" in read(bas, "learning", where, q="zorg")
    assert "Regel of buurman?" not in read(bas, "learning", where, q="kavel")
    assert bas.post(address, {"text": "Wat vroeg je de buurman?"}).status_code == 302
    assert bas.post(address, {"text": " "}).status_code == 422
    assert "Wat vroeg je de buurman?" in read(desk, "dilemma", where, page.public_id)
    assert desk.post(share, {"visibility": "private"}).status_code == 302
    assert bas.get(address).status_code == 404


def test_an_open_dilemma_that_changes_is_read_once_more(desk: Client, where: Any, noor: Any) -> None:
    _write(desk, where)
    page = Dilemma.objects.get()
    services.share_dilemma(dilemma=page, visibility="open", by=noor, names_nobody=True)
    facts = {"title": "Anders", "pulls": "De regel", "pulls_back": "Mevrouw Jansen", "did": "", "learned": ""}
    assert desk.post(url("rewrite", where, page.public_id), facts).status_code == 302
    assert "Jansen" not in Client().get(reverse("teams:learned", args=[where.slug])).content.decode()
    with pytest.raises(Refusal) as refusal:
        services.write_dilemma(
            neighbourhood=where,
            by=person("Bas", "expert", where=where),
            dilemma=page,
            title="a",
            pulls="b",
            pulls_back="c",
        )
    assert refusal.value.code == "not_author"


def test_a_dilemma_pulls_in_two_directions(desk: Client, where: Any) -> None:
    assert _write(desk, where, pulls_back="").status_code == 422
    assert not Dilemma.objects.exists()


# --- the workshop -------------------------------------------------------------------------------------------------

PAGES = (
    {
        "held_on": "2026-03-02",
        "name_1": "Noor",
        "department_1": "sociaal",
        "name_2": "Marit",
        "department_2": "fysiek",
        "name_3": "Anouk",
        "department_3": "gebied",
        "title": "Een bankje",
        "case": "Buren willen een bankje.",
    },
    {"first_truth": "Het kost onderhoud.", "second_truth": "Zonder bankje blijft ze binnen."},
    {"question_1": "Wat vroeg je?", "answer_1": "Niets.", "question_2": "Wie wil zorgen?", "answer_2": ""},
    {
        "step": "Aan tafel met drie buren",
        "step_owner": "Noor",
        "step_with": "drie buren",
        "step_due_on": "2030-03-16",
        "lesson": "Vraag eerst wie wil zorgen.",
        "lesson_is_open": "",
    },
)


def test_a_workshop_is_kept_page_by_page_and_ends_in_a_step_and_a_lesson(desk: Client, where: Any) -> None:
    first = desk.post(url("start-workshop", where))
    made = Workshop.objects.get()
    assert first.url == url("workshop-page", where, made.public_id, "1")
    # It can't be closed before it is whole.
    desk.post(url("close-workshop", where, made.public_id))
    assert not Workshop.objects.exclude(closed_at=None).exists()
    for number, facts in enumerate(PAGES, start=1):
        assert desk.post(url("workshop-page", where, made.public_id, str(number)), facts).status_code == 302
        assert "Kept" not in read(desk, "workshop", where, made.public_id)
        again = read(desk, "workshop-page", where, made.public_id, str(number))
        assert next(iter(facts.values())) in again
    assert "Close the workshop" in read(desk, "workshop", where, made.public_id)
    assert desk.post(url("close-workshop", where, made.public_id)).status_code == 302
    made.refresh_from_db()
    assert made.closed_at is not None
    matter = matter_of("workshop", made.public_id)
    assert matter is not None
    assert (matter.owner_name, matter.together_with, matter.due_on) == ("Noor", "drie buren", date(2030, 3, 16))
    assert "Vraag eerst wie wil zorgen." in read(desk, "learning", where)
    public = reverse("teams:learned", args=[where.slug])
    assert "Vraag eerst wie wil zorgen." not in Client().get(public).content.decode()
    assert desk.get(url("workshop-page", where, made.public_id, "1")).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.update(lesson="Iets anders.")


@pytest.mark.parametrize(
    ("page", "change", "says"),
    [
        (1, {"department_3": "Fysiek"}, "three different departments"),
        (2, {"second_truth": ""}, ""),
        (3, {"question_2": "Heb je het gevraagd?"}, "yes or no"),
        (3, {"question_2": ""}, ""),
        (4, {"step_due_on": ""}, ""),
    ],
)
def test_a_page_that_is_not_right_says_why_and_keeps_what_was_typed(
    desk: Client, where: Any, noor: Any, page: int, change: dict[str, str], says: str
) -> None:
    made = services.start_workshop(neighbourhood=where, by=noor)
    facts = PAGES[page - 1] | change
    response = desk.post(url("workshop-page", where, made.public_id, str(page)), facts, headers=EN)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert next(value for value in facts.values() if value) in response.content.decode()


def test_a_closed_workshop_is_only_read(where: Any, noor: Any) -> None:
    made = services.close_workshop(workshop=full_workshop(where, noor), by=noor, at=AT)
    for service, facts in (
        (services.save_truths, {"first_truth": "a", "second_truth": "b"}),
        (services.close_workshop, {}),
    ):
        with pytest.raises(Refusal) as refusal:
            service(workshop=made, by=noor, **facts)
        assert refusal.value.code == "workshop_closed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wat levert het je op?", True),
        ("En voor wie doe je dit?", True),
        ("Hoe weet je dat?", True),
        ("Waarmee begin je?", True),
        ("Heb je al gebeld?", False),
        ("Zou je niet beter kunnen bellen?", False),
        ("Wat een goed idee", False),
        ("Wat vind je? En waarom?", False),
        ("Wathever?", False),
        ("?", False),
    ],
)
def test_an_open_question_begins_with_a_question_word(text: str, expected: bool) -> None:
    assert is_open_question(text) is expected


# --- words and roles ----------------------------------------------------------------------------------------------


def test_a_word_needs_two_meanings_and_stands_once(desk: Client, where: Any) -> None:
    of = domains(where)
    facts = {"word": "Participatie", "plain": "meedoen", f"meaning_{of['work'].public_id}": "werk zoeken"}
    assert "at least two domains" in desk.post(url("add-word", where), facts, headers=EN).content.decode()
    facts[f"meaning_{of['participation'].public_id}"] = "meepraten"
    assert desk.post(url("add-word", where), facts).status_code == 302
    assert desk.post(url("add-word", where), facts).status_code == 422
    word = Word.objects.get()
    assert "werk zoeken" in read(desk, "word", where, word.public_id)
    assert desk.post(url("word", where, word.public_id), facts | {"plain": "meedoen, hoe dan ook"}).status_code == 302
    assert "hoe dan ook" in read(desk, "words", where, q="werk")
    assert desk.post(url("remove-word", where, word.public_id)).status_code == 302
    assert not Word.objects.exists()


def test_roles_are_laid_down_by_two_people_and_stay(client: Client, where: Any) -> None:
    anouk, ruben = (person(name, "area_manager", where=where) for name in ("Anouk", "Ruben"))
    client.force_login(anouk)
    assert client.post(url("roles", where), {"text": " "}).status_code == 422
    assert client.post(url("roles", where), {"text": "De raad stelt de spelregels vast."}).status_code == 302
    lay_down = url("lay-down", where)
    client.post(lay_down)
    assert not RolesText.objects.exists()
    from samenspel.apps.accounts.models import Approval

    asked = Approval.objects.get()
    with pytest.raises(Refusal):
        approve(approval=asked, by=anouk)
    approve(approval=asked, by=ruben)
    assert "Lay this down" in read(client, "roles", where)
    assert client.post(lay_down).status_code == 302
    laid = RolesText.objects.get()
    assert (laid.version, laid.requested_by, laid.approved_by) == (1, anouk, ruben)
    assert Act.objects.filter(kind="roles.laid_down").count() == 1
    page = Client().get(reverse("roles:roles", args=[where.slug]), headers=EN).content.decode()
    assert "De raad stelt de spelregels vast." in page
    assert "by Anouk and Ruben" in page
    client.post(lay_down)
    assert RolesText.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        RolesText.objects.update(text="Iets anders.")


def test_an_older_request_does_not_overtake_a_newer_version(where: Any) -> None:
    anouk, ruben = (person(name, "area_manager", where=where) for name in ("Anouk", "Ruben"))
    first, second = (
        services.request_roles_text(neighbourhood=where, text=text, requested_by=anouk) for text in ("Eén.", "Twee.")
    )
    for one in (first, second):
        approve(approval=one, by=ruben)
    services.lay_down_roles(neighbourhood=where, approval=second, by=anouk)
    with pytest.raises(Refusal) as refusal:
        services.lay_down_roles(neighbourhood=where, approval=first, by=anouk)
    assert refusal.value.code == "version_taken"


def test_every_role_and_screen_is_told_in_plain_words(where: Any) -> None:
    page = selectors.roles_page(where)
    assert [role.role for role in page.roles if not role.told] == []
    assert [screen.label for role in page.roles for screen in role.screens if not screen.told] == []
    by_role = {role.role: role for role in page.roles}
    assert by_role["city_councillor"].decides == ()
    assert len(by_role["area_manager"].screens) > len(by_role["expert"].screens)
    # An expert judges plans but does not open the vote: a part of that screen is for others.
    assert any(screen.only_part for screen in by_role["expert"].screens)
    assert not all(screen.only_part for screen in by_role["area_manager"].screens)


# --- outsiders -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["learning", "visit", "write", "words", "add-word"])
def test_learning_is_for_who_works_for_the_municipality(client: Client, where: Any, name: str) -> None:
    assert "?next=" in client.get(url(name, where)).url
    client.force_login(person("Carol", "council_member", where=where))
    assert client.get(url(name, where)).status_code == 403
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    client.force_login(person("Bob", "area_team_member", where=elsewhere))
    assert client.get(url(name, where)).status_code == 403
    with pytest.raises(Refusal) as refusal:
        services.record_visit(
            neighbourhood=where,
            by=person("Dirk", "council_member", where=where),
            visited_on=timezone.localdate() - timedelta(days=1),
            street="Vlasstraat",
            seen="Smal.",
        )
    assert refusal.value.code == "not_an_official"


def test_a_workshop_of_elsewhere_is_not_found(desk: Client, where: Any) -> None:
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    theirs = services.start_workshop(neighbourhood=elsewhere, by=person("Bob", "expert", where=elsewhere), held_on=DAY)
    assert desk.get(url("workshop", where, theirs.public_id)).status_code == 404
    assert desk.get(url("workshop-page", where, theirs.public_id, "1")).status_code == 404
