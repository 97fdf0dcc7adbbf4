"""The household book side by side: posting against bare INSERTs, verifying against bean-check.

    python bench/ledger.py [--posts 2000] [--transfers 100000] [--json FILE]

Posting (lock, numbering, guards, balances, the trail's leaf) and the whole service `amend_fund` (who may,
then posting) against bare INSERTs of the same rows, the trail's leaf included, into tables with the same
columns and indexes but no guards; one committed transaction each, on the same connection with the same
durability, in turns. The ratio depends on the disk: the slower it makes a commit durable, the less the rest
counts.
Verifying: the engine reads a book of 100,000 transfers again (all invariants and the leaves) against
`bean-check --no-cache` on the exported file, one after the other in the same run.
Works on the database of DATABASE_URL, else on SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="samenspel-bench-")
os.environ["SAMENSPEL_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.site.settings"
ROUND = 50


def set_up() -> tuple[Any, Any]:
    """An empty database with one fund and its bookkeeper."""
    import django

    django.setup()
    from django.core.management import call_command

    from samenspel.apps.accounts.services import grant_role, save_person
    from samenspel.apps.household import services
    from samenspel.apps.places.services import save_municipality, save_neighbourhood

    call_command("migrate", verbosity=0)
    municipality = save_municipality(cbs_code="GM9999", name="Voorbeeldstad")
    where = save_neighbourhood(municipality=municipality, cbs_code="WK999901", name="Tuinwijk", takes_part=True)
    alice = save_person(email="alice@example.org", name="Alice")
    grant_role(person=alice, role="controller", municipality=municipality)
    fund = services.open_fund(
        neighbourhood=where,
        name="Wijkbudget",
        owner_name="Gemeenteraad",
        owner_kind="city_council",
        task_field_code="6.1",
        economic_category="4.3.8",
        year=2026,
        freedom="free",
        ends_on=datetime.date(2026, 12, 31),
        amount_cents=10_000_000,
        grant_letter="Raadsbesluit 12",
        by=alice,
    )
    return fund, alice


def bare_tables() -> dict[str, str]:
    """Copies of both tables with their columns and indexes, without triggers and foreign keys: name → copy."""
    from django.db import connection

    copies = {"trail_act": "bare_act", "household_transfer": "bare_transfer"}
    with connection.cursor() as cursor:
        for table, copy in copies.items():
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE TABLE {copy} (LIKE {table} INCLUDING INDEXES INCLUDING DEFAULTS)")
                continue
            cursor.execute(f"PRAGMA table_info({table})")
            columns = ", ".join(
                f'"{name}" {kind} PRIMARY KEY' if key else f'"{name}" {kind}'
                for _, name, kind, _, _, key in cursor.fetchall()
            )
            cursor.execute(f"CREATE TABLE {copy} ({columns})")
            cursor.execute(f"PRAGMA index_list({table})")
            for number, (_, _, unique, _, _) in enumerate(listed := cursor.fetchall()):
                cursor.execute(f'PRAGMA index_info("{listed[number][1]}")')
                fields = ", ".join(f'"{row[2]}"' for row in cursor.fetchall())
                kind = "UNIQUE INDEX" if unique and "reverse" not in fields else "INDEX"
                cursor.execute(f"CREATE {kind} {copy}_{number} ON {copy} ({fields})")
    return copies


def post(fund: Any, by: Any, number: int) -> None:
    """One posting: book locked, transfer numbered, guarded, balanced, its leaf on the trail, committed."""
    from django.db import transaction

    from samenspel.apps.household.models import Account, Transfer
    from samenspel.apps.household.posting import Move, account_of, open_book

    with transaction.atomic():
        book = open_book(
            municipality=fund.municipality, request={"fund": fund.public_id, "change_cents": 100 + number}, by=by
        )
        source, available = account_of(fund, Account.Kind.SOURCE), account_of(fund, Account.Kind.AVAILABLE)
        refs = {"budget_amendment": "Wijziging 3"}
        book.post([Move(Transfer.Kind.AMEND, source, available, 100 + number, refs=refs)])


def serve(fund: Any, by: Any, number: int) -> None:
    """The whole service: a posting after a look at who may."""
    from samenspel.apps.household import services

    services.amend_fund(fund=fund, change_cents=100 + number, budget_amendment="Wijziging 3", by=by)


def rows_posted(table: str, count: int) -> tuple[str, list[tuple[Any, ...]]]:
    """The last `count` rows of a table, oldest first, with the INSERT that writes one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT {count}")
        names = ", ".join(f'"{column[0]}"' for column in cursor.description)
        rows = cursor.fetchall()[::-1]
    return f"({names}) VALUES ({', '.join(['%s'] * len(rows[0]))})", rows


def insert_bare(copies: dict[str, str], count: int) -> float:
    """Seconds for `count` transactions of two INSERTs each."""
    from django.db import connection

    statements = {copy: rows_posted(table, count) for table, copy in copies.items()}
    prepared = [(f"INSERT INTO {copy} {tail}", rows) for copy, (tail, rows) in statements.items()]
    vendor = connection.vendor
    if vendor == "sqlite":
        raw = connection.connection
        prepared = [(sql.replace("%s", "?"), rows) for sql, rows in prepared]
        started = time.perf_counter()
        for number in range(count):
            raw.execute("BEGIN IMMEDIATE")
            for sql, rows in prepared:
                raw.execute(sql, rows[number])
            raw.execute("COMMIT")
        return time.perf_counter() - started
    from psycopg.types.json import Jsonb

    prepared = [
        (sql, [tuple(Jsonb(json.loads(v)) if _is_refs(v) else v for v in row) for row in rows])
        for sql, rows in prepared
    ]
    raw = connection.connection
    started = time.perf_counter()
    for number in range(count):
        with raw.cursor() as cursor:
            cursor.execute("BEGIN")
            for sql, rows in prepared:
                cursor.execute(sql, rows[number])
            cursor.execute("COMMIT")
    return time.perf_counter() - started


def _is_refs(value: Any) -> bool:
    return isinstance(value, str) and value.startswith('{"budget_amendment"')


def measure_posting(posts: int) -> dict[str, Any]:
    from django.db import connection

    fund, alice = set_up()
    copies = bare_tables()
    for number in range(50):
        post(fund, alice, number)
    rounds: list[tuple[float, float, float]] = []
    for _ in range(max(1, posts // ROUND)):
        rounds.append((timed(post, fund, alice), timed(serve, fund, alice), insert_bare(copies, ROUND)))
    ours, whole, bare = (sum(column) for column in zip(*rounds, strict=True))
    count = len(rounds) * ROUND
    return {
        "database": connection.vendor,
        "posts": count,
        "posted_per_second": round(count / ours, 1),
        "served_per_second": round(count / whole, 1),
        "bare_per_second": round(count / bare, 1),
        "posted_to_bare": round(bare / ours, 3),
        "served_to_bare": round(bare / whole, 3),
        "posted_to_bare_median": round(statistics.median(row[2] / row[0] for row in rounds), 3),
    }


def timed(act: Any, fund: Any, alice: Any) -> float:
    """Seconds for a round of acts."""
    started = time.perf_counter()
    for number in range(ROUND):
        act(fund, alice, number)
    return time.perf_counter() - started


def build_transfers(count: int) -> list[Any]:
    """A book of `count` transfers: grants, and courses from allocation to payment over ten funds."""
    from samenspel.engines import ledger

    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    two = {"made_by": "alice", "approved_by": "bob"}
    transfers: list[Any] = []

    def add(fund: str, kind: str, debit: tuple[str, str], credit: tuple[str, str], refs: dict[str, str]) -> None:
        number = len(transfers) + 1
        transfers.append(
            ledger.Transfer(
                sequence=number,
                fund=fund,
                kind=kind,
                debit=ledger.Account(*debit),
                credit=ledger.Account(*credit),
                amount_cents=10**9 if kind == "grant" else 1000 + number % 5,
                key=f"key-{number}",
                period="2026-01",
                at=at + datetime.timedelta(seconds=number * 60),
                refs=refs,
            )
        )

    for fund in range(10):
        add(f"fund{fund}", "grant", ("source", ""), ("available", ""), {"grant_letter": "letter"})
    course = 0
    while len(transfers) < count:
        fund, course = f"fund{course % 10}", course + 1
        decision, agreement, invoice = f"d{course // 50}", f"c{course // 5}-{fund}", f"i{course}"
        add(fund, "allocate", ("available", ""), ("allocated", decision), {"decision": decision})
        if len(transfers) + 3 > count:
            continue
        refs = {"agreement": "contract", "commitment": agreement} | two
        amount = transfers[-1].amount_cents
        add(fund, "commit", ("allocated", decision), ("committed", agreement), refs)
        add(
            fund,
            "invoice",
            ("committed", agreement),
            ("payable", invoice),
            {"invoice": invoice, "delivery_check": "carol"},
        )
        add(fund, "pay", ("payable", invoice), ("spent", "6.1"), {"invoice": invoice, "bank_line": f"b{course}"} | two)
        for number in range(-3, 0):
            transfers[number] = _with_amount(transfers[number], amount)
    return transfers


def _with_amount(transfer: Any, amount_cents: int) -> Any:
    from dataclasses import replace

    return replace(transfer, amount_cents=amount_cents)


def measure_verifying(count: int) -> dict[str, Any]:
    from samenspel.engines import ledger

    transfers = build_transfers(count)
    replayed = ledger.replay(transfers)
    book = ledger.Book(
        funds={t.fund for t in transfers},
        cached_cents=replayed.accounts,
        leaves={t.sequence: ledger.transfer_leaf(t) for t in transfers},
    )
    started = time.perf_counter()
    violations = ledger.check(transfers, book)
    ours = time.perf_counter() - started
    if violations:
        raise SystemExit(f"the book of the bench is not good: {violations[:3]}")
    path = Path(FOLDER.name) / "book.beancount"
    path.write_text(ledger.to_beancount(transfers), encoding="utf-8")
    bean_check = Path(sysconfig.get_path("scripts")) / "bean-check"
    started = time.perf_counter()
    subprocess.run([bean_check, "--no-cache", path], check=True)
    theirs = time.perf_counter() - started
    return {
        "transfers": len(transfers),
        "ours_seconds": round(ours, 3),
        "bean_check_seconds": round(theirs, 3),
        "times_faster": round(theirs / ours, 1),
        "bean_check_peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--transfers", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    result: dict[str, Any] = {}
    if arguments.posts:
        result["posting"] = measure_posting(arguments.posts)
    if arguments.transfers:
        result["verifying"] = measure_verifying(arguments.transfers)
    text = json.dumps(result, indent=1)
    if arguments.json:
        arguments.json.write_text(text + "\n")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
