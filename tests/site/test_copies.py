"""Backup and restore on this run's database: whole or not at all, and with the trails as they were."""

import shutil
import stat
import threading

import pytest
from django.db import connection

from databases import demonstration, needs_programs, own_database
from samenspel.apps.places.selectors import all_municipalities
from samenspel.apps.trail.models import Act
from samenspel.apps.trail.selectors import trail_root, verify_trail
from samenspel.apps.trail.services import record_act
from samenspel.engines.errors import FaultsError
from samenspel.foundation import triggers
from samenspel.site import copies
from samenspel_testing import drop_triggers


@pytest.fixture(autouse=True)
def _programs():
    needs_programs()


@pytest.fixture
def played(django_db_blocker, tmp_path, settings):
    settings.VAR = tmp_path
    with django_db_blocker.unblock():
        name = demonstration()
        with own_database(tmp_path, source=name) as found:
            yield found


def codes(refusal):
    return [fault.code for fault in refusal.value.faults]


def root_now():
    return trail_root(all_municipalities().get())


def test_a_backup_into_an_empty_database_gives_everything_back(played, tmp_path):
    before = root_now()
    made = copies.backup(tmp_path / "copy")
    assert made.roots == {"Groningen": before}
    assert made.size_bytes == (tmp_path / "copy").stat().st_size > 10_000
    with own_database(tmp_path, empty=True):
        put_back = copies.restore(tmp_path / "copy")
        assert put_back.roots == made.roots
        assert root_now() == before
        assert verify_trail(all_municipalities().get()).verifies
        assert triggers.faulty_triggers() == []


def test_a_backup_is_for_its_owners_eyes_only(played, tmp_path):
    copies.backup(tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600


def test_a_backup_never_overwrites(played, tmp_path):
    (tmp_path / "copy").write_text("something else")
    with pytest.raises(FaultsError) as refusal:
        copies.backup(tmp_path / "copy")
    assert codes(refusal) == ["file_exists"]
    assert (tmp_path / "copy").read_text() == "something else"


def test_a_backup_needs_a_folder_and_a_database(played, tmp_path):
    with pytest.raises(FaultsError) as refusal:
        copies.backup(tmp_path / "nowhere" / "copy")
    assert codes(refusal) == ["folder_missing"]
    with own_database(tmp_path, empty=True), pytest.raises(FaultsError) as refusal:
        copies.backup(tmp_path / "copy")
    assert codes(refusal) == ["nothing_to_copy"]


def test_a_backup_that_fails_leaves_nothing_behind(played, tmp_path, monkeypatch):
    def fails(target):
        target.write_text("half")
        raise OSError("no room")

    monkeypatch.setattr(copies, f"_copy_{connection.vendor}", fails)
    with pytest.raises(OSError, match="no room"):
        copies.backup(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copy")] == []


def test_writers_go_on_and_the_roots_are_those_of_the_copy(played, tmp_path):
    """While the copy is made someone records acts; the copy's root is one that the trail had, and it verifies."""
    municipality = all_municipalities().get()
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            record_act(municipality=municipality, kind="test", subject_kind="test", subject_id=str(number))
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = copies.backup(tmp_path / "copy")
    finally:
        stop.set()
        writer.join()
    assert root_now()[0] >= made.roots["Groningen"][0]
    with own_database(tmp_path, empty=True):
        assert copies.restore(tmp_path / "copy").roots == made.roots


def test_a_database_in_use_is_only_replaced_when_told(played, tmp_path):
    copies.backup(tmp_path / "copy")
    copied = root_now()
    record_act(municipality=all_municipalities().get(), kind="later", subject_kind="test", subject_id="1")
    later = root_now()
    with pytest.raises(FaultsError) as refusal:
        copies.restore(tmp_path / "copy")
    assert codes(refusal) == ["database_in_use"]
    assert root_now() == later
    copies.restore(tmp_path / "copy", replace=True)
    assert root_now() == copied
    assert not Act.objects.filter(kind="later").exists()
    # What was there has gone aside, and can be put back itself.
    (aside,) = tmp_path.glob("*.before-restore")
    copies.restore(aside, replace=True)
    assert root_now() == later


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\x00" * 400])
def test_a_file_that_is_no_backup_changes_nothing(played, tmp_path, content):
    before = root_now()
    (tmp_path / "other?name#1").write_bytes(content)
    with pytest.raises(FaultsError) as refusal:
        copies.restore(tmp_path / "other?name#1", replace=True)
    assert codes(refusal) == ["not_a_backup"]
    assert root_now() == before


def test_neither_a_folder_nor_a_missing_file_is_restored(played, tmp_path):
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(FaultsError) as refusal:
            copies.restore(path, replace=True)
        assert codes(refusal) == ["file_missing"]


def test_the_database_of_another_program_is_no_backup(played, tmp_path):
    before = root_now()
    with own_database(tmp_path, empty=True):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE recipes (id integer)")
        if connection.vendor == "sqlite":
            connection.close()
            shutil.copyfile(connection.settings_dict["NAME"], tmp_path / "other")
        else:
            copies._run_postgresql("pg_dump", *copies._DUMP, "--file", str(tmp_path / "other"))
    with pytest.raises(FaultsError) as refusal:
        copies.restore(tmp_path / "other", replace=True)
    assert codes(refusal) == ["not_a_backup"]
    assert root_now() == before


def test_a_backup_with_a_changed_act_is_refused_and_what_was_there_stays(played, tmp_path):
    before = root_now()
    with own_database(tmp_path, source=demonstration()):
        drop_triggers()
        act = Act.objects.get(sequence=5)
        Act.objects.filter(pk=act.pk).update(content=act.content + " ")
        triggers.install(triggers.all_triggers())
        copies.backup(tmp_path / "copy")
    with pytest.raises(FaultsError) as refusal:
        copies.restore(tmp_path / "copy", replace=True)
    assert set(codes(refusal)) == {"trail_broken"}
    assert "act 5 " in refusal.value.faults[0].message
    assert root_now() == before
    assert verify_trail(all_municipalities().get()).verifies
    assert triggers.faulty_triggers() == []


def test_a_refused_backup_leaves_an_empty_database_empty(played, tmp_path):
    drop_triggers()
    Act.objects.filter(sequence=5).update(kind="other")
    copies.backup(tmp_path / "copy")
    with own_database(tmp_path, empty=True):
        with pytest.raises(FaultsError) as refusal:
            copies.restore(tmp_path / "copy")
        assert set(codes(refusal)) == {"trail_broken"}
        assert not copies._holds_data()
        assert not list(tmp_path.glob("*.restoring*"))


def test_a_backup_that_lost_its_guards_gets_them_back(played, tmp_path):
    drop_triggers("trail_act_no_update")
    copies.backup(tmp_path / "copy")
    copies.restore(tmp_path / "copy", replace=True)
    assert triggers.faulty_triggers() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no other program")
def test_without_postgresqls_programs_it_says_so(played, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FaultsError) as refusal:
        copies.backup(tmp_path / "copy")
    assert codes(refusal) == ["program_missing"]
