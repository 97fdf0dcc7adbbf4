"""Someone leaves a chair: it is empty, the log tells it, and no story about a person is kept."""

from datetime import date

import pytest

from apps.factories import AT, council
from samenspel.apps.councils import selectors, services
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.foundation.errors import Refusal

pytestmark = pytest.mark.django_db


def test_the_chair_is_empty_and_someone_else_can_sit_there():
    made = council()
    holding = services.end_holding(seat=made.seats.get(number=1), reason="moved", ended_on=date(2026, 5, 1), at=AT)
    assert holding.ended_on == date(2026, 5, 1)
    assert selectors.voting_chairs(made) == 4
    assert selectors.empty_seats_count(made, "drawn") == 1
    told = payload_of(acts_of(made.municipality).get(kind="council.member_left"))
    assert told == {"seat": 1, "holder": "lot-1", "reason": "moved", "ended_on": "2026-05-01"}
    services.seat_members(
        council=made, term=made.terms.get(), origin="drawn", holders=[("lot-9", "")], reason="reserve", at=AT
    )
    assert selectors.voting_chairs(made) == 5


@pytest.mark.parametrize(
    ("number", "changed", "code"),
    [
        (1, {"reason": "a long story about someone"}, "reason_unknown"),
        (1, {"ended_on": date(2020, 1, 1)}, "ended_before_start"),
        (6, {}, "seat_empty"),
    ],
)
def test_what_cannot_be_is_refused(number, changed, code):
    made = council()
    facts = {"reason": "moved", "ended_on": date(2026, 5, 1)} | changed
    with pytest.raises(Refusal) as raised:
        services.end_holding(seat=made.seats.get(number=number), at=AT, **facts)
    assert raised.value.code == code
    assert not acts_of(made.municipality).filter(kind="council.member_left").exists()
