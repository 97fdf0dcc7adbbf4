"""A decision at the desk: on the agenda within the rules, votes by chair, the outcome."""

import pytest
from django.urls import reverse

from apps.factories import council, neighbourhood, person, proposed_decision
from samenspel.apps.councils.models import Decision
from samenspel.apps.councils.selectors import waiting_for_desk

pytestmark = pytest.mark.django_db
PROPOSAL = {
    "title": "Bankjes op het plein",
    "text": "Er komen vier bankjes.",
    "scope_key": "money",
    "amount": "12.500",
    "consultation": "De tafel van 3 maart: 21 buren willen bankjes.",
    "urgency": "",
    "meeting": "",
}


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def carol(client, where):
    carol = person("Carol", "council_member", where=where)
    client.force_login(carol)
    return carol


def url(where, name, **kwargs):
    return reverse(f"councils-desk:{name}", kwargs={"neighbourhood": where.slug, **kwargs})


def votes(*choices, **extra):
    return {f"choice_{number}": choice for number, choice in enumerate(choices, start=1)} | extra


def test_a_member_puts_a_decision_on_the_agenda(client, where, carol):
    council(where)
    at = url(where, "propose")
    assert client.get(at).status_code == 200
    answer = client.post(at, PROPOSAL)
    made = Decision.objects.get()
    assert answer.url == url(where, "decision", public_id=made.public_id)
    assert (made.amount_cents, made.scope_text) == (1_250_000, "De wijkraad verdeelt het wijkbudget.")
    assert [one.url for one in waiting_for_desk(carol, where)] == [answer.url]
    assert "Bankjes op het plein" in client.get(url(where, "council")).content.decode()


@pytest.mark.parametrize(
    "changed", [{"scope_key": "zoning"}, {"scope_key": "dreams"}, {"amount": "100.001"}, {"amount": "-5"}, {"text": ""}]
)
def test_what_the_rules_do_not_give_is_refused_with_what_was_typed(client, where, carol, changed):
    council(where)
    answer = client.post(url(where, "propose"), PROPOSAL | changed)
    assert answer.status_code == 422
    assert "21 buren willen bankjes" in answer.content.decode()
    assert not Decision.objects.exists()


def test_votes_are_recorded_after_a_look_and_the_outcome_is_laid_down(client, where, carol):
    decision = proposed_decision(council(where))
    at = url(where, "decision", public_id=decision.public_id)
    data = votes("for", "for", "against", "", "abstain", interest_5="Ik woon ernaast")
    assert client.get(at).status_code == 200
    assert "Ik woon ernaast" in client.post(at, data).content.decode()
    assert decision.votes.count() == 0
    assert client.post(at, data | {"again": "yes"}).status_code == 200
    assert client.post(at, data | {"confirmed": "yes"}).url == at
    assert decision.votes.count() == 4
    assert decision.votes.get(seat__number=5).interest == "Ik woon ernaast"
    # Who came late votes too; who voted does not vote again.
    assert 'name="choice_1"' not in client.get(at).content.decode()
    assert client.post(at, votes("against", "", "", "for", confirmed="yes")).url == at
    assert decision.votes.get(seat__number=1).choice == "for"
    outcome = url(where, "adopt", public_id=decision.public_id)
    assert client.get(outcome).status_code == 200
    assert client.post(outcome).status_code == 302
    decision.refresh_from_db()
    assert decision.status == "adopted"
    assert client.get(at).status_code == 200
    assert client.post(outcome).status_code == 422
    assert client.post(at, votes("for", confirmed="yes")).status_code == 422
    assert waiting_for_desk(carol, where) == []


def test_an_interest_with_a_vote_is_refused_and_nothing_is_recorded(client, where, carol):
    decision = proposed_decision(council(where))
    at = url(where, "decision", public_id=decision.public_id)
    answer = client.post(at, votes("for", "for", interest_1="Mijn broer bouwt ze", confirmed="yes"))
    assert answer.status_code == 422
    assert "Mijn broer bouwt ze" in answer.content.decode()
    assert client.post(at, votes("", "")).status_code == 422
    assert decision.votes.count() == 0


def test_without_enough_votes_or_consultation_there_is_no_outcome(client, where, carol):
    made = council(where)
    few = proposed_decision(made)
    at = url(where, "decision", public_id=few.public_id)
    client.post(at, votes("for", "for", confirmed="yes"))
    answer = client.post(url(where, "adopt", public_id=few.public_id))
    assert answer.status_code == 422
    unasked = proposed_decision(made, consultation="")
    at = url(where, "decision", public_id=unasked.public_id)
    client.post(at, votes("for", "for", "for", "for", confirmed="yes"))
    assert client.post(url(where, "adopt", public_id=unasked.public_id)).status_code == 422
    assert not Decision.objects.exclude(status="proposed").exists()
    asked = url(where, "consultation", public_id=unasked.public_id)
    assert asked in client.get(at).content.decode()
    assert client.post(asked, {"consultation": " ", "urgency": ""}).status_code == 422
    assert client.post(asked, {"consultation": "21 buren aan tafel", "urgency": ""}).url == at
    assert client.post(url(where, "adopt", public_id=unasked.public_id)).status_code == 302
    assert client.post(asked, {"consultation": "iets anders", "urgency": ""}).status_code == 422


def test_outsiders_neither_propose_nor_vote(client, where):
    decision = proposed_decision(council(where))
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    addresses = [
        url(where, "propose"),
        url(where, "decision", public_id=decision.public_id),
        url(where, "adopt", public_id=decision.public_id),
        url(where, "consultation", public_id=decision.public_id),
    ]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(person("Dave", "controller", where=where))
    for address in addresses:
        assert client.post(address, votes("for", confirmed="yes")).status_code == 403
    client.force_login(person("Erin", "council_member", where=elsewhere))
    for address in addresses:
        assert client.post(address, votes("for", confirmed="yes")).status_code == 403
    own = url(elsewhere, "decision", public_id=decision.public_id)
    assert client.get(own).status_code == 404
    assert decision.votes.count() == 0
