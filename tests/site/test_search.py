"""Searching finds what is public, by words whatever their accents, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from apps.factories import adopted_decision, council, neighbourhood, person, proposed_decision
from samenspel.apps.advice import models as advice
from samenspel.apps.deliberation.models import Question, Statement
from samenspel.apps.picture.models import Signal
from samenspel.foundation.search import Piece, folded, matches, pieces, words_of
from samenspel.site.search import SHOWN_PER_GROUP

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def told(found):
    return "".join(f"[{one.text}]" if one.is_hit else one.text for one in found)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Café", ("cafe",)),
        ("  de  DE straat! ", ("de", "straat")),
        ("", ()),
        ("<script>", ("script",)),
        ("cafe\u0301", ("cafe",)),
        ("a b c d e f g h i j", tuple("abcdefgh")),
    ],
)
def test_words_of_a_query(query, words):
    assert words_of(query) == words


def test_folding_keeps_the_place_of_every_character():
    for text in ("Coöperatieve wijkraad", "ﬁets ĳs ß İ ½", "Één façade"):
        assert len(folded(text)) == len(text)


def test_all_words_must_occur_somewhere():
    assert matches(("bank", "plein"), "Banken", "op het Plein")
    assert not matches(("bank", "bos"), "Banken", "op het Plein")
    assert not matches((), "Banken")


def test_hits_are_marked_within_their_surroundings():
    assert told(pieces(("cooperatie",), "De coöperatieve wijkraad")) == "De [coöperatie]ve wijkraad"
    long = "woord " * 60 + "bankje" + " einde" * 60
    found = told(pieces(("bankje",), long))
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "[bankje]" in found
    assert len(found) < 260
    assert pieces(("x",), "") == []
    assert pieces(("aa",), "aaa") == [Piece("aa", True), Piece("a", False)]


@pytest.fixture
def where(db):
    return neighbourhood()


def question(where, text="Hoe moet onze zebrastraat eruitzien?", **extra):
    facts = {"opens_at": NOW, "closes_at": timezone.now() + timedelta(days=9)}
    return Question.objects.create(municipality=where.municipality, neighbourhood=where, text=text, **(facts | extra))


def statement(of, text, status=Statement.Status.ACCEPTED, **extra):
    return Statement.objects.create(
        municipality=of.municipality,
        question=of,
        text=text,
        origin=Statement.Origin.values[0],
        status=status,
        proposed_at=NOW,
        **extra,
    )


def signal(where, text, cleared=True):
    someone = person("Alice")
    return Signal.objects.create(
        municipality=where.municipality,
        neighbourhood=where,
        text=text,
        source=Signal.Source.values[0],
        heard_at=NOW,
        cleared_at=NOW if cleared else None,
        cleared_by=someone if cleared else None,
    )


def page(client, where, query, language="nl"):
    client.cookies["taal"] = language
    return client.get(f"/{where.slug}/zoeken/", {"q": query})


def test_it_finds_what_is_public_in_groups(client, where):
    asked = question(where)
    statement(asked, "Een zebra is veiliger.")
    signal(where, "De zebra is versleten.")
    adopted_decision(council(where), title="Zebrapad", text="Er komt een zebra.")
    html = page(client, where, "zébra").content.decode()
    for part in ("zebra</mark>straat", "veiliger", "versleten", "Zebra</mark>pad"):
        assert part in html
    assert html.count("<h2") >= 4


def test_nothing_private_leaks(client, where):
    asked = question(where, "Wat doen we met het plein?")
    statement(asked, "zebra wachtend", Statement.Status.WAITING)
    statement(asked, "zebra afgewezen", Statement.Status.DECLINED, reason="zebra noemt iemand")
    question(where, "zebra van morgen?", opens_at=timezone.now() + timedelta(days=1), phase="closed", closed_at=NOW)
    signal(where, "zebra aan de deur gehoord", cleared=False)
    proposed_decision(council(where), title="zebra voorstel")
    advice.AdviceRequest.objects.create(
        municipality=where.municipality,
        neighbourhood=where,
        subject_kind="project",
        subject_id="x",
        domain="mobiliteit",
        question="zebra zonder antwoord",
        asked_at=NOW,
        due_on=NOW.date(),
    )
    person("Zebra", "expert", where=where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    statement(question(elsewhere, "Een zebra in het dorp?"), "zebra elders")
    html = page(client, where, "zebra").content.decode()
    assert "Niets openbaars" in html or "Nothing public" in html
    assert "<mark>" not in html


def test_no_plan_before_it_was_read(where):
    from samenspel.apps.voting.models import BudgetRound, Project
    from samenspel.apps.voting.searching import search_public

    made = BudgetRound.objects.create(
        municipality=where.municipality,
        neighbourhood=where,
        title="Ronde",
        criteria="x",
        budget_cents=100_00,
        ideas_from=NOW.date(),
        vote_from_at=NOW,
        vote_until_at=NOW + timedelta(days=9),
        result_on=NOW.date() + timedelta(days=12),
    )
    facts = {"municipality": where.municipality, "budget_round": made, "cost_cents": 5, "proposed_at": NOW}
    Project.objects.create(title="zebra ongelezen", text="x", is_public=False, **facts)
    Project.objects.create(title="zebra terug", text="x", is_withdrawn=True, withdrawn_reason="x", **facts)
    Project.objects.create(title="Bankje", text="bij de zebra", **facts)
    assert [found.title for found in search_public(where, ("zebra",))] == ["Bankje"]


def test_what_someone_types_is_text(client, where):
    html = page(client, where, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in html


def test_a_long_list_is_cut_and_says_so(client, where):
    asked = question(where, "Wat doen we met het plein?")
    for number in range(SHOWN_PER_GROUP + 3):
        statement(asked, f"zebra {number}")
    html = page(client, where, "zebra", "en").content.decode()
    assert html.count("<mark>zebra</mark>") == SHOWN_PER_GROUP
    assert "And 3 more" in html


def test_an_empty_query_asks_and_an_unknown_neighbourhood_is_not_there(client, where):
    assert page(client, where, "").status_code == 200
    assert page(client, where, "!!").status_code == 200
    assert client.get("/nergens/zoeken/").status_code == 404


def test_the_header_and_the_page_that_is_not_there_lead_to_it(client, where):
    for address in (f"/{where.slug}/", f"/{where.slug}/wijkraad/besluiten/onbekend/"):
        assert f"/{where.slug}/zoeken/" in client.get(address).content.decode()
