"""A visit counts once, whatever the order; what was heard goes its own way; a care concern leaves nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from apps.draws.factories import keeper, published_lot
from apps.factories import neighbourhood, person
from samenspel.apps.doorstep import selectors, services
from samenspel.apps.doorstep.models import Heard, Visit
from samenspel.apps.doorstep.services import NewVisit
from samenspel.apps.draws.services import open_pool, record_answer
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.picture.models import Signal
from samenspel.apps.picture.services import add_theme, end_theme, merge_themes, rename_theme, reopen_theme
from samenspel.foundation.errors import Refusal
from samenspel_testing import drop_triggers

from .factories import END, START, canvasser, new_visit, planned_round

pytestmark = pytest.mark.django_db
PARKING = "Nee hoor, niks voor mij. Maar dat parkeren…"


@pytest.fixture
def row() -> Any:
    return planned_round()


def carol_of(row: Any) -> Any:
    return canvasser(row.neighbourhood, "Carol")


def record(row: Any, visit: NewVisit, **more: Any) -> bool:
    facts = {"by": carol_of(row), "at": END, **more}
    return services.record_visit(round=row, visit=visit, **facts)


def code_of(row: Any, visit: NewVisit) -> str:
    with pytest.raises(Refusal) as refused:
        record(row, visit)
    return str(refused.value.code)


def test_an_answer_reaches_the_draw_with_all_that_was_said(row: Any) -> None:
    stop = row.stops.first()
    told = {"took_part_before": False, "needs": ("childcare", "buddy"), "compensation": "voucher"}
    assert record(row, new_visit(stop, "yes", **told))
    ticket = stop.ticket
    ticket.refresh_from_db()
    assert (ticket.answer, ticket.took_part_before, ticket.compensation) == ("yes", False, "voucher")
    assert set(ticket.needs) == {"childcare", "buddy"}
    assert ticket.answered_at == ticket.reached_at == START + timedelta(minutes=10)
    assert [attempt.outcome for attempt in ticket.attempts.all()] == ["reached"]


def test_what_was_heard_becomes_a_signal_that_waits_for_the_area_team(row: Any) -> None:
    stop = row.stops.first()
    assert record(row, new_visit(stop, "no", heard=PARKING, consent=True, theme="Parkeren"))
    signal = Signal.objects.get()
    assert (signal.text, signal.source, signal.cleared_at) == (PARKING, "door", None)
    assert signal.heard_at == START  # The round's moment: that of the visit would lead to the door.
    heard = Heard.objects.get()
    assert (heard.round, heard.stop) == (row, None)


def test_words_keep_the_theme_of_an_older_list_where_they_can(row: Any) -> None:
    where, stop = row.neighbourhood, row.stops.first()
    alice = keeper(where)
    names = ("Groen", "Parkeren", "Verkeer", "Vuil", "Verlichting")
    green, parking, traffic, waste, _light = (add_theme(neighbourhood=where, name=name, by=alice) for name in names)
    assert themes_on_phone(row) == sorted(names)
    rename_theme(theme=green, name="Bomen en planten", by=alice)
    merge_themes(theme=parking, into=traffic, by=alice)
    end_theme(theme=waste, by=alice, at=START + timedelta(hours=1))
    assert themes_on_phone(row) == ["Bomen en planten", "Verkeer", "Verlichting"]
    for theme, kept in (
        ("Groen", "Bomen en planten"),
        ("Parkeren", "Verkeer"),
        ("Vuil", "Vuil"),  # Said before it ended.
        ("Verzonnen", None),
    ):
        assert record(row, new_visit(stop, "no", heard=f"Over {theme}", consent=True, theme=theme))
        signal = Signal.objects.get(text=f"Over {theme}")
        assert (signal.theme and signal.theme.name) == kept
    # It had ended before the round began: the words stay, without it.
    reopen_theme(theme=waste, by=alice)
    end_theme(theme=waste, by=alice, at=START - timedelta(days=1))
    assert record(row, new_visit(stop, "no", heard="Te laat", consent=True, theme="Vuil"))
    assert Signal.objects.get(text="Te laat").theme is None


def themes_on_phone(row: Any) -> list[str]:
    return list(selectors.phone_data([row], row.neighbourhood, person=carol_of(row))["themes"])


def test_who_reads_along_is_known_by_the_door_and_hears_of_it(row: Any) -> None:
    stop = row.stops.first()
    told = {"heard": PARKING, "consent": True, "lighter_role": "reading_along", "contact": "bewoner@example.org"}
    assert record(row, new_visit(stop, "no", **told))
    heard = Heard.objects.get()
    assert heard.stop == stop
    course = matter_of("signal", heard.signal.public_id)
    assert course is not None
    assert [follower.email for follower in course.followers.all()] == ["bewoner@example.org"]
    (waiting,) = selectors.follow_up(row.neighbourhood)
    assert (waiting.kind, waiting.signal) == ("role", heard.signal)


def test_words_without_consent_are_refused_whole(row: Any) -> None:
    visit = new_visit(row.stops.first(), "no", heard=PARKING)
    assert code_of(row, visit) == "consent_missing"
    assert not Visit.objects.exists()
    assert not Signal.objects.exists()


def test_a_care_concern_stores_nothing_beside_itself(row: Any) -> None:
    concern = NewVisit(key=new_visit(row.stops.first()).key, outcome="care_concern", visited_at=END)
    for beside in (
        {"heard": "Zij ziet niemand meer.", "consent": True},
        {"stop": row.stops.first().public_id},
        {"contact": "x@example.org"},
        {"theme": "Zorg"},
        {"place": "Laan 1"},
        {"needs": ("buddy",)},
        {"lighter_role": "panel"},
        {"took_part_before": True},
    ):
        assert code_of(row, replace(concern, **beside)) == "care_takes_no_text", beside
    assert not Visit.objects.exists()
    assert record(row, concern)
    kept = Visit.objects.get()
    assert (kept.stop, kept.visited_at, kept.received_at) == (None, START, START)
    assert not Signal.objects.exists()
    assert selectors.round_page(row, now=END).care_concerns == 1
    # The database refuses it too.
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(
            municipality=row.municipality, round=row, stop=row.stops.first(), by=carol_of(row),
            source="phone", outcome="care_concern", visited_at=END, received_at=END, digest="x",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": "maybe"}, "outcome_unknown"),
        ({"stop": "000000000000"}, "stop_unknown"),
        ({"outcome": "not_home", "heard": "x", "consent": True}, "nothing_heard"),
        ({"heard": "x" * 1001, "consent": True}, "text_long"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(row: Any, change: dict[str, Any], code: str) -> None:
    assert code_of(row, replace(new_visit(row.stops.first()), **change)) == code
    assert not Visit.objects.exists()


def test_the_same_visit_again_changes_nothing_and_another_with_its_key_is_refused(row: Any) -> None:
    visit = new_visit(row.stops.first(), "no", heard=PARKING, consent=True)
    assert record(row, visit)
    assert not record(row, visit)
    assert (Visit.objects.count(), Signal.objects.count()) == (1, 1)
    assert code_of(row, replace(visit, outcome="yes", heard="")) == "key_taken"
    assert Visit.objects.get().outcome == "no"


def test_a_correction_adds_a_visit_and_the_last_word_counts(row: Any) -> None:
    stop = row.stops.first()
    wrong = new_visit(stop, "no")
    assert record(row, wrong)
    assert record(row, new_visit(stop, "yes", minutes=12, corrects=wrong.key))
    stop.ticket.refresh_from_db()
    assert stop.ticket.answer == "yes"
    assert [visit.outcome for visit in selectors.visits_at(stop)] == ["no", "yes"]
    # The only answer that there was is taken back.
    other = row.stops.all()[1]
    tapped = new_visit(other, "curious")
    assert record(row, tapped)
    assert record(row, new_visit(other, "not_home", minutes=12, corrects=tapped.key))
    other.ticket.refresh_from_db()
    assert other.ticket.answer == "waiting"


def test_a_late_visit_does_not_undo_a_newer_answer(row: Any) -> None:
    stop = row.stops.first()
    record_answer(ticket=stop.ticket, answer="yes", at=END)  # With the code from the letter.
    assert record(row, new_visit(stop, "thinking", minutes=5), at=END + timedelta(days=2))
    stop.ticket.refresh_from_db()
    assert stop.ticket.answer == "yes"
    assert Visit.objects.count() == 1


def test_a_visit_that_the_draw_cannot_take_over_is_kept_and_shown(row: Any) -> None:
    where = row.neighbourhood
    alice = keeper(where)
    pool = open_pool(neighbourhood=where, name="Wijkraad", features=["sex", "housing"], by=alice, lot=row.lot, at=START)
    stop = row.stops.first()
    yes = new_visit(stop, "yes")
    assert record(row, yes)
    assert pool.volunteers.count() == 1
    type(pool).objects.filter(pk=pool.pk).update(status="frozen")
    assert record(row, new_visit(stop, "no", minutes=20))
    assert Visit.objects.exclude(unapplied="").get().unapplied == "pool_closed"
    assert selectors.round_page(row, now=END).stops[0].unapplied == "pool_closed"


def test_no_visit_is_ever_edited_or_removed(row: Any) -> None:
    stop = row.stops.first()
    assert record(row, new_visit(stop, "thinking", needs=("transport",), took_part_before=True))
    for change in ({"outcome": "yes"}, {"needs": "buddy"}, {"took_part_before": False}, {"digest": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Visit.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Visit.objects.all().delete()
    # Without the guards the same works: they are what refuses.
    with transaction.atomic():
        drop_triggers("doorstep_visit_frozen_columns")
        Visit.objects.update(outcome="yes")
        transaction.set_rollback(True)


def test_details_go_with_the_register(row: Any) -> None:
    stop = row.stops.first()
    assert record(row, new_visit(stop, "thinking", needs=("transport",), took_part_before=True))
    assert services.forget_details(municipality=row.municipality) == 0
    type(stop.ticket).objects.filter(pk=stop.ticket_id).update(person=None)
    assert services.forget_details(municipality=row.municipality) == 1
    visit = Visit.objects.get()
    assert (visit.needs, visit.took_part_before, visit.outcome) == ("", None, "thinking")
    assert selectors.follow_up(row.neighbourhood) == []
    assert selectors.phone_data([row], row.neighbourhood, person=carol_of(row))["rounds"][0]["stops"][0]["id"] != (
        stop.public_id
    )


# --- What a phone sends ------------------------------------------------------------------------------------


def day_of_visits(row: Any, *, number: int) -> list[NewVisit]:
    """So many visits at all doors: second rings, changes of mind, corrections, words, care concerns."""
    chance = random.Random(7)
    stops, made = list(row.stops.all()), []
    for count in range(number):
        if count % 50 == 49:
            made.append(NewVisit(key=UUID(int=chance.getrandbits(128)), outcome="care_concern", visited_at=START))
            continue
        stop = chance.choice(stops)
        outcome = chance.choice(["not_home", "thinking", "yes", "no", "curious", "moved"])
        more: dict[str, Any] = {}
        if outcome in ("thinking", "yes", "no"):
            more["took_part_before"] = chance.choice([True, False, None])
            more["needs"] = tuple(chance.sample(["childcare", "transport", "buddy"], chance.randint(0, 2)))
        if outcome == "no" and count % 4 == 0:
            more |= {"heard": f"Zin {count}", "consent": True, "lighter_role": chance.choice(["", "reading_along"])}
        if outcome == "yes" and count % 5 == 0 and made and made[-1].stop == stop.public_id:
            more["corrects"] = made[-1].key
        visit = new_visit(stop, outcome, minutes=count, **more)
        made.append(replace(visit, key=UUID(int=chance.getrandbits(128))))
    return made


def state_of(row: Any) -> Any:
    """Everything that visits changed, but for keys of rows."""
    tickets = [
        (stop.ticket.answer, stop.ticket.took_part_before, sorted(stop.ticket.needs), stop.ticket.lighter_role,
         stop.ticket.reached_at, sorted(a.outcome for a in stop.ticket.attempts.all()))
        for stop in row.stops.select_related("ticket").order_by("position")
    ]  # fmt: skip
    signals = sorted(Heard.objects.values_list("signal__text", "stop__position"), key=str)
    visits = sorted(Visit.objects.values_list("key", "outcome", "visited_at", "digest"), key=str)
    joined = sorted(v.reference for stop in row.stops.all() for v in _volunteers(stop.ticket))
    return tickets, signals, visits, joined


def _volunteers(ticket: Any) -> list[Any]:
    return [ticket.volunteer] if hasattr(ticket, "volunteer") else []


@pytest.mark.parametrize(
    ("number", "times"), [(50, 4), pytest.param(1000, 5, marks=pytest.mark.deep)], ids=["quick", "deep"]
)
def test_shuffled_sendings_leave_what_one_left(number: int, times: int) -> None:
    where = neighbourhood()
    lot = published_lot(where)
    row = planned_round(where, lot=lot, doors=10)
    pool_facts = {"name": "Wijkraad", "features": ["sex", "housing"], "lot": lot, "at": START}
    open_pool(neighbourhood=where, by=keeper(where), **pool_facts)
    visits, carol = day_of_visits(row, number=number), carol_of(row)
    received = START + timedelta(days=1)
    # The phone's clock is two days ahead; the difference at the moment of sending sets it right.
    skew = timedelta(hours=48)
    skewed = [replace(visit, visited_at=visit.visited_at + skew) for visit in visits]

    def send(one: list[NewVisit]) -> list[str]:
        told = services.send_visits(
            visits=[(row.public_id, visit) for visit in one],
            by=carol,
            neighbourhood=where,
            sent_at=received + skew,
            at=received,
        )
        return [answer.state for answer in told]

    with transaction.atomic():
        assert set(send(skewed)) == {"accepted"}
        once = state_of(row)
        transaction.set_rollback(True)
    again = skewed * times
    random.Random(3).shuffle(again)
    states = send(again)
    assert (states.count("accepted"), states.count("known")) == (number, number * (times - 1))
    assert state_of(row) == once


def test_a_phone_sends_only_for_its_own_round_and_only_in_time(row: Any) -> None:
    where = row.neighbourhood
    stop = row.stops.first()

    def send(by: Any, visit: NewVisit, at: Any = END) -> Any:
        return services.send_visits(visits=[(row.public_id, visit)], by=by, neighbourhood=where, sent_at=at, at=at)[0]

    first = new_visit(stop, "not_home")
    assert send(canvasser(where, "Erin"), first).code == "not_yours"
    former = person("Frank", where=where)
    row.places.create(municipality=row.municipality, person=former)
    assert send(former, first).code == "not_yours"  # The role has ended.
    assert send(carol_of(row), first, END + timedelta(hours=71)).state == "accepted"
    # What arrived is known for ever; what did not is told.
    late = END + timedelta(hours=73)
    assert send(carol_of(row), first, late).state == "known"
    assert send(carol_of(row), new_visit(stop), late).code == "round_over"
    # One that is refused stops no other.
    told = services.send_visits(
        visits=[("000000000000", new_visit(stop)), (row.public_id, new_visit(stop, "yes"))],
        by=carol_of(row),
        neighbourhood=where,
        sent_at=END,
        at=END,
    )
    assert [one.state for one in told] == ["refused", "accepted"]
