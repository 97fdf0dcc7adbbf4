"""The commands that run the site, on a database of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.db import connection
from typer.testing import CliRunner

from databases import demonstration, needs_programs, own_database, reduce
from samenspel.cli import build_app
from samenspel_testing import drop_triggers

FIGURES = b"WijkenEnBuurten;AantalInwoners_5;Woningvoorraad_35\nWK001404;12970;.\n"
GUARD = "trail_act_no_update"


@pytest.fixture
def database(django_db_blocker, tmp_path):
    """An empty, migrated database that commands in this process and in others use."""
    with django_db_blocker.unblock(), own_database(tmp_path) as found:
        yield found


def samenspel(*arguments):
    return CliRunner().invoke(build_app(), list(map(str, arguments)))


def faults(told):
    return [fault["code"] for fault in json.loads(told.stdout)["faults"]]


# --- figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "options", "year"), [("kwb-2023.csv", [], 2023), ("kwb.csv", ["--year", 2022], 2022)])
def test_figures_take_their_year_from_the_name_or_the_option(database, tmp_path, name, options, year):
    from samenspel.apps.picture.models import Figure

    (tmp_path / name).write_bytes(FIGURES)
    first = samenspel("figures", "import", tmp_path / name, *options, "--json")
    assert {"year": year, "regions": 1, "read": 2, "changed": 2}.items() <= json.loads(first.stdout).items()
    again = samenspel("figures", "import", tmp_path / name, *options, "--json")
    assert {"year": year, "regions": 1, "read": 2, "changed": 0}.items() <= json.loads(again.stdout).items()
    assert Figure.objects.filter(year=year).count() == 2


def test_an_option_goes_before_the_name(database, tmp_path):
    (tmp_path / "kwb-2023.csv").write_bytes(FIGURES)
    told = samenspel("figures", "import", tmp_path / "kwb-2023.csv", "--year", 2021, "--json")
    assert json.loads(told.stdout)["year"] == 2021


def test_figures_in_words(database, tmp_path):
    (tmp_path / "kwb-2023.csv").write_bytes(FIGURES)
    told = samenspel("figures", "import", tmp_path / "kwb-2023.csv")
    assert (told.exit_code, told.stdout) == (0, "2 figures of 2023 read, 2 new or changed.\n")


@pytest.mark.parametrize("name", ["kwb.csv", "kwb-1923.csv", "kwb-120234.csv"])
def test_figures_without_a_year_are_refused(database, tmp_path, name):
    (tmp_path / name).write_bytes(FIGURES)
    told = samenspel("figures", "import", tmp_path / name, "--json")
    assert (told.exit_code, faults(told)) == (1, ["year_missing"])


def test_figures_of_a_bad_file_are_refused_whole(database, tmp_path):
    from samenspel.apps.picture.models import Figure

    (tmp_path / "kwb-2023.csv").write_bytes(FIGURES + b"WK001405;veel;3\n1404;5;6\n")
    told = samenspel("figures", "import", tmp_path / "kwb-2023.csv", "--json")
    assert told.exit_code == 1
    found = json.loads(told.stdout)["faults"]
    assert [(f["row"], f["column"], f["code"]) for f in found] == [
        (3, "AantalInwoners_5", "not_a_number"),
        (4, "WijkenEnBuurten", "region_unknown"),
    ]
    assert not Figure.objects.exists()
    missing = samenspel("figures", "import", tmp_path / "none-2023.csv", "--json")
    assert (missing.exit_code, faults(missing)) == (1, ["file_not_found"])


def test_figures_are_fetched_only_where_there_is_an_address(database, tmp_path, monkeypatch):
    """Off by default; saved on one machine, loaded on another; twice is once; outlines; what is loaded."""
    from apps.factories import neighbourhood
    from apps.picture import made_up
    from samenspel.apps.picture.models import Figure

    monkeypatch.delenv("SAMENSPEL_CBS_URL", raising=False)
    off = samenspel("figures", "fetch", "--year", 2023, "--json")
    assert (off.exit_code, faults(off)) == (1, ["fetch_off"])
    assert samenspel("figures", "list").stdout == "No figures are loaded.\n"
    kept = tmp_path / "kept.json"
    with made_up.served() as server:
        fetch = ("figures", "fetch", "--url", server.base, "--municipality", "GM9999")
        saved = samenspel(*fetch, "--year", 2023, "--save", kept)
        assert saved.exit_code == 0
        assert not Figure.objects.exists()
        assert samenspel(*fetch, "--year", 2022).exit_code == 0
        unknown = samenspel("figures", "fetch", "--url", server.base, "--year", 1999, "--json")
        assert faults(unknown) == ["table_unknown"]
    assert json.loads(samenspel("figures", "import", kept, "--json").stdout)["year"] == 2023
    assert json.loads(samenspel("figures", "import", kept, "--json").stdout)["changed"] == 0
    other = samenspel("figures", "import", kept, "--year", 2020, "--json")
    assert faults(other) == ["other_year"]
    years = json.loads(samenspel("figures", "list", "--json").stdout)["years"]
    assert [(row["year"], row["neighbourhoods"], row["topics"]) for row in years] == [(2023, 3, 11), (2022, 2, 11)]
    neighbourhood()
    (tmp_path / "outlines.geojson").write_bytes(made_up.outlines("WK999901", "WK999902"))
    told = samenspel("figures", "outlines", tmp_path / "outlines.geojson", "--json")
    assert json.loads(told.stdout) == {"read": 2, "changed": 1, "unknown": 1}


# --- manage and migrate ---------------------------------------------------------------------------------


def test_manage_passes_its_arguments_on(monkeypatch):
    passed = []
    monkeypatch.setattr("samenspel.site.manage.main", passed.append)
    assert samenspel("manage", "showmigrations", "places", "--plan", "-v", "2").exit_code == 0
    assert passed == [["showmigrations", "places", "--plan", "-v", "2"]]


def test_manage_runs_djangos_commands(database, capfd):
    assert samenspel("manage", "check", "--database", "default").exit_code == 0


def test_migrate_made_every_table_with_its_guards(database):
    from samenspel.foundation.triggers import all_triggers, faulty_triggers

    tables = set(connection.introspection.table_names())
    assert {trigger.table for trigger in all_triggers()} <= tables
    assert faulty_triggers() == []


def test_migrate_puts_a_guard_back_and_other_commands_do_not(database, tmp_path):
    """A guard that someone took away is told of: commands that migrate by the way would wipe out the trace."""
    from samenspel.foundation.triggers import faulty_triggers

    drop_triggers(GUARD)
    (tmp_path / "kwb-2023.csv").write_bytes(FIGURES)
    refused = samenspel("figures", "import", tmp_path / "kwb-2023.csv", "--json")
    assert (refused.exit_code, faults(refused)) == (1, ["guard_not_in_place"])
    assert faulty_triggers() == [(GUARD, "missing")]
    assert samenspel("migrate").exit_code == 0
    assert faulty_triggers() == []


# --- serve ----------------------------------------------------------------------------------------------


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer_of(url, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                return answer.status, answer.read()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def members_of(group):
    """Processes of a process group that still run."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    state, _parent, process_group = file.read().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(process_group) == group and state != "Z":
                found.append(int(entry))
    return found


def stand_in_for_the_look(folder):
    """Files by the names that pages ask for: this machine may not have fetched the real ones."""
    vendor = folder / "vendor" / "vendor"
    (vendor / "fonts").mkdir(parents=True)
    for name in ("vendor.css", "fonts/source-sans-3-latin-wght-normal.woff2", "fonts/bitter-latin-wght-normal.woff2"):
        (vendor / name).touch()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks for child processes in /proc")
def test_serve_answers_and_ends_with_all_its_children(database):
    stand_in_for_the_look(database.folder)
    port = free_port()
    log = database.folder / "log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "samenspel.cli", "serve", "--port", str(port), "--workers", "1"],
            env=database.environment,
            cwd=database.folder,
            stderr=stderr,
            start_new_session=True,
        )
    try:
        assert answer_of(f"http://127.0.0.1:{port}/gezond/") == (200, b"ok")
        status, page = answer_of(f"http://127.0.0.1:{port}/")
        assert status == 200
        assert b"<h1" in page
        # The web's arbiter, its worker, the worker for long work, and what is done every day.
        assert len(members_of(process.pid)) == 5
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        told = log.read_text()
        assert process.returncode == 0, told
        assert f"http://localhost:{port}/" in told
        assert members_of(process.pid) == []
    finally:
        if members_of(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def no_workers(monkeypatch):
    """Workers that are refused to start: what comes before them is what is tried."""

    def start(*arguments, **extra):
        raise AssertionError("a worker was started")

    monkeypatch.setattr("samenspel.cli.django_setup.collect_static", lambda: None)
    monkeypatch.setattr("samenspel.cli.serving.subprocess.Popen", start)


def test_serve_refuses_a_taken_port(database, no_workers):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = samenspel("serve", "--port", port)
    assert told.exit_code == 1
    assert told.stderr == f"Port {port} is in use. Choose another --port, or stop what runs there.\n"


def test_serve_refuses_without_style_sheets(database, monkeypatch, settings):
    settings.VAR = database.folder
    told = samenspel("serve", "--port", free_port())
    assert told.exit_code == 1
    assert "style sheets" in told.stderr


def test_serve_says_what_is_wrong_with_an_address(database, no_workers):
    told = samenspel("serve", "--host", "192.0.2.1", "--port", free_port())
    assert told.exit_code == 1
    assert "can't be used" in told.stderr
    assert "in use" not in told.stderr
    assert samenspel("serve", "--port", 70_000).exit_code == 2


def test_serve_refuses_when_a_guard_was_dropped(database, no_workers):
    drop_triggers(GUARD)
    told = samenspel("serve", "--port", free_port())
    assert told.exit_code == 1
    assert told.stderr == f"The guard {GUARD} is missing. Find out why, then run `samenspel migrate`.\n"


def test_serve_ends_what_it_started_when_the_rest_does_not_start(database, monkeypatch):
    from samenspel.cli import serving

    started = []

    def start_web(*arguments):
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[0]

    def start_tasks():
        raise OSError("no room")

    monkeypatch.setattr(serving, "_start_web", start_web)
    monkeypatch.setattr(serving, "_start_tasks", start_tasks)
    with pytest.raises(OSError, match="no room"):
        serving.serve(host="127.0.0.1", port=free_port(), workers=1)
    assert started[0].poll() is not None


def test_serve_ends_when_a_worker_ends_by_itself(database, monkeypatch, capsys):
    from samenspel.cli import serving

    def start(seconds):
        return subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])

    other = start(60)
    monkeypatch.setattr(serving, "_start_web", lambda *arguments: other)
    monkeypatch.setattr(serving, "_start_tasks", lambda: start(0))
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        assert serving.serve(host="127.0.0.1", port=free_port(), workers=1) == 1
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert other.poll() is not None
    assert "ended by itself" in capsys.readouterr().err


# --- demo -----------------------------------------------------------------------------------------------


@pytest.fixture
def played(django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        name = demonstration()
        with own_database(tmp_path, source=name) as found:
            yield found


def test_demo_makes_a_demonstration_and_a_second_run_only_tells_of_it(database, monkeypatch):
    from samenspel.apps.places.selectors import all_municipalities

    reduce(monkeypatch)
    first = samenspel("demo", "--no-serve")
    assert first.exit_code == 0, first.stderr
    assert "The cycle took" in first.stderr
    assert first.stdout.count("it verifies") == 3
    born = all_municipalities().get().created_at
    second = samenspel("demo", "--no-serve")
    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert all_municipalities().get().created_at == born


def test_demo_reset_starts_anew(played, monkeypatch):
    from samenspel.apps.places.selectors import all_municipalities
    from samenspel.foundation.triggers import faulty_triggers
    from samenspel.site.demo import cycle

    old = all_municipalities().get().public_id
    monkeypatch.setattr(cycle, "STEPS", cycle.STEPS[:2])
    monkeypatch.setattr("samenspel.cli.demo._tell", lambda: True)
    assert samenspel("demo", "--no-serve", "--reset").exit_code == 0
    assert all_municipalities().get().public_id != old
    assert faulty_triggers() == []


def test_demo_ends_with_one_when_something_does_not_verify(played):
    from samenspel.apps.trail.models import Act

    drop_triggers(GUARD)
    Act.objects.filter(sequence=7).update(content="{}")
    told = samenspel("demo", "--no-serve")
    assert told.exit_code == 1
    assert "IT DOES NOT VERIFY" in told.stdout
    assert "sequence=7" in told.stdout


@pytest.mark.parametrize("reset", [[], ["--reset"]])
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside-a-demonstration"])
def test_demo_refuses_a_database_in_real_use(database, beside, reset):
    from samenspel.apps.places.selectors import all_municipalities
    from samenspel.apps.places.services import save_municipality

    save_municipality(cbs_code="GM9999", name="Voorbeeldstad")
    if beside:
        save_municipality(cbs_code="GM0014", name="Groningen", is_demonstration=True)
    told = samenspel("demo", "--no-serve", *reset)
    assert told.exit_code == 1
    assert "no demonstration" in told.stderr
    assert all_municipalities().count() == 1 + beside


def test_half_a_demonstration_is_not_left_behind(database, monkeypatch):
    from samenspel.apps.places.selectors import all_municipalities
    from samenspel.site.demo import cycle

    def breaks(stage):
        assert all_municipalities().exists()
        raise RuntimeError("halfway")

    monkeypatch.setattr(cycle, "STEPS", (*cycle.STEPS[:2], ("breaks", -110, breaks)))
    told = samenspel("demo", "--no-serve")
    assert isinstance(told.exception, RuntimeError)
    assert not all_municipalities().exists()


# --- backup and restore: what they do is tried in tests/site/test_copies.py ------------------------------


def test_backup_and_restore_print_the_same_roots(played, tmp_path):
    needs_programs()
    copied = samenspel("backup", tmp_path / "copy", "--json")
    assert copied.exit_code == 0, copied.stderr
    refused = samenspel("restore", tmp_path / "copy", "--json")
    assert (refused.exit_code, faults(refused)) == (1, ["database_in_use"])
    restored = samenspel("restore", tmp_path / "copy", "--replace", "--json")
    assert restored.exit_code == 0, restored.stdout
    told = json.loads(restored.stdout)
    assert told == json.loads(copied.stdout)
    size, root = told["roots"]["Groningen"]
    assert size > 60
    assert f"Groningen: {size} acts, root {root}" in samenspel("backup", tmp_path / "second").stdout
