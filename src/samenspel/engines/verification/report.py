"""What a verification says: a list of checks, each good or not, with what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN = 5


@dataclass(frozen=True)
class Check:
    """One thing that was checked. `name` is a code, `detail` an English sentence."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Report:
    """The outcome for a whole bundle: good only if every check is.

    `kind` is the bundle's kind ('' if it can't be read), `commitment` the value to compare with what was
    published ('' likewise).
    """

    ok: bool
    kind: str
    commitment: str
    checks: tuple[Check, ...]


def check_of(name: str, differences: Sequence[str], good: str) -> Check:
    """Good with the sentence `good` when nothing differs, else the first differences and how many more."""
    if not differences:
        return Check(name, True, good)
    detail = "; ".join(differences[:_SHOWN])
    if len(differences) > _SHOWN:
        detail += f"; and {len(differences) - _SHOWN} more"
    return Check(name, False, detail)
