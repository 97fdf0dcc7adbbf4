"""Database constraints that Django lacks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.ddl_references import Statement
from django.db.models.constraints import BaseConstraint


def _column(model: Any, field: str) -> str:
    return str(model._meta.get_field(field).column)


class CompositeForeignKey(BaseConstraint):
    """`fields` of this table refer together to `to_fields` of `to_model` ('app.Model').

    The other side must carry a UniqueConstraint over `to_fields`. With it the database itself
    refuses, for one, a transfer between accounts of two funds. Works on SQLite and PostgreSQL.
    """

    def __init__(self, *, fields: list[str], to_model: str, to_fields: list[str], name: str) -> None:
        if len(fields) != len(to_fields) or len(fields) < 2:
            raise ValueError("a composite foreign key needs two or more fields on both sides")
        super().__init__(name=name)
        self.fields, self.to_model, self.to_fields = list(fields), to_model, list(to_fields)

    def _remote(self, model: type[models.Model]) -> type[models.Model]:
        """The other model, from the same state of the app registry as this one where that state holds it.

        When SQLite rebuilds a table, Django gives the model a registry of its own with nothing else in it.
        """
        try:
            return model._meta.apps.get_model(self.to_model)
        except LookupError:
            return apps.get_model(self.to_model)

    def _clause(self, model: type[models.Model], schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        remote = self._remote(model)
        local = ", ".join(quote(_column(model, f)) for f in self.fields)
        distant = ", ".join(quote(_column(remote, f)) for f in self.to_fields)
        return f"FOREIGN KEY ({local}) REFERENCES {quote(remote._meta.db_table)} ({distant})"

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._clause(model, schema_editor)}"

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return Statement(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"{self._clause(model, schema_editor)}"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return Statement(f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}")

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = None) -> None:
        """Left to the database: checking first and inserting later would leave a gap between the two."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        kwargs.update(fields=self.fields, to_model=self.to_model, to_fields=self.to_fields)
        return path, (), kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompositeForeignKey) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__
