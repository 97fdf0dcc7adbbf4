"""Starts Django for the commands that need the site's database. Imported inside those commands only."""

from __future__ import annotations

import os


def start() -> None:
    """Load the settings and the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.site.settings")
    import django

    django.setup()


def migrate() -> None:
    """Bring the database up to date, its guards included."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Lay the static files out for whitenoise, under hashed names and compressed; only what changed."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
