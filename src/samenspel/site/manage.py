"""Django's management commands: `samenspel manage …` or `python -m samenspel.site.manage …`."""

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run one management command; `arguments` without the program's name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samenspel", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    main()
