"""The made-up people: the same from the same seed, in the sizes that are asked for, and nobody real."""

import csv
import io
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.site.demo import cast, cycle, generator, stage
from samenspel.site.demo.calendar import Calendar

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
REGISTER = {"inhabitants": 500, "dwellings": 300, "year": 2026}


def rows(data, delimiter=";"):
    return list(csv.DictReader(io.StringIO(data.decode()), delimiter=delimiter))


def conversation(seed, people=40):
    statements = stage.rows_of("stellingen.csv")
    return generator.conversation(statements, people=people, from_at=AT, days=20, seed=seed)


MAKERS = {
    "register": lambda seed: generator.register(**REGISTER, seed=seed),
    "answers": lambda seed: generator.answers(people=200, yes=30, reached=120, seed=seed),
    "conversation": conversation,
    "ballots": lambda seed: generator.ballots(stage.rows_of("ideeen.csv"), voters=50, seed=seed),
}


@pytest.mark.parametrize("what", MAKERS)
def test_the_same_seed_gives_the_same_and_another_gives_another(what):
    make = MAKERS[what]
    assert make(1) == make(1)
    assert make(1) != make(2)


@given(st.integers(0, 400), st.integers(0, 300), st.integers(0, 9))
def test_a_register_holds_as_many_people_as_asked(inhabitants, dwellings, seed):
    made = generator.register(inhabitants=inhabitants, dwellings=dwellings, year=2026, seed=seed)
    found = rows(made.data)
    assert len(found) == (inhabitants if dwellings else 0)
    adults = sum(2026 - int(row["geboortejaar"]) >= 16 for row in found)
    for counts in made.population.values():
        assert sum(counts.values()) == adults


def test_a_register_has_no_names_and_only_invented_streets():
    found = rows(generator.register(**REGISTER, seed=404).data)
    assert set(found[0]) == {
        "adres", "huishouden", "geboortejaar", "geslacht", "woonsituatie", "deelgebied", "geheim",
    }  # fmt: skip
    for row in found:
        stem = re.fullmatch(r"(\w+)straat \d+", row["adres"])
        assert stem
        assert stem[1] in generator._STREET_STEMS
    assert len({row["adres"] for row in found}) <= REGISTER["dwellings"]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 9))
def test_answers_come_in_the_numbers_asked(yes, others, not_reached, seed):
    reached, people = yes + others, yes + others + not_reached
    made = generator.answers(people=people, yes=yes, reached=reached, seed=seed)
    counted = Counter(one.answer for one in made)
    assert (len(made), counted["yes"], counted["not_reached"]) == (people, yes, not_reached)
    assert all((one.took_part_before is None) == (one.answer != "yes") for one in made)


def test_reactions_are_of_the_people_and_statements_there_are():
    made = conversation(3)
    votes, comments = rows(made.votes, ","), rows(made.comments, ",")
    numbers = {row["nummer"] for row in stage.rows_of("stellingen.csv")}
    assert {row["comment-id"] for row in comments} == numbers
    assert {row["comment-id"] for row in votes} <= numbers
    assert {int(row["voter-id"]) for row in votes} == set(range(40))
    assert set(Counter((row["voter-id"], row["comment-id"]) for row in votes).values()) == {1}
    assert {row["vote"] for row in votes} == {"-1", "0", "1"}
    assert min(Counter(row["voter-id"] for row in votes).values()) >= 7


def test_everyone_who_votes_chooses_something_and_nothing_twice():
    plans = stage.rows_of("ideeen.csv")
    made = generator.ballots(plans, voters=200, seed=1)
    assert len(made) == 200
    for chosen in made:
        assert chosen
        assert len(set(chosen)) == len(chosen)
        assert set(chosen) <= set(range(len(plans)))


def test_a_file_moves_to_the_year_of_the_demonstration():
    calendar = Calendar(datetime(2031, 5, 1, 12, tzinfo=UTC))
    moved = calendar.of_this_year(stage.file_bytes("potjes.csv"))
    assert b"2026" not in moved
    assert b"31-12-2031" in moved


def test_no_moment_of_the_past_lies_in_the_future():
    calendar = Calendar(datetime(2026, 9, 15, 6, 30, tzinfo=UTC))
    assert calendar.at(0, 23) == calendar.now
    assert calendar.at(-1, 23) < calendar.now
    assert calendar.at(2, 9) > calendar.now
    assert calendar.day(-14).isoformat() == "2026-09-01"


FILES = ("ideeen.csv", "potjes.csv", "ramingen.csv", "signalen.csv", "stellingen.csv")
# What would lead to someone: mail addresses, telephone numbers, postcodes, citizen service and bank account numbers.
PERSONAL = {
    "mail": r"[\w.+-]+@[\w-]+\.\w+",
    "telephone": r"(?<!\d)(?:\+31|0)[1-9](?:[ -]?\d){8}(?!\d)",
    "postcode": r"\b[1-9]\d{3} ?[A-Z]{2}\b",
    "citizen service number": r"(?<!\d)\d{9}(?!\d)",
    "bank account": r"\bNL\d{2} ?[A-Z]{4}",
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_nothing_in_the_files_leads_to_a_person(kind):
    for name in FILES:
        assert not re.findall(PERSONAL[kind], stage.file_bytes(name).decode()), name
    made = generator.register(**REGISTER, seed=404).data + conversation(404).comments
    assert not re.findall(PERSONAL[kind], made.decode())


def test_the_patterns_would_find_someone():
    someone = "jan@gemeente.nl, 06-12345678, 9713 AB, 123456782, NL12ABNA0123456789"
    assert all(re.search(pattern, someone) for pattern in PERSONAL.values())


def test_organisations_that_are_paid_say_that_they_are_invented():
    names = [row["eigenaar"] for row in stage.rows_of("potjes.csv") if row["soort eigenaar"] == "fonds"]
    assert names
    assert all("(verzonnen)" in name for name in names)


def test_the_cast_is_addressed_where_nobody_lives():
    import inspect

    assert "@example.org" in inspect.getsource(cast.gather)
    assert len({name for name, _role in cast.PEOPLE}) == len(cast.PEOPLE)


def test_every_step_has_a_name_and_they_stand_in_order_of_days():
    days = [starts for _label, starts, _step in cycle.STEPS]
    assert days == sorted(days)
    assert all(str(label) for label, _starts, _step in cycle.STEPS)
