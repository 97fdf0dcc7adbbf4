"""Whatever is altered behind the guards' back is named; the export is what bean-check accepts."""

import random
import subprocess
import sysconfig
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum

from samenspel.apps.household import selectors
from samenspel.apps.household.models import Account, Transfer

from . import factories
from .guards import rolled_back, take_away

pytestmark = pytest.mark.django_db
# Every column whose change means something else happened to money.
MEANINGFUL = {
    "sequence": 77,
    "kind": "give_back",
    "amount_cents": 1_365_001,
    "idempotency_key": "other",
    "period": "2026-03",
    "refs": '{"bank_line": "other"}',
    "bank_line": "other",
    "act_sequence": 1,
}


@pytest.mark.parametrize("column", MEANINGFUL)
def test_an_altered_column_is_named(column):
    scene = factories.scene()
    (payment,) = factories.whole_course(scene)
    with rolled_back():
        take_away("household_transfer_no_update")
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE household_transfer SET {column} = %s WHERE id = %s",  # noqa: S608 - from the list above
                [MEANINGFUL[column], payment.pk],
            )
        report = selectors.verify_book(scene.municipality)
        assert {fault.where for fault in report.faults} > {"database"}, report.faults


def test_a_flipped_digit_anywhere_in_the_trail_is_named():
    scene = factories.scene()
    factories.whole_course(scene)
    steady = random.Random(7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, content FROM trail_act WHERE kind = 'money.moved'")
        acts = cursor.fetchall()
    for _ in range(20):
        number, content = steady.choice(acts)
        place = steady.choice([i for i, sign in enumerate(content) if sign.isdigit()])
        flipped = content[:place] + str((int(content[place]) + 1) % 10) + content[place + 1 :]
        with rolled_back():
            take_away("trail_act_no_update")
            with connection.cursor() as cursor:
                cursor.execute("UPDATE trail_act SET content = %s WHERE id = %s", [flipped, number])
            report = selectors.verify_book(scene.municipality)
            assert {"trail", "engine"} & {fault.where for fault in report.faults}


def test_a_missing_guard_is_named():
    scene = factories.scene()
    factories.fund(scene)
    with rolled_back():
        take_away("household_transfer_no_update")
        (fault,) = selectors.verify_book(scene.municipality).faults
        assert (fault.where, fault.code, fault.detail) == (
            "database",
            "trigger_missing",
            "household_transfer_no_update",
        )


def test_books_of_two_municipalities_stand_apart():
    scene = factories.scene()
    factories.whole_course(scene)
    elsewhere = factories.shared.municipality("Elders", "GM9998")
    assert selectors.verify_book(scene.municipality).transfers == 5
    report = selectors.verify_book(elsewhere)
    assert (report.transfers, report.verifies) == (0, True)


def test_bean_check_accepts_the_export_and_finds_the_same_balances(tmp_path):
    loader = pytest.importorskip("beancount.loader")
    realization = pytest.importorskip("beancount.core.realization")
    scene = factories.scene()
    factories.whole_course(scene)
    factories.fund(scene, name="Fonds Oost", amount_cents=1234)
    content, count = selectors.export_of(scene.municipality, "beancount")
    path = tmp_path / "book.beancount"
    path.write_bytes(content)
    program = Path(sysconfig.get_path("scripts")) / "bean-check"
    assert subprocess.run([program, "--no-cache", path], capture_output=True).returncode == 0
    entries, errors, _ = loader.load_file(str(path))
    assert not errors
    tree = realization.realize(entries)
    roots = {"available": "Assets:Available", "allocated": "Assets:Allocated", "spent": "Expenses:Spent"}
    for kind, root in roots.items():
        theirs = realization.compute_balance(realization.get(tree, root)).get_currency_units("EUR").number
        ours = Account.objects.filter(kind=kind).aggregate(total=Sum("balance_cents"))["total"]
        assert int(theirs * 100) == ours
    assert count == Transfer.objects.count()
