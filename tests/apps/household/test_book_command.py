"""`samenspel book` on a database of its own, as a municipality runs it."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

SEED = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.apps.household import factories
factories.whole_course(factories.scene())
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    environment = {
        **os.environ,
        "SAMENSPEL_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "samenspel.site.settings",
        "PYTHONPATH": os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")]),
    }
    environment.pop("DATABASE_URL", None)

    def run(*arguments):
        return subprocess.run([sys.executable, *arguments], env=environment, cwd=folder, capture_output=True, text=True)

    def samenspel(*arguments):
        return run("-m", "samenspel.cli", "book", *arguments)

    nothing = samenspel("verify", "--json")
    assert nothing.returncode == 1
    assert json.loads(nothing.stdout)["faults"][0]["code"] == "no_book"
    seeded = run("-c", SEED)
    assert seeded.returncode == 0, seeded.stderr
    samenspel.folder = folder
    return samenspel


def test_a_good_book_verifies(book):
    told = book("verify", "--json")
    assert told.returncode == 0, told.stderr
    result = json.loads(told.stdout)
    assert (result["verifies"], result["faults"]) == (True, [])
    assert result["books"][0]["transfers"] == 5
    assert "good" in book("verify").stdout


@pytest.mark.parametrize("name", ["beancount", "csv"])
def test_the_book_is_exported(book, name):
    out = book.folder / f"out.{name}"
    told = book("export", "--format", name, "--out", str(out))
    assert told.returncode == 0, told.stderr
    assert "5 transfers" in told.stdout
    assert b"Wijkbudget" in out.read_bytes() or b"spent" in out.read_bytes().lower()
    assert book("export", "--format", "word", "--out", str(out)).returncode == 2


def test_a_book_altered_behind_the_guards_does_not_verify(book):
    connection = sqlite3.connect(book.folder / "samenspel.sqlite3")
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'household_transfer_no_update'").fetchone()
    connection.execute("DROP TRIGGER household_transfer_no_update")
    connection.execute("UPDATE household_transfer SET amount_cents = 1 WHERE sequence = 5")
    connection.execute(sql)
    connection.commit()
    told = book("verify", "--json")
    assert told.returncode == 1
    assert (5, "leaf_differs") in {(f["row"], f["code"]) for f in json.loads(told.stdout)["faults"]}
