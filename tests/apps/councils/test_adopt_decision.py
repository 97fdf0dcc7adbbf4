"""Propose, vote and decide, within the rules of play."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from apps.factories import AT, adopted_decision, council, neighbourhood, proposed_decision
from samenspel.apps.councils import selectors, services
from samenspel.apps.councils.models import Decision, DecisionVote
from samenspel.apps.trail.selectors import acts_of, payload_of, verify_trail
from samenspel.foundation.errors import Outsider, Refusal
from samenspel_testing import drop_triggers

pytestmark = pytest.mark.django_db


def _vote(decision, choices):
    seats = selectors.seated(decision.council).order_by("number")
    for seat, choice in zip(seats, choices, strict=False):
        services.cast_decision_vote(decision=decision, seat=seat, choice=choice, at=AT)


def test_a_majority_adopts_and_the_trail_tells_it():
    decision = proposed_decision()
    _vote(decision, ["for", "for", "against"])
    services.adopt_decision(decision=decision, at=AT)
    assert decision.status == "adopted"
    assert selectors.is_adopted(decision)
    act = acts_of(decision.municipality, subject=("decision", decision.public_id)).get()
    assert payload_of(act)["votes"] == {"for": 2, "against": 1, "abstain": 0}
    assert payload_of(act)["legal_form"] == "commission"
    assert verify_trail(decision.municipality).verifies


def test_a_majority_against_is_a_result_too():
    decision = proposed_decision()
    _vote(decision, ["for", "against", "against"])
    assert services.adopt_decision(decision=decision).status == "rejected"
    assert not selectors.is_adopted(decision)


def test_a_tie_is_no_majority():
    decision = proposed_decision()
    _vote(decision, ["for", "against", "abstain"])
    assert services.adopt_decision(decision=decision).status == "rejected"


def test_advice_is_adopted_but_moves_no_money():
    decision = adopted_decision(scope_key="street", amount_cents=None)
    assert (decision.status, decision.is_advice) == ("adopted", True)
    assert not selectors.is_adopted(decision)


def test_half_of_the_chairs_is_not_enough():
    decision = proposed_decision(council(seated=4))
    _vote(decision, ["for", "for"])
    with pytest.raises(Refusal) as refusal:
        services.adopt_decision(decision=decision)
    assert refusal.value.code == "quorum_missing"


def test_without_consultation_it_is_refused_unless_it_could_not_wait():
    decision = proposed_decision(consultation="")
    _vote(decision, ["for"] * 5)
    with pytest.raises(Refusal) as refusal:
        services.adopt_decision(decision=decision)
    assert refusal.value.code == "consultation_missing"
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(status="adopted", decided_at=AT)
    urgent = adopted_decision(decision.council, consultation="", urgency="De boom valt om.")
    assert urgent.status == "adopted"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scope_key": "zoning"}, "forbidden"),
        ({"scope_key": "mayor"}, "outside_scope"),
        ({"amount_cents": 10_000_001}, "amount_too_high"),
    ],
)
def test_outside_the_rules_of_play_it_is_refused(change, code):
    with pytest.raises(Outsider) as refusal:
        proposed_decision(**change)
    assert refusal.value.code == code


def test_without_rules_of_play_there_is_nothing_to_decide():
    from datetime import date

    bare = services.create_council(
        neighbourhood=neighbourhood(),
        name="Wijkraad",
        legal_form="advice",
        instituted_by="Besluit",
        instituted_on=date(2026, 1, 1),
        competent_body="de raad",
        objection="–",
    )
    with pytest.raises(Refusal) as refusal:
        proposed_decision(bare)
    assert refusal.value.code == "rules_missing"


def test_a_chair_votes_once():
    decision = proposed_decision()
    seat = selectors.seated(decision.council).first()
    services.cast_decision_vote(decision=decision, seat=seat, choice="for")
    with pytest.raises(Refusal) as refusal:
        services.cast_decision_vote(decision=decision, seat=seat, choice="against")
    assert refusal.value.code == "voted_already"


def test_who_has_an_interest_abstains():
    decision = proposed_decision()
    seat = selectors.seated(decision.council).first()
    with pytest.raises(Refusal) as refusal:
        services.cast_decision_vote(decision=decision, seat=seat, choice="for", interest="Mijn zus voert het uit.")
    assert refusal.value.code == "interest_abstains"
    services.cast_decision_vote(decision=decision, seat=seat, choice="abstain", interest="Mijn zus voert het uit.")


def test_officials_empty_chairs_and_other_councils_have_no_vote():
    decision = proposed_decision(council(seated=4))
    official = decision.council.seats.get(origin="official")
    empty = decision.council.seats.get(number=5)
    other = council(neighbourhood("Havenwijk", "WK999902")).seats.first()
    for seat, code in ((official, "no_vote"), (empty, "seat_empty"), (other, "no_vote")):
        with pytest.raises(Outsider) as refusal:
            services.cast_decision_vote(decision=decision, seat=seat, choice="for")
        assert refusal.value.code == code


def test_what_was_decided_stays():
    decision = adopted_decision()
    with pytest.raises(Refusal):
        services.adopt_decision(decision=decision)
    for change in (lambda: Decision.objects.update(amount_cents=1), lambda: DecisionVote.objects.update(choice="for")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    drop_triggers("councils_decision_decided_stays")
    assert Decision.objects.update(amount_cents=1) == 1
