"""The guards of protected tables: installed, compared, put back; and what they refuse."""

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.db.utils import DatabaseError

from apps.factories import AT, municipality, neighbourhood
from samenspel.apps.trail.models import Act
from samenspel.apps.trail.services import record_act
from samenspel.foundation import triggers
from samenspel_testing import drop_triggers

pytestmark = pytest.mark.django_db


def _act():
    where = neighbourhood()
    return record_act(municipality=where.municipality, kind="test", subject_kind="x", subject_id="1", at=AT)


def test_every_listed_trigger_is_in_place():
    assert triggers.all_triggers()
    assert triggers.faulty_triggers() == []
    assert triggers.check_triggers(databases=["default"]) == []


@pytest.mark.parametrize(
    "change", [lambda: Act.objects.update(kind="other"), lambda: Act.objects.all()._raw_delete("default")]
)
def test_an_act_is_never_changed_or_removed(change):
    _act()
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert Act.objects.get().kind == "test"


def test_without_the_trigger_an_act_could_be_changed():
    _act()
    drop_triggers("trail_act_no_update")
    Act.objects.update(kind="other")
    assert Act.objects.get().kind == "other"


def test_a_missing_trigger_is_named_and_put_back():
    drop_triggers("trail_act_no_update")
    assert triggers.faulty_triggers() == [("trail_act_no_update", "missing")]
    assert [e.id for e in triggers.check_triggers(databases=["default"])] == ["samenspel.E001"]
    call_command("migrate", verbosity=0)
    assert triggers.faulty_triggers() == []


def test_an_altered_trigger_is_named():
    trigger = next(t for t in triggers.all_triggers() if t.name == "trail_act_no_update")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute('DROP TRIGGER "trail_act_no_update"')
            cursor.execute(trigger.sqlite_sql().replace("SELECT RAISE(ABORT,", "SELECT ('',"))
        else:
            cursor.execute(trigger.postgresql_function_sql().replace("RAISE EXCEPTION", "RAISE NOTICE"))
    assert triggers.faulty_triggers() == [("trail_act_no_update", "altered")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can switch a trigger off")
def test_a_disabled_trigger_is_named():
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE trail_act DISABLE TRIGGER "trail_act_no_update"')
    assert triggers.faulty_triggers() == [("trail_act_no_update", "disabled")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite rebuilds a table for a changed column")
@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_gets_its_triggers_back_at_the_next_migrate():
    state = ProjectState.from_apps(__import__("django").apps.apps)
    operation = migrations.AlterField("act", "kind", models.CharField(max_length=61))
    changed = state.clone()
    operation.state_forwards("trail", changed)
    triggers.lift_before_migrate(None, plan=[operation])  # as migrate itself does
    with connection.schema_editor() as editor:
        operation.database_forwards("trail", editor, state, changed)
    try:
        assert ("trail_act_no_update", "missing") in triggers.faulty_triggers()
    finally:
        with connection.schema_editor() as editor:
            operation.database_backwards("trail", editor, changed, state)
        call_command("migrate", verbosity=0)
    assert triggers.faulty_triggers() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_insert_or_replace_does_not_slip_past():
    act = _act()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO trail_act SELECT * FROM trail_act WHERE id = %s", [act.pk])


def test_wsgi_refuses_to_start_without_a_guard():
    from django.core.exceptions import ImproperlyConfigured

    from samenspel.site import wsgi

    wsgi._refuse_without_guards()
    drop_triggers("trail_act_no_update")
    with pytest.raises(ImproperlyConfigured, match="trail_act_no_update"):
        wsgi._refuse_without_guards()


def test_a_municipality_is_known_by_its_code():
    assert municipality() == municipality()
