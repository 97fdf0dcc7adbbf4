"""The `.pb` format: what is read, what is refused and on which line, and that writing loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.budgeting.budgeting_elections import city_election, small_election
from samenspel.engines.budgeting import Project, make_election, read_pabulib, write_pabulib
from samenspel.engines.errors import EngineError, FaultsError

GOOD = """META
key;value
description;"Wijk; en meer"
budget;100000
vote_type;approval
num_projects;3
num_votes;4
PROJECTS
project_id;cost;name;category;target
1;7200;"Podium
buiten";music,youth;young
2;21000.50;Bankjes;;old,young
3;999999999;Zwembad;;
VOTES
voter_id;vote;age
a;1,2;16
b;2,1;
c;;30
d;1,2;99
"""


def faults_of(text: str | bytes) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(FaultsError) as refused:
        read_pabulib(text if isinstance(text, bytes) else text.encode())
    for fault in refused.value.faults:
        assert fault.message
        assert fault.remedy
    return [(fault.code, fault.row, fault.column) for fault in refused.value.faults]


def test_a_file_is_read():
    election = read_pabulib(GOOD.encode())
    assert election.scale == 2
    assert election.budget == 200_000
    assert [project.cost for project in election.projects[:2]] == [14_400, 42_001]
    assert election.in_file_unit(42_001) == 21_000.5
    assert election.projects[0].name == "Podium\nbuiten"
    assert election.projects[0].categories == ("music", "youth")
    assert election.projects[1].beneficiaries == ("old", "young")
    assert [project.withdrawn for project in election.projects] == [False, False, True]
    assert election.voter_ids == ("a", "b", "c", "d")
    assert election.votes == (3, 3, 0)
    assert election.voters == 4
    assert election.meta == {"description": "Wijk; en meer"}


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: t + "\n\n"])
def test_line_ends_byte_order_mark_and_blank_lines_change_nothing(change):
    assert read_pabulib(change(GOOD).encode()) == read_pabulib(GOOD.encode())


def test_a_path_is_read_as_its_bytes(tmp_path):
    path = tmp_path / "election.pb"
    path.write_bytes(GOOD.encode())
    assert read_pabulib(path) == read_pabulib(str(path)) == read_pabulib(GOOD.encode())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("budget;100000\n", "", ("meta_missing", None, "budget")),
        ("budget;100000", "budget;veel", ("budget_not_amount", 4, "budget")),
        ("budget;100000", "budget;-5", ("budget_not_amount", 4, "budget")),
        ("budget;100000", "budget;1;2", ("row_length", 4, None)),
        ("vote_type;approval", "vote_type;guess", ("vote_type_unknown", 5, "vote_type")),
        ("num_votes;4", "num_votes;5", ("count_differs", 7, "num_votes")),
        ("num_projects;3", "num_projects;4", ("count_differs", 6, "num_projects")),
        ("1;7200;", "1;zeven;", ("cost_not_amount", 10, "cost")),
        ("1;7200;", ";7200;", ("project_id", 10, "project_id")),
        ("2;21000.50;", "1;21000.50;", ("project_twice", 12, "project_id")),
        ("3;999999999;Zwembad;;", "3;999999999;Zwembad", ("row_length", 13, None)),
        ("c;;30", "a;;30", ("voter_twice", 18, "voter_id")),
        ("c;;30", ";;30", ("voter_missing", 18, "voter_id")),
        ("c;;30", "c;9;30", ("unknown_project", 18, "vote")),
        ("c;;30", "c;1,,2;30", ("unknown_project", 18, "vote")),
        ("c;;30", "c;1,2", ("row_length", 18, None)),
        ("voter_id;vote;age", "voter_id;votes;age", ("column_missing", 15, "vote")),
        ("project_id;cost;", "project_id;price;", ("column_missing", 9, "cost")),
        ("PROJECTS\n", "", ("row_length", 8, None)),
        ("META\n", "", ("before_meta", 1, None)),
        ("description;", "budget;", ("meta_twice", 4, "budget")),
    ],
)
def test_each_fault_is_named_with_its_line(old, new, expected):
    assert old in GOOD
    assert expected in faults_of(GOOD.replace(old, new, 1))


def test_all_faults_are_named_at_once_in_the_order_of_the_file():
    text = GOOD.replace("1;7200", "1;x").replace("a;1,2", "a;7,2").replace("d;1,2", "d;8")
    assert [row for _, row, _ in faults_of(text)] == [10, 16, 19]


def test_lines_are_right_where_votes_are_quoted():
    text = GOOD.replace("a;1,2;16", 'a;"1,2";"on\ntwo lines"').replace("d;1,2;99", "d;5;99")
    assert faults_of(text) == [("unknown_project", 20, "vote")]


@pytest.mark.parametrize("text", ["", "META\nkey;value\n", GOOD[: GOOD.index("VOTES")]])
def test_a_missing_section_is_a_fault(text):
    assert "section_missing" in [code for code, _, _ in faults_of(text)]


def test_sections_out_of_order_are_a_fault():
    assert ("section_order", 8, None) in faults_of(GOOD.replace("PROJECTS", "VOTES", 1))


def test_bytes_that_are_not_utf8_are_a_fault():
    assert faults_of(GOOD.encode().replace(b"Bankjes", b"B\xe9nkjes")) == [("not_utf8", 12, None)]


POINTS = """META
key;value
budget;10
vote_type;cumulative
PROJECTS
project_id;cost
1;5
2;5
VOTES
voter_id;vote;points
a;1,2;3,1.5
b;;
c;2;0
"""


def test_points_are_read_exactly_and_nothing_is_no_support():
    election = read_pabulib(POINTS.encode())
    assert election.ballots.points_scale == 2
    assert election.ballots.points_of(0).tolist() == [6, 3]
    assert election.votes == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("3,1.5", "3", ("points_count", 11, "points")),
        ("3,1.5", "3,x", ("points_not_number", 11, "points")),
        ("voter_id;vote;points", "voter_id;vote;score", ("column_missing", None, "points")),
    ],
)
def test_faults_in_points(old, new, expected):
    assert expected in faults_of(POINTS.replace(old, new))


def test_a_project_named_twice_counts_once_and_its_points_add_up():
    approval = read_pabulib(GOOD.replace("a;1,2;", "a;1,1,2;").encode())
    assert approval.votes == (3, 3, 0)
    points = read_pabulib(POINTS.replace("a;1,2;3,1.5", "a;1,1;3,1").encode())
    assert points.ballots.points_of(0).tolist() == [4]


def test_one_choice_means_one_and_a_ranking_names_each_once():
    one = GOOD.replace("vote_type;approval", "vote_type;choose-1")
    assert ("too_many", 16, "vote") in faults_of(one)
    ranking = GOOD.replace("vote_type;approval", "vote_type;ordinal").replace("a;1,2", "a;1,1")
    assert faults_of(ranking) == [("ranked_twice", 16, "vote")]


TEXT = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=",")).filter(bool)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    names=st.lists(TEXT, min_size=1, max_size=6, unique=True),
    notes=st.lists(st.text(st.characters(exclude_categories=("C",)) | st.sampled_from(';"\n')), max_size=3),
    costs=st.lists(st.integers(0, 10**9).filter(lambda cost: cost != 999_999_999), min_size=6, max_size=6),
    ballot_type=st.sampled_from(["approval", "choose-1", "ordinal", "cumulative", "scoring"]),
    data=st.data(),
)
def test_what_is_written_is_read_back(names, notes, costs, ballot_type, data):
    notes = [note.strip() for note in notes]
    projects = [
        Project(name, cost, details={"name": note} if note else {})
        for name, cost, note in zip(names, costs, [*notes, *[""] * 6], strict=False)
    ]
    longest = 1 if ballot_type == "choose-1" else 6
    chosen = data.draw(st.lists(st.lists(st.sampled_from(names), unique=True, max_size=longest), max_size=8))
    ballots = chosen
    if ballot_type in ("cumulative", "scoring"):
        ballots = [{name: data.draw(st.integers(0, 9)) for name in ballot} for ballot in chosen]
    election = make_election(
        projects,
        data.draw(st.integers(0, 10**9)),
        ballots,
        ballot_type=ballot_type,
        meta={"description": 'Test; with "quotes"'},
        voter_ids=[f"v{number}" for number in range(len(ballots))],
    )
    again = read_pabulib(write_pabulib(election))
    if not any(chosen) and ballot_type in ("cumulative", "scoring"):
        assert again.voters == election.voters
    else:
        assert again == election
    assert write_pabulib(again) == write_pabulib(election)


def test_amounts_in_cents_are_written_as_decimals():
    election = make_election([Project("1", 1_250_05)], 9_999_99, [["1"]], scale=100, voter_ids=["x"])
    data = write_pabulib(election)
    assert b"1;1250.05" in data
    assert read_pabulib(data) == election


def test_a_city_survives_the_round_trip():
    election = city_election(500, 20)
    assert read_pabulib(write_pabulib(election)) == election


@pytest.mark.parametrize("name", ["", "a,b", " a"])
def test_an_id_that_the_format_cannot_hold_is_refused(name):
    with pytest.raises(EngineError, match="project_id"):
        write_pabulib(make_election([Project(name, 1)], 1, []))


def test_an_amount_without_an_end_is_refused():
    with pytest.raises(EngineError, match="not_decimal"):
        write_pabulib(make_election([Project("a", 1)], 1, [], scale=3))


def test_small_elections_survive_the_round_trip():
    for seed in range(100):
        election = small_election(seed)
        assert read_pabulib(write_pabulib(election)).votes == election.votes
