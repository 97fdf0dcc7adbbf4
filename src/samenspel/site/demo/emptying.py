"""Empties a demonstration database: the guards refuse that, so they are taken away and put back."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from samenspel.apps.places.selectors import all_municipalities, is_demonstration
from samenspel.foundation import triggers


def empty() -> None:
    """Remove everything. Raises RuntimeError in a database without the demonstration's mark, whatever the settings."""
    if all_municipalities().exists() and not is_demonstration():
        raise RuntimeError("this database carries no mark of a demonstration: nothing was removed")
    triggers.remove(triggers.all_triggers())
    try:
        # Composite foreign keys are unknown to Django's order of deleting; all tables go, so none can dangle.
        with connection.constraint_checks_disabled():
            call_command("flush", verbosity=0, interactive=False)
    finally:
        triggers.install(triggers.all_triggers())
        connection.close()
