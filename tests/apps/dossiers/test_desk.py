"""The dossiers' desk: a board that works by form, chances first, linking by searching, three tellings, weighing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.dossiers.factories import TITLE, dossier, keeper, place, published, roster, told
from apps.factories import AT, adopted_decision, council, person
from samenspel.apps.dossiers import selectors
from samenspel.apps.dossiers.models import Dossier
from samenspel.apps.dossiers.services import add_problem, close_dossier
from samenspel.apps.matters.selectors import values_of
from samenspel.apps.picture.services import clear_signal, raise_signal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
HTMX = {**EN, "HX-Request": "true"}


@pytest.fixture
def where() -> Any:
    return place()


@pytest.fixture
def team(where: Any) -> Any:
    someone = keeper(where)
    roster(where, someone)
    return someone


@pytest.fixture
def alice(client: Client, team: Any) -> Client:
    client.force_login(team)
    return client


def url(name: str, where: Any, *more: str) -> str:
    return reverse(f"dossiers-desk:{name}", args=[where.slug, *more])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


OPEN = {
    "chances_residents": "Ineke zet een tafel op straat.\nIdris fietst mee.",
    "chances_together": "",
    "chances_municipality": "De riolering gaat open.",
    "title": TITLE,
    "horizon": "long",
    "domains": ["mobility", "youth"],
}


def test_a_new_dossier_asks_for_chances_first_and_takes_a_signal_along(alice: Client, where: Any) -> None:
    heard = raise_signal(neighbourhood=where, text="Maar dat parkeren…", source="door", at=AT)
    put = url("put", where, "signal", heard.public_id)
    signal_page = reverse("picture-desk:signal", args=[where.slug, heard.public_id])
    assert put in alice.get(signal_page).content.decode()
    assert "No dossier is going on." in text_of(alice.get(put, headers=EN))
    address = f"{url('add', where)}?kind=signal&id={heard.public_id}"
    shown = text_of(alice.get(address, headers=EN))
    assert shown.index("1. Chances") < shown.index("2. The question")
    assert "Maar dat parkeren…" in shown
    subject = {"kind": "signal", "id": heard.public_id}
    for change in (
        {"chances_residents": "", "chances_municipality": ""},
        {"title": "Betaald parkeren"},
        {"domains": []},
        {"chances_residents": "x" * 201},
    ):
        refused = alice.post(url("add", where), OPEN | subject | change, headers=EN)
        assert refused.status_code == 422
        assert "De riolering gaat open." in text_of(refused) or "chances_municipality" in change
        assert "Maar dat parkeren…" in text_of(refused)
    assert Dossier.objects.count() == 0
    made_at = alice.post(url("add", where), OPEN | subject, headers=EN)
    made = Dossier.objects.get()
    assert made_at.url == url("dossier", where, made.public_id)
    assert [(one.source, one.text) for one in made.chances.all()] == [
        ("residents", "Ineke zet een tafel op straat."),
        ("residents", "Idris fietst mee."),
        ("municipality", "De riolering gaat open."),
    ]
    page = text_of(alice.get(made_at.url, headers=EN))
    assert page.index("Ineke zet een tafel") < page.index("Whom does this touch?") < page.index("Maar dat parkeren…")
    assert TITLE in text_of(alice.get(signal_page))
    # A second signal goes in with one tap.
    other = raise_signal(neighbourhood=where, text="Nergens een bank.", source="table", at=AT)
    tap = alice.post(url("put", where, "signal", other.public_id), {"dossier": made.public_id})
    assert tap.url == reverse("picture-desk:signal", args=[where.slug, other.public_id])
    assert made.links.count() == 2
    assert alice.get(url("put", where, "signal", "nothing")).status_code == 404


def test_the_board_moves_by_form_and_by_htmx(alice: Client, where: Any, team: Any) -> None:
    made = dossier(where, team)
    dossier(where, team, title="En wie zorgt?", domains=["care"], horizon="long")
    board = text_of(alice.get(url("board", where), headers=EN))
    assert "2 dossiers are going on" in board
    assert board.index(TITLE) < board.index("En wie zorgt?")
    only_care = text_of(alice.get(f"{url('board', where)}?domein=care", headers=EN))
    assert "En wie zorgt?" in only_care
    assert TITLE not in only_care
    sent = {"phase": "together", "horizon": "long", "domein": "mobility"}
    moved = alice.post(url("move", where, made.public_id), sent, headers=EN)
    assert moved.url == f"{url('board', where)}?domein=mobility#opgave-{made.public_id}"
    made.refresh_from_db()
    assert (made.phase, made.horizon) == ("together", "long")
    smooth = alice.post(url("move", where, made.public_id), sent | {"phase": "doing", "domein": ""}, headers=HTMX)
    assert smooth.status_code == 200
    assert "<html" not in smooth.content.decode()
    assert "stands at 'being done' now" in text_of(smooth)
    assert "autofocus" in text_of(smooth)
    refused = alice.post(url("move", where, made.public_id), sent | {"phase": "done"}, headers=EN)
    assert refused.status_code == 422
    made.refresh_from_db()
    assert made.phase == "doing"


def test_one_domains_solution_stands_on_the_page_and_the_board(alice: Client, where: Any, team: Any) -> None:
    made = dossier(where, team, domains=["mobility", "public_space"])
    add = url("problem", where, made.public_id)
    parking = {"text": "Te weinig plekken", "domain": "mobility", "department": "", "solution": "Betaald parkeren"}
    assert alice.post(add, parking).status_code == 302
    assert alice.post(add, parking, headers=EN).status_code == 422
    assert alice.post(add, {"text": "Niet spelen", "domain": "youth", "department": "", "solution": ""}).url
    page = text_of(alice.get(url("dossier", where, made.public_id), headers=EN))
    assert "One domain, one solution." in page
    assert "The only solution comes from Mobiliteit." in page
    assert "Jeugd is touched too, but its chair is empty." in page
    assert "Nobody proposes anything yet from: Openbare ruimte." in page
    assert f"{url('advice', where, made.public_id)}?domein=youth" in page
    assert "1 dossier leans on one domain" in text_of(alice.get(url("board", where), headers=EN))
    # Ask the empty chair's expert from here.
    form = text_of(alice.get(f"{url('advice', where, made.public_id)}?domein=youth"))
    assert 'value="youth" selected' in form
    question = {"domain": "youth", "question": "Waar spelen kinderen nu?", "due_on": "2026-12-01"}
    assert alice.post(url("advice", where, made.public_id), question).status_code == 302
    assert alice.post(url("advice", where, made.public_id), question | {"question": ""}).status_code == 422
    # Another domain proposes something: the warning goes.
    play = made.problems.get(domain="youth")
    change = url("change-problem", where, made.public_id, play.public_id)
    proposed = {"domain": "youth", "department": "", "solution": "Speelstraat"}
    assert alice.post(change, proposed).status_code == 302
    assert "One domain, one solution" not in text_of(alice.get(url("dossier", where, made.public_id), headers=EN))
    # Take it out again, after a look.
    drop = url("drop-problem", where, made.public_id, play.public_id)
    assert "Niet spelen" in text_of(alice.get(drop))
    assert alice.post(drop, {"go": "1"}).status_code == 302
    assert alice.get(drop).status_code == 404


def test_links_are_found_by_searching(alice: Client, where: Any, team: Any) -> None:
    made = dossier(where, team)
    heard = raise_signal(neighbourhood=where, text="Maar dat parkeren…", source="door", at=AT)
    address = url("link", where, made.public_id)
    page = text_of(alice.get(f"{address}?q=parkeren", headers=EN))
    assert "Maar dat parkeren…" in page
    assert "Nothing found" in text_of(alice.get(f"{address}?q=olifant", headers=EN))
    sent = {"kind": "signal", "id": heard.public_id, "q": "parkeren", "soort": "signal", "verder": "1"}
    assert alice.post(address, sent).url == f"{address}?q=parkeren&soort=signal"
    smooth = alice.post(address, sent | {"los": "1"}, headers=HTMX)
    assert "<html" not in smooth.content.decode()
    assert made.links.count() == 0
    alice.post(address, sent | {"verder": ""})
    assert made.links.count() == 1
    alice.post(address, sent | {"id": "nothing"}, headers=EN)
    assert "We do not know this" in text_of(alice.get(url("dossier", where, made.public_id), headers=EN))


def test_a_telling_is_written_checked_and_guarded_against_a_second_writer(alice: Client, where: Any, team: Any) -> None:
    made = dossier(where, team)
    address = url("face", where, made.public_id, "residents")
    long = (
        "Wij gaan met elkaar in gesprek over de parkeervergunningensystematiek en alles wat daar volgens ons bij hoort."
    )
    checked = alice.post(address, {"text": long, "after_version": "0", "check": "1"}, headers=EN)
    assert checked.status_code == 200
    assert "parkeervergunningensystematiek" in text_of(checked)
    assert "Longer than 15 words" in text_of(checked)
    assert "<html" not in alice.post(address, {"text": long, "check": "1"}, headers=HTMX).content.decode()
    assert made.texts.count() == 0
    assert alice.post(address, {"text": "Wij proberen iets.", "after_version": "0"}).status_code == 302
    late = alice.post(address, {"text": "Mijn tekst.", "after_version": "0"}, headers=EN)
    assert late.status_code == 422
    assert "Someone else changed this text meanwhile" in text_of(late)
    assert "Mijn tekst." in text_of(late)
    assert "Wij proberen iets." in text_of(late)
    assert 'name="after_version" value="1"' in text_of(late)
    assert alice.post(address, {"text": "Mijn tekst.", "after_version": "1"}).status_code == 302
    assert alice.post(address, {"text": "", "after_version": "2"}).status_code == 422
    assert [one.version for one in made.texts.order_by("version")] == [1, 2]
    assert alice.get(url("face", where, made.public_id, "press")).status_code == 404


def test_it_becomes_public_and_is_closed_after_a_look(alice: Client, where: Any, team: Any) -> None:
    made = dossier(where, team)
    page = url("dossier", where, made.public_id)
    publish = url("publish", where, made.public_id)
    assert alice.post(publish, {"go": "1"}, headers=EN).status_code == 422
    told(made, team)
    assert publish in alice.get(page).content.decode()
    assert "It stays public." in text_of(alice.get(publish, headers=EN))
    assert alice.post(publish, {"go": "1"}).url == page
    close = url("close", where, made.public_id)
    assert alice.post(close, {"phase": "stopped", "outcome": ""}, headers=EN).status_code == 422
    assert alice.post(close, {"phase": "stopped", "outcome": "Er kwam niemand."}).url == page
    shown = text_of(alice.get(page, headers=EN))
    assert "Er kwam niemand." in shown
    assert url("link", where, made.public_id) not in shown
    board = selectors.board_of(where, today=AT.date())
    assert [card.dossier for card in board.over] == [made]


SCORES = {
    "return_score": "5",
    "return_reason": "Het brengt geld op.",
    "engagement_score": "2",
    "engagement_reason": "Niemand is gevraagd.",
    "legitimacy_score": "4",
    "legitimacy_reason": "De wijkraad besloot.",
}


def test_a_dossier_and_a_decision_are_weighed(alice: Client, where: Any, team: Any) -> None:
    made = dossier(where, team)
    decision = adopted_decision(council(where))
    for kind, public_id in (("dossier", made.public_id), ("decision", decision.public_id)):
        address = reverse("values-desk:weigh", args=[where.slug, kind, public_id])
        assert "Not weighed yet" in text_of(alice.get(address, headers=EN))
        for change in ({"return_reason": " "}, {"legitimacy_score": ""}, {"engagement_score": "6"}):
            refused = alice.post(address, SCORES | change, headers=EN)
            assert refused.status_code == 422
            assert "De wijkraad besloot." in text_of(refused)
        assert values_of(kind, public_id) is None
        after = alice.post(address, SCORES)
        assert "This mostly yields something. Who takes part?" in text_of(alice.get(after.url, headers=EN))
    public = client_page(where, "councils:decision", decision.public_id)
    assert "Who takes part?" in public
    heard = raise_signal(neighbourhood=where, text="Iets.", source="door", at=AT)
    nothing = reverse("values-desk:weigh", args=[where.slug, "signal", heard.public_id])
    assert alice.get(nothing).status_code == 404
    carol = Client()
    carol.force_login(person("Carol", "canvasser", where=where))
    address = reverse("values-desk:weigh", args=[where.slug, "dossier", made.public_id])
    assert carol.post(address, SCORES).status_code == 403


def client_page(where: Any, name: str, *more: str) -> str:
    return text_of(Client().get(reverse(name, args=[where.slug, *more]), headers=EN))


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("add", ()),
        ("edit", ("id",)),
        ("move", ("id",)),
        ("close", ("id",)),
        ("publish", ("id",)),
        ("chance", ("id",)),
        ("problem", ("id",)),
        ("link", ("id",)),
        ("advice", ("id",)),
        ("face", ("id", "residents")),
        ("put", ("dossier", "id")),
        ("drop-chance", ("id", "chance")),
    ],
)
def test_only_the_area_team_comes_in(client: Client, name: str, more: tuple[str, ...]) -> None:
    where = place()
    made = dossier(where)
    ids = {"id": made.public_id, "chance": made.chances.get().public_id}
    address = url(name, where, *(ids.get(one, one) for one in more))
    assert f"?next={address}" in client.get(address).url
    client.force_login(person("Carol", "council_member", where=where))
    assert client.get(address).status_code == 403
    assert client.post(address, OPEN | {"phase": "doing", "text": "x", "after_version": "0"}).status_code == 403
    elsewhere = place("Havenwijk", "WK999902", of=where.municipality)
    client.force_login(keeper(elsewhere, "Bob"))
    assert client.get(address).status_code == 403
    if more:
        theirs = url(name, elsewhere, *(ids.get(one, one) for one in more))
        assert client.get(theirs).status_code == 404
    made.refresh_from_db()
    assert (made.phase, Dossier.objects.count()) == ("heard", 1)


def test_a_council_member_reads_along_without_buttons(client: Client) -> None:
    where = place()
    made = dossier(where)
    client.force_login(person("Carol", "council_member", where=where))
    page = text_of(client.get(url("dossier", where, made.public_id), headers=EN))
    assert TITLE in page
    assert url("link", where, made.public_id) not in page
    assert reverse("values-desk:weigh", args=[where.slug, "dossier", made.public_id]) in page
    board = text_of(client.get(url("board", where), headers=EN))
    assert url("move", where, made.public_id) not in board
    assert client.get(url("dossier", where, "nothing")).status_code == 404


def test_everyone_reads_three_tellings_of_the_same_facts(client: Client) -> None:
    where = place()
    alice = keeper(where)
    made = dossier(where, alice, domains=["mobility"])
    add_problem(dossier=made, text="Niet spelen", domain="youth", by=alice)
    hidden = raise_signal(neighbourhood=where, text="Nog niet gelezen.", source="door", at=AT)
    heard = raise_signal(neighbourhood=where, text="Maar dat parkeren…", source="door", at=AT)
    clear_signal(signal=heard, by=alice)
    from samenspel.apps.dossiers.services import link_subject, publish_dossier

    for one in (hidden, heard):
        link_subject(dossier=made, kind="signal", public_id=one.public_id, by=alice)
    names = {
        "dossier": ("residents", "Het kost € 12.400."),
        "organisation": ("organisation", "Dekking: 12.400 euro voor 34 plekken."),
        "politics": ("politics", "Een keuze."),
    }
    for audience, text in names.values():
        told(made, alice, text, audience)
    public = {name: reverse(f"dossiers:{name}", args=[where.slug, made.public_id]) for name in (*names, "beside")}
    for address in public.values():
        assert client.get(address).status_code == 404
    index = reverse("dossiers:index", args=[where.slug])
    assert TITLE not in text_of(client.get(index))
    publish_dossier(dossier=made, by=alice)
    assert TITLE in text_of(client.get(index))
    for name, (_audience, text) in names.items():
        page = text_of(client.get(public[name], headers=EN))
        assert text in page
        for fact in (TITLE, "Ineke zet elke zomer", "Niet spelen", "Maar dat parkeren…", "Touched, and nobody sits"):
            assert fact in page
        assert "Nog niet gelezen." not in page
        assert "Alice" not in page
        assert "2 numbers differ" in page
    beside = text_of(client.get(public["beside"], headers=EN))
    assert "2 numbers do not stand in every text" in beside
    for _audience, text in names.values():
        assert text in beside
    signal_page = text_of(client.get(reverse("picture:signal", args=[where.slug, heard.public_id])))
    assert public["dossier"] in signal_page
    found = text_of(client.get(reverse("search", args=[where.slug]), {"q": "12.400"}))
    assert TITLE in found


def test_a_stopped_dossier_stays_as_visible(client: Client) -> None:
    where = place()
    alice = keeper(where)
    made = published(where, alice)
    close_dossier(dossier=made, phase="stopped", outcome="Er kwam niemand.", by=alice)
    page = text_of(client.get(reverse("dossiers:dossier", args=[where.slug, made.public_id]), headers=EN))
    assert "We stopped. Why:" in page
    assert "Er kwam niemand." in page
    assert "Er kwam niemand." in text_of(client.get(reverse("dossiers:index", args=[where.slug])))
