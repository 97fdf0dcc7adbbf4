"""What the drawn answer, and the pool that comes of it."""

import pytest

from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import LotTicket, Volunteer
from samenspel.apps.draws.services import NewVolunteer
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import POPULATION, committed_lot, drawn_tickets, keeper, pool, published_lot, volunteers

pytestmark = pytest.mark.django_db


def open_pool(lot, by, **extra):
    facts = {"name": "Pool", "features": ["age", "sex", "housing"], "population": POPULATION, "at": AT}
    return services.open_pool(neighbourhood=lot.neighbourhood, lot=lot, by=by, **(facts | extra))


def test_a_yes_before_and_after_the_pool_opens_joins_it_with_the_features_of_the_register():
    where = neighbourhood()
    lot = published_lot(where)
    first, second, third = drawn_tickets(lot)[:3]
    services.record_answer(ticket=first, answer="yes", took_part_before=True, at=AT)
    made = open_pool(lot, keeper(where))
    services.record_answer(ticket=second, answer="yes", took_part_before=False, at=AT)
    services.record_answer(ticket=third, answer="no", at=AT)
    joined = made.volunteers.order_by("pk")
    assert [(v.lot_ticket, v.took_part_before) for v in joined] == [(first, True), (second, False)]
    assert joined[0].features["sex"] == first.person.strata["sex"]
    assert joined[0].features["age"] in ("16-30", "31-50", "51-67", "68+")
    assert set(joined[0].features) == {"age", "sex", "housing"}
    assert first.person.address not in joined[0].household


def test_people_of_one_household_are_known_as_such_without_their_address():
    where = neighbourhood()
    lot = published_lot(where, count=24)
    made = open_pool(lot, keeper(where))
    for ticket in drawn_tickets(lot):
        services.record_answer(ticket=ticket, answer="yes", at=AT)
    by_key = {}
    for volunteer in made.volunteers.select_related("lot_ticket__person"):
        by_key.setdefault(volunteer.household, set()).add(volunteer.lot_ticket.person.address)
        assert "Laan" not in volunteer.household
    assert len(by_key) == 12
    assert all(len(addresses) == 1 for addresses in by_key.values())


def test_saying_yes_twice_changes_nothing_and_a_later_no_takes_it_back():
    where = neighbourhood()
    lot = published_lot(where)
    ticket = drawn_tickets(lot)[0]
    made = open_pool(lot, keeper(where))
    for answer in ("yes", "yes", "no"):
        services.record_answer(ticket=ticket, answer=answer, at=AT)
        assert made.volunteers.count() == (answer == "yes")


def test_what_the_register_does_not_know_is_asked():
    where = neighbourhood()
    lot = published_lot(where)
    ticket = drawn_tickets(lot)[0]
    made = open_pool(lot, keeper(where), features=["education"])
    with pytest.raises(Refusal) as raised:
        services.record_answer(ticket=ticket, answer="yes", at=AT)
    assert raised.value.code == "feature_missing"
    ticket.refresh_from_db()
    assert ticket.answer == LotTicket.Answer.WAITING
    services.record_answer(ticket=ticket, answer="yes", features={"education": "mbo", "colour": "red"}, at=AT)
    assert made.volunteers.get().features == {"education": "mbo"}


def test_nobody_tells_themselves_into_a_rarer_group():
    where = neighbourhood()
    lot = published_lot(where)
    ticket = drawn_tickets(lot)[0]
    made = open_pool(lot, keeper(where), features=["sex", "age"])
    services.record_answer(ticket=ticket, answer="yes", features={"sex": "anders", "age": "16-30"}, at=AT)
    joined = made.volunteers.get()
    assert joined.features["sex"] == ticket.person.strata["sex"]
    assert joined.features["age"] == engine.age_band(ticket.person.birth_year, lot.register.drawn_on)


def test_who_was_not_drawn_does_not_answer():
    where = neighbourhood()
    lot = published_lot(where, count=5)
    beyond = lot.tickets.get(position=6)
    with pytest.raises(Outsider) as raised:
        services.record_answer(ticket=beyond, answer="yes", at=AT)
    assert raised.value.code == "not_drawn"


def test_before_publication_nobody_answers():
    with pytest.raises(Outsider):
        services.record_answer(ticket=committed_lot().tickets.first(), answer="yes", at=AT)


def test_an_answer_that_does_not_exist_is_refused():
    with pytest.raises(Refusal):
        services.record_answer(ticket=drawn_tickets(published_lot())[0], answer="perhaps", at=AT)


def test_a_yes_is_not_taken_back_once_the_pool_is_closed():
    where = neighbourhood()
    lot = published_lot(where)
    made = open_pool(lot, keeper(where), features=["sex"])
    tickets = drawn_tickets(lot)
    for ticket in tickets[:6]:
        services.record_answer(ticket=ticket, answer="yes", at=AT)
    targets = [{"feature": "sex", "value": v, "min": 0, "max": 2} for v in ("man", "vrouw")]
    services.commit_panel_draw(pool=made, targets=targets, seats=2, panels=20, by=keeper(where), at=AT)
    with pytest.raises(Refusal) as raised:
        services.record_answer(ticket=tickets[0], answer="no", at=AT)
    assert raised.value.code == "pool_closed"
    services.record_answer(ticket=tickets[7], answer="yes", at=AT)
    assert made.volunteers.count() == 6


def test_the_code_from_the_letter_answers_once():
    where = neighbourhood()
    lot = published_lot(where)
    made = open_pool(lot, keeper(where))
    codes = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    code = codes[f"{lot.public_id}:{drawn_tickets(lot)[0].number}"]
    ticket = services.answer_by_code(code=code.lower().replace("-", " "), answer="yes", at=AT)
    assert ticket == drawn_tickets(lot)[0]
    assert made.volunteers.count() == 1
    with pytest.raises(Refusal) as raised:
        services.answer_by_code(code=code, answer="no", at=AT)
    assert raised.value.code == "code_used"
    with pytest.raises(Refusal) as raised:
        services.answer_by_code(code="AAAA-AAAA-AAAA", answer="yes", at=AT)
    assert raised.value.code == "code_unknown"


def test_who_still_thinks_keeps_the_code():
    where = neighbourhood()
    lot = published_lot(where)
    code = next(iter(services.issue_letter_codes(lot=lot, by=keeper(where), at=AT).values()))
    assert services.answer_by_code(code=code, answer="thinking", at=AT).answer == "thinking"
    assert services.answer_by_code(code=code, answer="yes", at=AT).answer == "yes"
    with pytest.raises(Refusal):
        services.answer_by_code(code=code, answer="thinking", at=AT)


def test_a_refused_answer_leaves_the_code_unused():
    where = neighbourhood()
    lot = published_lot(where)
    open_pool(lot, keeper(where), features=["education"])
    code = next(iter(services.issue_letter_codes(lot=lot, by=keeper(where), at=AT).values()))
    with pytest.raises(Refusal):
        services.answer_by_code(code=code, answer="yes", at=AT)
    assert services.answer_by_code(code=code, answer="yes", features={"education": "mbo"}, at=AT).answer == "yes"


def test_the_funnel_counts_from_drawn_to_yes():
    where = neighbourhood()
    lot = published_lot(where)
    made = open_pool(lot, keeper(where), features=["sex"])
    tickets = drawn_tickets(lot)
    answers = ["yes"] * 6 + ["no", "thinking", "not_reached"]
    for ticket, answer in zip(tickets, answers, strict=False):
        services.record_answer(ticket=ticket, answer=answer, took_part_before=False, at=AT)
    targets = [{"feature": "sex", "value": v, "min": 0, "max": 2} for v in ("man", "vrouw")]
    draw = services.commit_panel_draw(pool=made, targets=targets, seats=2, panels=20, by=keeper(where), at=AT)
    funnel = selectors.funnel_of(draw)
    assert (funnel.drawn, funnel.reached, funnel.volunteers, funnel.seated) == (10, 8, 6, None)


def test_a_lot_has_one_pool():
    where = neighbourhood()
    lot = published_lot(where)
    open_pool(lot, keeper(where))
    with pytest.raises(Refusal) as raised:
        open_pool(lot, keeper(where))
    assert raised.value.code == "pool_exists"


@pytest.mark.parametrize(("extra", "code"), [({"features": []}, "features_missing")])
def test_a_pool_without_features_is_refused(extra, code):
    where = neighbourhood()
    with pytest.raises(Refusal) as raised:
        open_pool(published_lot(where), keeper(where), **extra)
    assert raised.value.code == code


def test_the_pool_waits_for_the_publication_of_the_lot():
    where = neighbourhood()
    with pytest.raises(Refusal) as raised:
        open_pool(committed_lot(where), keeper(where))
    assert raised.value.code == "lot_not_published"


def test_outsiders_open_and_fill_nothing():
    where = neighbourhood()
    mallory = person("Mallory", "expert", where=where)
    with pytest.raises(Outsider):
        open_pool(published_lot(where), mallory)
    with pytest.raises(Outsider):
        services.add_volunteers(pool=pool(where), volunteers=volunteers(1), by=mallory)


def test_someone_joins_a_pool_once_and_all_or_none_join():
    where = neighbourhood()
    made = pool(where)
    new = NewVolunteer(reference="new", features={"sex": "man", "housing": "huur"})
    with pytest.raises(Refusal) as raised:
        services.add_volunteers(pool=made, volunteers=[new, volunteers(1)[0]], by=keeper(where))
    assert raised.value.code == "volunteer_twice"
    incomplete = NewVolunteer(reference="incomplete", features={"sex": "man"})
    with pytest.raises(Refusal):
        services.add_volunteers(pool=made, volunteers=[new, incomplete], by=keeper(where))
    assert Volunteer.objects.count() == 24
