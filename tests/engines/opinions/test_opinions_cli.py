"""`samenspel map`: the keys that are promised, an account for people, faults that can be mended."""

import json
import subprocess
import sys

import pytest
from opinions_examples import planted
from typer.testing import CliRunner

from samenspel.cli import build_app
from samenspel_testing import shared_data


def run(*arguments):
    return CliRunner().invoke(build_app(), ["map", *map(str, arguments)])


@pytest.fixture
def votes(tmp_path):
    path = tmp_path / "votes.csv"
    rows = [f"{what},{who},{value}" for who, what, value in planted((60, 40), 30, seed=2)]
    path.write_text("\n".join(["comment-id,voter-id,vote", *rows, ""]))
    return path


def test_json_has_the_promised_keys(votes):
    ran = run(votes, "--json")
    assert ran.exit_code == 0
    result = json.loads(ran.stdout)
    assert list(result) == [
        "participants",
        "statements",
        "groups",
        "common_ground",
        "projection",
        "seconds",
    ]
    assert (result["participants"], result["statements"]) == (100, 30)
    assert len(result["groups"]) == 2
    assert set(map(int, min(result["groups"], key=len))) <= set(range(60, 100))
    assert set(result["common_ground"][0]) == {"statement", "score", "low", "high"}
    assert set(result["projection"]) == {str(number) for number in range(100)}
    assert all(len(place) == 2 for place in result["projection"].values())


def test_people_get_an_account(votes):
    ran = run(votes)
    assert ran.exit_code == 0
    assert "100 participants reacted to 30 statements" in ran.stdout
    assert "2 groups" in ran.stdout
    assert "Common ground" in ran.stdout


def test_no_clear_groups_is_said():
    ran = run(shared_data("polis", "london.youth.policing", "votes.csv"))
    assert "There are no clear groups." in ran.stdout
    ran = run(shared_data("polis", "london.youth.policing", "votes.csv"), "--json")
    assert json.loads(ran.stdout)["groups"] == []


def test_a_bad_file_is_refused_with_row_and_column(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text("comment-id,voter-id,vote\n1,1,5\n")
    ran = run(path, "--json")
    assert ran.exit_code == 1
    (fault,) = json.loads(ran.stdout)["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (2, "vote", "vote_value")
    assert fault["remedy"]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert run(tmp_path / "none.csv", "--json").exit_code == 1


def test_the_command_needs_no_django(votes):
    code = (
        "import sys; from samenspel.engines.opinions import read_votes, opinion_map; from pathlib import Path;"
        "opinion_map(read_votes(Path(sys.argv[1])), seed=1); assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(votes)], check=True)
