"""What several tests share: where the real data lies, and how to skip loudly without it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(*parts: str) -> Path:
    """Path below the folder of real data, or skip the test with a reason.

    The folder is `SAMENSPEL_DATA` if set, else `shared/data` beside the checkout.
    """
    base = Path(os.environ.get("SAMENSPEL_DATA", ROOT.parent / "shared" / "data"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real data not here: {'/'.join(parts) or 'shared/data'} (set SAMENSPEL_DATA)")
    return path


def drop_triggers(*names: str) -> None:
    """Take guards away, as someone with the database in hand could; without names: all of them."""
    from django.db import connection

    from samenspel.foundation import triggers

    with connection.cursor() as cursor:
        for trigger in triggers.all_triggers():
            if names and trigger.name not in names:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
