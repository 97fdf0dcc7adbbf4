"""Chairs, terms and rules of play."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from apps.factories import AT, council, neighbourhood
from samenspel.apps.councils import selectors, services
from samenspel.apps.councils.models import RulesOfPlay
from samenspel.foundation.errors import Refusal

pytestmark = pytest.mark.django_db


def test_chairs_stand_in_order_of_origin():
    made = council(seated=0)
    assert [s.origin for s in selectors.seats_of(made)] == ["drawn"] * 3 + ["delegated"] * 2 + ["official"]


def test_groningens_council_of_eleven_and_six_is_the_default():
    made = services.create_council(
        neighbourhood=neighbourhood(),
        name="Wijkraad",
        legal_form="advice",
        instituted_by="Besluit",
        instituted_on=date(2026, 1, 1),
        competent_body="de gemeenteraad",
        objection="–",
    )
    assert [s.origin for s in selectors.seats_of(made)] == ["drawn"] * 11 + ["delegated"] * 6


def test_people_are_seated_in_order_and_empty_chairs_stay_visible():
    made = council(seated=2)
    assert [s.holder for s in selectors.seats_of(made)] == ["lot-1", "lot-2", "", "", "", ""]
    services.seat_members(
        council=made, term=selectors.current_term(made), origin="drawn", holders=[("lot-9", "Fenna")], reason="reserve"
    )
    assert selectors.seats_of(made)[2].display_name == "Fenna"


def test_more_people_than_chairs_are_refused_whole():
    made = council(seated=2)
    with pytest.raises(Refusal) as refusal:
        services.seat_members(
            council=made,
            term=selectors.current_term(made),
            origin="drawn",
            holders=[("a", ""), ("b", "")],
            reason="loting",
        )
    assert refusal.value.code == "seats_short"
    assert selectors.voting_chairs(made) == 2


def test_nobody_sits_on_two_chairs():
    made = council(seated=2)
    with pytest.raises(Refusal) as refusal:
        services.seat_members(
            council=made, term=selectors.current_term(made), origin="delegated", holders=[("lot-1", "")], reason="x"
        )
    assert refusal.value.code == "seated_twice"


def test_a_term_lasts_two_years_at_most():
    made = council(seated=0)
    with pytest.raises(Refusal) as refusal:
        services.open_term(council=made, starts_on=date(2028, 1, 1), ends_on=date(2030, 1, 2))
    assert refusal.value.code == "term_too_long"
    services.open_term(council=made, starts_on=date(2028, 1, 1), ends_on=date(2029, 12, 31))


def test_new_rules_are_a_new_version_and_old_ones_stay():
    made = council(seated=0)
    same = {"decides": [{"key": "money", "text": "x"}], "advises": [], "may_not_touch": [], "amount_max_cents": 1}
    services.set_rules(council=made, in_force_from=date(2026, 6, 1), at=AT, **same)
    assert selectors.rules_in_force(made).version == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        RulesOfPlay.objects.update(amount_max_cents=10**9)
    with pytest.raises(Refusal) as refusal:
        services.set_rules(
            council=made, in_force_from=date(2026, 6, 1), **(same | {"advises": [{"key": "money", "text": "y"}]})
        )
    assert refusal.value.code == "rule_key_twice"
