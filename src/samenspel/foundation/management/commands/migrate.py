"""Django's migrate, which may start while triggers are absent because it puts them back itself."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from samenspel.foundation.triggers import migrating


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> Any:
        with migrating():
            return super().handle(*args, **options)
