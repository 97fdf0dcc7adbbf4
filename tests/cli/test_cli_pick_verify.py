"""`samenspel pick` and `samenspel verify` on files."""

import json

import pytest
from typer.testing import CliRunner

from samenspel.cli import build_app
from samenspel.engines.evidence import commitment_of, draw_bundle, open_sealed, seal

runner = CliRunner()


@pytest.fixture
def commitment(tmp_path):
    bundle = draw_bundle(
        algorithm="leximin",
        seats=1,
        targets=[{"feature": "age", "value": "old", "min": 1, "max": 1}],
        pool=[{"id": name, "features": {"age": "old"}} for name in ("alice", "bob")],
        panels=[["alice"], ["bob"]],
        one_per_household=True,
        software="samenspel 0.1.0",
    )
    path = tmp_path / "commitment.json"
    path.write_bytes(seal(bundle))
    return path


def run(*arguments) -> tuple[int, dict]:
    result = runner.invoke(build_app(), [str(argument) for argument in arguments])
    return result.exit_code, json.loads(result.stdout)


def test_pick_then_verify(commitment, tmp_path):
    out = tmp_path / "bundle.json"
    published = commitment_of(open_sealed(commitment.read_bytes()))
    code, result = run("pick", commitment, "--randomness", "001", "--out", out, "--json")
    assert code == 0
    assert result["panel"] == ["bob"]
    assert result["commitment"] == published
    code, result = run("verify", out, "--commitment", published, "--json")
    assert code == 0
    assert result["ok"]
    assert result["commitment"] == published
    assert {check["name"] for check in result["checks"]} >= {"seal", "commitment", "chances", "pick"}


def test_people_get_sentences(commitment):
    picked = runner.invoke(build_app(), ["pick", str(commitment), "--randomness", "balls:000"])
    assert "Panel 000 of 2 by balls:000:\n  alice" in picked.stdout
    verified = runner.invoke(build_app(), ["verify", str(commitment)])
    assert "good  pick: the lot has not fallen yet" in verified.stdout


def test_a_changed_bundle_ends_with_1_and_names_what_differs(commitment):
    commitment.write_bytes(commitment.read_bytes().replace(b'"alice":"0.5"', b'"alice":"0.6"'))
    code, result = run("verify", commitment, "--json")
    assert code == 1
    assert [fault["code"] for fault in result["faults"]] == ["seal", "chances"]
    code, result = run("pick", commitment, "--randomness", "001", "--json")
    assert code == 1
    assert result["faults"][0]["code"] == "seal_broken"


@pytest.mark.parametrize(("source", "code"), [("dice:1", "unknown_source"), ("999", "number_outside_panels")])
def test_a_refused_source_writes_nothing(commitment, tmp_path, source, code):
    out = tmp_path / "bundle.json"
    exit_code, result = run("pick", commitment, "--randomness", source, "--out", out, "--json")
    assert exit_code == 1
    assert result["faults"][0]["code"] == code
    assert not out.exists()


def test_a_missing_file(tmp_path):
    code, result = run("verify", tmp_path / "none.json", "--json")
    assert code == 1
    assert result["faults"][0]["code"] == "file_not_found"


def test_a_folder_that_is_not_there_is_a_fault(commitment, tmp_path):
    code, result = run("pick", commitment, "--randomness", "001", "--out", tmp_path / "none" / "b.json", "--json")
    assert code == 1
    assert result["faults"][0]["code"] == "file_not_found"


def test_what_was_announced_is_held_to(tmp_path):
    (tmp_path / "people.csv").write_text("id,sex\na,m\nb,f\nc,m\nd,f\n")
    (tmp_path / "targets.csv").write_text("feature,value,min,max\nsex,m,1,1\nsex,f,1,1\n")
    draw = ["draw", "--pool", tmp_path / "people.csv", "--targets", tmp_path / "targets.csv", "--seats", 2, "--json"]
    assert run(*draw, "--announced", "dice")[1]["faults"][0]["code"] == "announcement_unknown"
    out = tmp_path / "commitment.json"
    assert run(*draw, "--panels", 10, "--announced", "drand:1000", "--out", out)[0] == 0
    assert open_sealed(out.read_bytes())["announced"] == "drand:1000"
    assert run("pick", out, "--randomness", "003", "--json")[1]["faults"][0]["code"] == "other_source_announced"
