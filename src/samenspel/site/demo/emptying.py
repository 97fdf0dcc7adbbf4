"""Empties a demonstration database: the guards refuse that, so they are taken away and put back."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from samenspel.apps.places.selectors import all_municipalities
from samenspel.foundation import triggers


def only_demonstrations() -> bool:
    """True when every municipality in this database carries the demonstration's mark, or there is none."""
    return not all_municipalities().filter(is_demonstration=False).exists()


def empty() -> None:
    """Remove everything. Raises RuntimeError where a municipality lacks the demonstration's mark, whatever else."""
    if not only_demonstrations():
        raise RuntimeError("this database holds a municipality that is no demonstration: nothing was removed")
    triggers.remove(triggers.all_triggers())
    try:
        # Composite foreign keys are unknown to Django's order of deleting; all tables go, so none can dangle.
        with connection.constraint_checks_disabled():
            call_command("flush", verbosity=0, interactive=False)
    finally:
        triggers.install(triggers.all_triggers())
        connection.close()
