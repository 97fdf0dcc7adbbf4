"""People go by themselves on the day announced, and when they ask: with the code, or at the desk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import Attempt, LotTicket, OptOut, RegisterPerson
from samenspel.apps.draws.services.opting_out import opt_out_key
from samenspel.apps.jobs import daily
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import DRAWN_ON, csv, drawn_tickets, keeper, published_lot, register

pytestmark = pytest.mark.django_db


def test_the_daily_work_erases_on_the_announced_day_and_keeps_the_counts():
    where = neighbourhood()
    lot = published_lot(where, count=24)
    tickets = drawn_tickets(lot)
    for place, ticket in enumerate(tickets):
        services.record_attempt(ticket=ticket, outcome="not_home", by=None, at=AT)
        answer = "yes" if place < 8 else "no"
        services.record_answer(
            ticket=ticket,
            answer=answer,
            took_part_before=place % 3 == 0,
            needs=["childcare"],
            at=AT + timedelta(days=3),
        )
    before = selectors.reach_of(lot)
    commitments = engine.read_bundle(lot.bundle)["tickets"]
    on = datetime.combine(lot.register.delete_on, datetime.min.time(), ZoneInfo("Europe/Amsterdam")) + timedelta(
        hours=3
    )
    assert selectors.coming_erasures(where.municipality, DRAWN_ON)[0].on == lot.register.delete_on
    daily.run_daily(municipalities=[where.municipality], now=on - timedelta(days=1))
    assert RegisterPerson.objects.count() == 24
    daily.run_daily(municipalities=[where.municipality], now=on)
    assert (RegisterPerson.objects.count(), Attempt.objects.count()) == (0, 0)
    assert selectors.coming_erasures(where.municipality, DRAWN_ON) == []
    # Who said yes keeps a salt to prove it with; nobody else can be traced by the published list.
    for ticket in lot.tickets.all():
        said_yes = ticket.answer == LotTicket.Answer.YES
        assert (bool(ticket.salt), ticket.needs) == ((True, ["childcare"]) if said_yes else (False, []))
        assert ticket.person is None
        assert ticket.commitment == commitments[ticket.number - 1]
    lot.refresh_from_db()
    lot.register.refresh_from_db()
    after = selectors.reach_of(lot)
    assert after.is_kept
    assert (after.tables, after.never_before, after.invited) == (before.tables, before.never_before, 24)


def test_who_asks_with_the_code_sees_everything_and_is_erased():
    where = neighbourhood()
    lot = published_lot(where)
    made = services.open_pool(neighbourhood=where, lot=lot, name="Pool", features=["sex"], by=keeper(where), at=AT)
    code, other, *_rest = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT).values()
    services.answer_by_code(code=code, answer="yes", needs=["buddy"], at=AT)
    # The code was used to answer, and still shows whose it is.
    ticket = services.ticket_by_code(code=code)
    told = selectors.person_export(ticket.person)
    assert (told["ticket"]["answer"], told["ticket"]["needs"]) == ("yes", ["buddy"])
    assert told["volunteer"]["pool"] == made.public_id
    services.erase_by_code(code=code)
    ticket.refresh_from_db()
    assert (ticket.person, ticket.salt, ticket.needs, made.volunteers.count()) == (None, "", [], 0)
    with pytest.raises(Refusal) as raised:
        services.erase_by_code(code=code)
    assert raised.value.code == "register_gone"
    address, year = (person_of := services.ticket_by_code(code=other).person).address, person_of.birth_year
    services.erase_by_code(code=other, leave_me_alone=True)
    assert OptOut.objects.get().key == opt_out_key(address=address, birth_year=year)


def test_the_published_panels_stay_when_someone_in_them_is_erased():
    where = neighbourhood()
    lot = published_lot(where)
    made = services.open_pool(neighbourhood=where, lot=lot, name="Pool", features=["sex"], by=keeper(where), at=AT)
    tickets = drawn_tickets(lot)
    for ticket in tickets[:6]:
        services.record_answer(ticket=ticket, answer="yes", at=AT)
    targets = [{"feature": "sex", "value": v, "min": 0, "max": 2} for v in ("man", "vrouw")]
    draw = services.commit_panel_draw(pool=made, targets=targets, seats=2, panels=20, by=keeper(where), at=AT)
    services.erase_person(person=tickets[0].person, by=keeper(where))
    volunteer = made.volunteers.get(lot_ticket=tickets[0])
    assert (volunteer.salt, volunteer.household, volunteer.reference.partition(":")[0]) == ("", "", "erased")
    assert selectors.verification(draw).ok
    with pytest.raises(Outsider):
        services.erase_person(person=RegisterPerson.objects.first(), by=person("Mallory"))


def test_who_does_not_want_it_is_left_alone_in_every_register():
    where = neighbourhood()
    file = csv("Laan 1;1990", "Hof 2;1950", header="Adres;Geboortejaar")
    assert services.load_opt_outs(neighbourhood=where, data=file, file_name="niet.csv", by=keeper(where), at=AT) == (
        2,
        2,
    )
    assert services.load_opt_outs(neighbourhood=where, data=file, file_name="niet.csv", by=keeper(where), at=AT) == (
        2,
        0,
    )
    stored = " ".join(OptOut.objects.values_list("key", flat=True))
    assert "Laan" not in stored
    assert len(stored) == 129
    # However the address is written.
    data = csv("LAAN  1,;1990;M;huur;nee;nee", "Laan 1;1991;V;huur;nee;nee")
    loaded = register(where, by=keeper(where), data=data)
    assert [p.opted_out for p in loaded.people.order_by("birth_year")] == [True, False]
    again = csv("Laan 1;1991", header="Adres;Geboortejaar")
    services.load_opt_outs(neighbourhood=where, data=again, file_name="niet.csv", by=keeper(where), at=AT)
    assert not loaded.people.filter(opted_out=False).exists()
    with pytest.raises(engine.FaultsError):
        services.load_opt_outs(neighbourhood=where, data=csv("x", header="Straat"), file_name="x.csv", by=keeper(where))
    with pytest.raises(Outsider):
        services.load_opt_outs(neighbourhood=where, data=file, file_name="niet.csv", by=person("Mallory"))


def test_the_reach_per_group_hides_small_numbers_and_what_would_reveal_them():
    where = neighbourhood()
    lot = published_lot(where, count=24)
    for place, ticket in enumerate(drawn_tickets(lot)):
        services.record_answer(ticket=ticket, answer="yes" if place < 12 else "no", took_part_before=False, at=AT)
    reach = selectors.reach_of(lot)
    assert (reach.invited, reach.reached, reach.yes, reach.seated) == (24, 24, 12, 0)
    assert {table.feature for table in reach.tables} == {"age", "sex", "housing"}
    for table in reach.tables:
        for stage in ("invited", "reached", "yes"):
            counts = [getattr(row, stage) for row in table.rows]
            assert all(count is None or count >= 5 for count in counts)
            assert counts.count(None) != 1 or sum(c or 0 for c in counts) == getattr(reach, stage)
        assert abs(sum(row.neighbourhood_share for row in table.rows) - 1) < 1e-9
    assert selectors.needs_of(lot).needs["childcare"] is None


def test_needs_are_told_in_totals_alone():
    lot = published_lot(count=12)
    for place, ticket in enumerate(drawn_tickets(lot)):
        needs = ["childcare"] if place < 6 else ["interpreter"] if place < 8 else []
        services.record_answer(ticket=ticket, answer="yes", needs=needs, compensation="money", at=AT)
    needs = selectors.needs_of(lot)
    assert (needs.asked, needs.needs["childcare"], needs.needs["interpreter"]) == (12, 6, None)
    assert needs.compensation["money"] == 12
