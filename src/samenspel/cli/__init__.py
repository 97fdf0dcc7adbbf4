"""The command line: `samenspel COMMAND`.

Each command is a documented Python function in a module of its own. A new command is a file here and a
line in `COMMANDS`. At module level a command imports nothing heavy (no numpy, solver or Django): that
waits inside the function, so that help and small commands start at once.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import NamedTuple

import typer

from samenspel import __version__
from samenspel.cli.output import refusals_to_exit


class Command(NamedTuple):
    """Where a command lives. `attribute` is a function, or a `typer.Typer` with subcommands."""

    name: str
    module: str
    attribute: str
    # True when the words behind the command are another program's, as `manage` hands them to Django.
    passes_arguments: bool = False


COMMANDS = (
    Command("draw", "samenspel.cli.draw", "draw"),
    Command("pick", "samenspel.cli.pick", "pick"),
    Command("count", "samenspel.cli.count", "count"),
    Command("map", "samenspel.cli.map", "map_votes"),
    Command("verify", "samenspel.cli.verify", "verify"),
    Command("book", "samenspel.cli.book", "app"),
    Command("figures", "samenspel.cli.figures", "app"),
    Command("demo", "samenspel.cli.site_commands", "demo"),
    Command("serve", "samenspel.cli.site_commands", "serve"),
    Command("migrate", "samenspel.cli.site_commands", "migrate"),
    Command("manage", "samenspel.cli.site_commands", "manage", passes_arguments=True),
    Command("backup", "samenspel.cli.site_commands", "backup"),
    Command("restore", "samenspel.cli.site_commands", "restore"),
)


def build_app() -> typer.Typer:
    """The whole command line, each function with its refusals turned into faults and exit code 1."""
    app = typer.Typer(
        name="samenspel",
        help="Draw, pick, count, map and verify what a neighbourhood decides together.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for command in COMMANDS:
        if importlib.util.find_spec(command.module) is None:
            continue
        target = getattr(importlib.import_module(command.module), command.attribute)
        if isinstance(target, typer.Typer):
            app.add_typer(target, name=command.name)
        else:
            settings = {"ignore_unknown_options": True, "allow_extra_args": True} if command.passes_arguments else {}
            app.command(command.name, context_settings=settings)(refusals_to_exit(target))
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _options(
    version: bool = typer.Option(
        False, "--version", help="Print the version and stop.", callback=_print_version, is_eager=True
    ),
) -> None:
    pass


def main() -> None:
    """Entry point of `samenspel`."""
    build_app()(prog_name="samenspel")
