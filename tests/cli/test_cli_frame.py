"""The frame of the command line: where results, messages and refusals go."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from samenspel.cli import COMMANDS, build_app
from samenspel.cli.output import print_result, progress, refusals_to_exit
from samenspel.engines.errors import EngineError, Fault, FaultsError

runner = CliRunner()


def app_that(raises: Exception | None = None) -> typer.Typer:
    app = typer.Typer()

    def act(path: Path = Path("x"), as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
        """Act."""
        progress("busy")
        if raises:
            raise raises
        print_result({"seats": 11}, as_json, lambda result: f"{result['seats']} seats")

    app.command("act")(refusals_to_exit(act))
    return app


def test_a_result_for_people_and_for_programs():
    plain = runner.invoke(app_that(), [])
    assert (plain.exit_code, plain.stdout, plain.stderr) == (0, "11 seats\n", "busy\n")
    machine = runner.invoke(app_that(), ["--json"])
    assert json.loads(machine.stdout) == {"seats": 11}


def test_faults_are_the_only_thing_on_stdout():
    fault = Fault("ragged_row", "This row has 2 cells.", "Add one.", row=3, column="naam")
    result = runner.invoke(app_that(FaultsError([fault, fault])), ["--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"][1] == {
        "row": 3,
        "column": "naam",
        "code": "ragged_row",
        "message": "This row has 2 cells.",
        "remedy": "Add one.",
    }
    plain = runner.invoke(app_that(FaultsError([fault])), [])
    assert plain.exit_code == 1
    assert plain.stdout == ""
    assert "row 3, column naam: This row has 2 cells. Add one." in plain.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EngineError("unknown_source", text="x"), "unknown_source"),
        (EngineError("something_new", size=3), "something_new"),
        (FileNotFoundError(2, "No such file", "pool.csv"), "file_not_found"),
        (IsADirectoryError(21, "Is a directory", "pool"), "is_a_folder"),
        (PermissionError(13, "Permission denied", "pool"), "file_not_allowed"),
        (OSError(28, "No space left on device", "out.json"), "disk_full"),
    ],
)
def test_every_refusal_becomes_a_fault(error, code):
    result = runner.invoke(app_that(error), ["--json"])
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)["faults"]
    assert fault["code"] == code
    assert fault["message"]


def test_usage_errors_exit_2():
    result = runner.invoke(build_app(), ["verify"])
    assert (result.exit_code, result.stdout) == (2, "")


def test_names_are_unique():
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


def test_help_loads_nothing_heavy():
    program = (
        "import sys; from samenspel.cli import build_app; build_app();"
        "heavy = {'numpy', 'scipy', 'highspy', 'django', 'openpyxl', 'py_ecc'} & set(sys.modules);"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
