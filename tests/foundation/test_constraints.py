"""Foreign keys over several columns, kept by the database itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.utils import translation

from samenspel.foundation.constraints import CompositeForeignKey

NAME = "room_shelf_in_room"


@pytest.fixture
def tables(db, django_db_blocker):
    """Rooms, shelves that belong to a room, and boxes that stand in a room on a shelf of that room."""
    with isolate_apps("samenspel.foundation"):

        class Shelf(models.Model):  # noqa: DJ008
            room = models.IntegerField()

            class Meta:
                app_label = "foundation"
                constraints = [models.UniqueConstraint(fields=["room", "id"], name="room_shelf_once")]

        class Box(models.Model):  # noqa: DJ008
            room = models.IntegerField(null=True)
            shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, related_name="+")

            class Meta:
                app_label = "foundation"
                constraints = [
                    CompositeForeignKey(
                        fields=["room", "shelf"], to_model="foundation.Shelf", to_fields=["room", "id"], name=NAME
                    )
                ]

        if connection.vendor == "sqlite":
            # Inside the test's transaction SQLite makes no tables through the schema editor.
            with connection.cursor() as cursor:
                for statement in _sql_of(Shelf, Box):
                    cursor.execute(statement)
        else:
            with connection.schema_editor() as editor:
                editor.create_model(Shelf)
                editor.create_model(Box)
        yield Shelf, Box


def _sql_of(*made):
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    return [editor.table_sql(model)[0] for model in made] + [
        f'CREATE UNIQUE INDEX room_shelf_once ON "{made[0]._meta.db_table}" (room, id)'
    ]


def put(box, room, shelf):
    """One box; the check comes at once, and not at the end of the transaction."""
    with transaction.atomic():
        made = box.objects.create(room=room, shelf=shelf)
        connection.check_constraints() if connection.vendor == "postgresql" else None
    return made


def test_a_pair_that_is_there_is_taken(tables):
    shelf_of, box = tables
    shelf = shelf_of.objects.create(room=1)
    assert put(box, 1, shelf).pk


def test_a_pair_that_is_not_there_is_refused(tables):
    shelf_of, box = tables
    shelf = shelf_of.objects.create(room=1)
    with pytest.raises(IntegrityError):
        put(box, 2, shelf)
    assert not box.objects.exists()


def test_without_the_constraint_the_bad_row_gets_in(tables):
    shelf_of, box = tables
    shelf = shelf_of.objects.create(room=1)
    with connection.cursor() as cursor:
        table = box._meta.db_table
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{NAME}"')
        else:
            (text,) = (sql for sql in _sql_of(shelf_of, box) if NAME in sql)
            start = text.index(f', CONSTRAINT "{NAME}"')
            clause = text[start : text.index(")", text.index("REFERENCES", start)) + 1]
            cursor.execute(f'DROP TABLE "{table}"')
            cursor.execute(text.replace(clause, ""))
    assert put(box, 2, shelf).pk


def test_an_unknown_room_refers_to_nothing(tables):
    """As in SQL: where a part is null, the pair is not checked."""
    shelf_of, box = tables
    assert put(box, None, shelf_of.objects.create(room=1)).pk


def test_the_other_side_cannot_walk_away(tables):
    shelf_of, box = tables
    shelf = shelf_of.objects.create(room=1)
    put(box, 1, shelf)
    with pytest.raises(IntegrityError), transaction.atomic():
        shelf_of.objects.filter(pk=shelf.pk).update(room=2)


@pytest.mark.parametrize(
    ("fields", "to_fields"), [(["room"], ["id"]), (["room", "shelf"], ["id"]), (["room"], ["room", "id"])]
)
def test_one_column_is_no_composite_key(fields, to_fields):
    with pytest.raises(ValueError, match="two or more"):
        CompositeForeignKey(fields=fields, to_model="a.B", to_fields=to_fields, name="x")


def _key(**extra):
    facts = {"fields": ["room", "shelf"], "to_model": "foundation.Shelf", "to_fields": ["room", "id"], "name": NAME}
    return CompositeForeignKey(**(facts | extra))


def test_migrations_can_write_it_and_compare_it():
    path, arguments, facts = _key().deconstruct()
    assert (path, arguments) == ("samenspel.foundation.constraints.CompositeForeignKey", ())
    assert CompositeForeignKey(**facts) == _key()
    assert hash(_key()) != 0
    for other in (_key(name="y"), _key(fields=["shelf", "room"]), _key(to_model="foundation.Box"), "else"):
        assert _key() != other
    text, imports = MigrationWriter.serialize(_key())
    assert "CompositeForeignKey(" in text
    assert imports


def test_it_leaves_checking_to_the_database(tables):
    _shelf, box = tables
    try:
        _key().validate(box, box(room=1, shelf_id=1))
    except ValidationError:  # pragma: no cover
        pytest.fail("a check before the insert leaves a gap")


def test_no_migration_is_missing_for_any_of_them():
    """The constraints of the models are those that the migrations made."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader

    # As makemigrations does: the names of choices are compared untranslated.
    with translation.override(None):
        loader = MigrationLoader(None)
        found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = found.changes(graph=loader.graph)
    ours = [label for label in changes if apps.get_app_config(label).name.startswith("samenspel.")]
    assert ours == []
