"""The council on screen: its chairs, its rules of play, its decisions; a decision with its basis and its votes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.factories import adopted_decision, council, neighbourhood, proposed_decision
from samenspel.apps.councils import selectors, services

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


def get(client, address, language="en"):
    client.cookies["taal"] = language
    return client.get(address)


def page(client, made, rest="", language="en"):
    answer = get(client, f"/{made.neighbourhood.slug}/wijkraad/{rest}", language)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_a_neighbourhood_without_a_council_has_no_such_page(client):
    where = neighbourhood()
    assert get(client, f"/{where.slug}/wijkraad/").status_code == 404
    assert selectors.council_page(where) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("3 residents and 2 councillors decide together", "drawn by lot", "Empty: 1", "empty", "This term runs"),
        ),
        ("nl", ("Wijkraad", "De wijkraad verdeelt het wijkbudget.", "Raadsbesluit 1")),
    ],
)
def test_who_sits_there_and_by_which_rules(client, language, words):
    html = page(client, council(), language=language)
    rules = ("De wijkraad verdeelt het wijkbudget.", "De wijkraad adviseert over", "Het bestemmingsplan.")
    for word in (*words, *rules, "lot-1", "lot-3", "raad-2", "Schrijf binnen zes weken."):
        assert word in html
    assert html.count("<svg") >= 2


def test_a_council_without_rules_term_or_members_still_has_a_page(client):
    where = neighbourhood()
    from datetime import date

    made = services.create_council(
        neighbourhood=where, name="Wijkraad", legal_form="advice", instituted_by="Raadsbesluit 1",
        instituted_on=date(2026, 1, 1), competent_body="de gemeenteraad", objection="Schrijf.",
    )  # fmt: skip
    html = page(client, made)
    assert "0 residents and 0 councillors" in html
    assert "Empty: 17" in html
    assert "The rules of play" not in html
    assert "has not decided anything yet" in html


def test_a_display_name_is_shown_only_where_the_holder_gave_one(client):
    made = council(seated=0)
    term = selectors.current_term(made)
    holders = [("lot-1", "Alice"), ("lot-2", "")]
    services.seat_members(council=made, term=term, origin="drawn", holders=holders, reason="loting")
    html = page(client, made)
    assert "Alice (lot-1)" in html
    assert ">lot-2<" in html


def test_meetings_to_come_are_listed_and_earlier_ones_are_not(client):
    made = council()
    for days, title in ((-2, "Vorige keer"), (5, "Volgende keer")):
        starts_at = timezone.now() + timedelta(days=days)
        services.plan_meeting(council=made, title=title, starts_at=starts_at, place="De Gong", is_public=days > 0)
    html = page(client, made)
    assert "Volgende keer" in html
    assert "Everyone may watch." in html
    assert "Vorige keer" not in html


def test_decisions_are_listed_once_decided(client):
    made = council()
    adopted = adopted_decision(made, title="Bankjes op de route")
    proposed = proposed_decision(made, title="Nog een voorstel")
    html = page(client, made)
    assert f"/wijkraad/besluiten/{adopted.public_id}/" in html
    assert "Bankjes op de route" in html
    assert proposed.public_id not in html


def test_a_decision_shows_its_basis_its_votes_and_how_to_object(client):
    made = council()
    decision = adopted_decision(made, title="Bankjes <3", amount_cents=1_234_550)
    html = page(client, made, f"besluiten/{decision.public_id}/")
    basis = ("Raadsbesluit 1", "de gemeenteraad", "Schrijf binnen zes weken.", "De wijkraad verdeelt het wijkbudget.")
    for words in ("Bankjes &lt;3", "€ 12,345.50", "Stemming.", "commission with delegated powers", *basis):
        assert words in html
    assert "€ 12.345,50" in page(client, made, f"besluiten/{decision.public_id}/", "nl")


def test_an_urgent_decision_says_why_it_could_not_wait(client):
    made = council()
    decision = adopted_decision(made, consultation="", urgency="De lantaarn viel om.", amount_cents=None)
    html = page(client, made, f"besluiten/{decision.public_id}/")
    assert "De lantaarn viel om." in html
    assert "€" not in html


def test_a_decision_of_another_neighbourhood_is_not_found(client):
    made = council()
    elsewhere = council(neighbourhood("Dorp", "WK999902", of=made.municipality))
    decision = adopted_decision(elsewhere)
    assert get(client, f"/dorp/wijkraad/besluiten/{decision.public_id}/").status_code == 200
    assert get(client, f"/tuinwijk/wijkraad/besluiten/{decision.public_id}/").status_code == 404
    assert get(client, "/tuinwijk/wijkraad/besluiten/nothing/").status_code == 404
