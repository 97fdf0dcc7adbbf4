"""Starts Django for the commands that need the site's database. Imported inside those commands only."""

from __future__ import annotations

import os


def start() -> None:
    """Load the settings and the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.site.settings")
    import django

    django.setup()


def migrate(*, put_guards_back: bool = False) -> None:
    """Bring the database up to date, its guards included.

    Where nothing is left to migrate and yet a guard of public records is missing, someone took it away: then this
    raises FaultsError ('guard_not_in_place') rather than wipe out the trace, unless `put_guards_back`.
    """
    from django.core.management import call_command

    if not put_guards_back and _is_up_to_date():
        refuse_without_guards()
    call_command("migrate", verbosity=0, interactive=False)


def _is_up_to_date() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def refuse_without_guards() -> None:
    """Raise FaultsError, a fault for each guard of public records that is not as the apps list it."""
    from samenspel.engines.errors import Fault, FaultsError
    from samenspel.foundation.triggers import faulty_triggers

    faults = [
        Fault("guard_not_in_place", f"The guard {name} is {state}.", "Find out why, then run `samenspel migrate`.")
        for name, state in faulty_triggers()
    ]
    if faults:
        raise FaultsError(faults)


def collect_static() -> None:
    """Lay the static files out for whitenoise, under hashed names and compressed; only what changed.

    Raises FaultsError ('look_missing') without the style sheets and fonts: every page would be an error.
    """
    from django.conf import settings
    from django.core.management import call_command

    from samenspel.engines.errors import Fault, FaultsError

    if not (settings.VAR / "vendor" / "vendor" / "vendor.css").is_file():
        raise FaultsError(
            [
                Fault(
                    "look_missing",
                    f"The style sheets and fonts are not in {settings.VAR / 'vendor'}.",
                    "Run `python -m samenspel.site.vendor`.",
                )
            ]
        )

    call_command("collectstatic", verbosity=0, interactive=False)
