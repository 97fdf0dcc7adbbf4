"""`samenspel draw`: the keys, the refusals, and a commitment that `pick` can finish."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = [
    "algorithm",
    "pool_size",
    "seats",
    "chances",
    "min_chance",
    "bound_min_chance",
    "gap",
    "lottery_min_chance",
    "panels",
    "picked",
    "panel",
    "seconds",
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    pool = ["id;gender;age;home"]
    pool += [f"{n};{'fm'[n % 2]};{['young', 'old'][n % 3 > 0]};{n // 2}" for n in range(24)]
    (tmp_path / "pool.csv").write_text("\ufeff" + "\r\n".join(pool), encoding="utf-8")
    (tmp_path / "targets.csv").write_text(
        "category,name,min,max\ngender,f,3,3\ngender,m,3,3\nage,young,2,3\nage,old,3,4\n", encoding="utf-8"
    )
    return ["--pool", str(tmp_path / "pool.csv"), "--targets", str(tmp_path / "targets.csv"), "--seats", "6"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "samenspel.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_json_has_the_keys_and_nothing_else_on_stdout(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "bundle.json"
    done = run(
        "draw",
        *files,
        "--panels",
        "100",
        "--randomness",
        "balls:041",
        "--household",
        "home",
        "--json",
        "--out",
        str(out),
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert list(result) == KEYS
    assert result["picked"] == 41
    assert sorted(result["panel"]) == sorted(result["panels"][41])
    assert len(result["panels"]) == 100
    assert sum(result["chances"].values()) == pytest.approx(6)
    assert run("verify", str(out)).returncode == 0


def test_without_randomness_a_commitment_that_pick_finishes(files: list[str], tmp_path: Path) -> None:
    commitment = tmp_path / "commitment.json"
    done = run("draw", *files, "--panels", "50", "--out", str(commitment))
    assert done.returncode == 0, done.stderr
    assert "No panel has been drawn yet" in done.stdout
    assert json.loads(commitment.read_text(encoding="utf-8"))["picked"] is None
    picked = run("pick", str(commitment), "--randomness", "text:9/5/12./", "--json")
    assert picked.returncode == 0, picked.stderr
    assert len(json.loads(picked.stdout)["panel"]) == 6


def test_faults_come_as_json_with_exit_code_1(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("feature,value,min,max\ngender,f,3,2\ngender,m,x,3\n", encoding="utf-8")
    done = run("draw", *files, "--json")
    assert done.returncode == 1
    faults = json.loads(done.stdout)["faults"]
    assert [(fault["code"], fault["row"], fault["column"]) for fault in faults] == [
        ("min_above_max", 2, "min"),
        ("not_an_integer", 3, "min"),
    ]


def test_an_unknown_algorithm_is_a_usage_error(files: list[str]) -> None:
    assert run("draw", *files, "--algorithm", "magic").returncode == 2
