"""`samenspel serve`, `migrate`, `manage`, `backup`, `restore` and `demo`: the commands that run the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import print_result, progress
from samenspel.engines.errors import FaultsError

PORT = 8000


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = PORT,
    workers: Annotated[int, typer.Option(help="Web workers.", min=1)] = 2,
) -> None:
    """Serve the site: web workers and one worker for long work, until you stop it (Ctrl+C)."""
    from samenspel.cli import django_setup, serving

    django_setup.start()
    django_setup.migrate()
    django_setup.collect_static()
    raise typer.Exit(serving.serve(host=host, port=port, workers=workers))


def migrate() -> None:
    """Bring the database up to date and put the guards of public records in place."""
    from samenspel.cli import django_setup

    django_setup.start()
    django_setup.migrate(put_guards_back=True)
    progress("The database is up to date.")


def manage(context: typer.Context) -> None:
    """Run one of Django's own management commands."""
    from samenspel.site.manage import main

    main(context.args)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the whole database to one file while the site goes on, and print the roots of its trails."""
    from samenspel.cli import django_setup

    django_setup.start()
    from samenspel.site import copies

    print_result(copies.backup(file).as_json(), as_json, _copy_in_words)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `samenspel backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Put what is there now aside first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Put a backup back, and check that its trails verify. Stop the site first."""
    from samenspel.cli import django_setup

    django_setup.start()
    from samenspel.site import copies

    print_result(copies.restore(file, replace=replace).as_json(), as_json, _copy_in_words)


def _copy_in_words(result: Mapping[str, Any]) -> str:
    lines = [f"{name}: {size} acts, root {root}" for name, (size, root) in result["roots"].items()]
    return "\n".join([f"{result['file']}: {result['bytes']:,} bytes", *lines])


def demo(
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the site afterwards.")] = True,
    reset: Annotated[bool, typer.Option("--reset", help="Start the demonstration anew.")] = False,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = PORT,
) -> None:
    """Run a whole council cycle for a fictional Oosterparkwijk, tell what came of it, and serve it."""
    from samenspel.cli import django_setup, serving

    django_setup.start()
    _migrate_demonstration()
    from samenspel.cli.demo import run

    if not run(reset=reset):
        raise typer.Exit(1)
    if serve_it:
        from samenspel.site.demo.account import ways_in

        for line in ways_in(f"http://localhost:{port}"):
            typer.echo(line)
        django_setup.collect_static()
        raise typer.Exit(serving.serve(host="127.0.0.1", port=port, workers=2))


def _migrate_demonstration() -> None:
    """As `migrate`; in a demonstration nothing is evidence, so there guards that changed are put back at once."""
    from samenspel.cli import django_setup

    try:
        django_setup.migrate()
    except FaultsError:
        from samenspel.site.demo.emptying import only_demonstrations

        if not only_demonstrations():
            raise
        django_setup.migrate(put_guards_back=True)
