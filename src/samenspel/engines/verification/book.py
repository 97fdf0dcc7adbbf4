"""A household book's bundle checked: every promise of the ledger, and the root of its transfers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.ledger import Violation, check_bundle
from samenspel.engines.verification.report import Check, check_of
from samenspel.engines.verification.shape import EACH

_ACCOUNT = {"kind": str, "ref": str}
SHAPE = {
    "kind": str,
    "version": int,
    "municipality": str,
    "funds": [
        {
            "id": str,
            "owner": str,
            "task_field": str,
            "task_field_year": int,
            "economic_category": str,
            "year": int,
            "freedom": str,
            "earmark": [str],
            "ends_on": (str, None),
        }
    ],
    "decision_cents": {EACH: int},
    "commitment_cents": {EACH: int},
    "closed_after": {EACH: int},
    "transfers": [
        {
            "amount_cents": int,
            "at": str,
            "credit": _ACCOUNT,
            "debit": _ACCOUNT,
            "fund": str,
            "key": str,
            "kind": str,
            "period": str,
            "refs": {EACH: str},
            "reverses": (int, None),
            "sequence": int,
        }
    ],
    "balances": [{"fund": str, "kind": str, "ref": str, "cents": int}],
    "root": str,
}
_GROUPS = {
    1: ("papers", "every transfer has a right route, its papers and, where needed, two people"),
    2: ("floors", "no balance was ever below its floor"),
    3: ("balances", "every balance is the sum of its transfers"),
    4: ("conservation", "of every fund, what was granted is where it should be"),
    5: ("bytes", "every transfer has canonical bytes"),
    6: ("reversals", "nothing was reversed twice or inexactly"),
    7: ("keys", "no transfer was posted twice"),
    8: ("limits", "decisions, commitments, bank lines and closed periods were kept to"),
    9: ("sequence", "the transfers are numbered without gaps"),
}


def book_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-book` bundle of the right shape: one per promise, then the root."""
    try:
        violations, root = check_bundle(bundle)
    except EngineError as error:
        yield Check("transfers", False, f"transfer {error.params.get('sequence')} can't be read ({error.code})")
        return
    yield Check("transfers", True, f"{len(bundle['transfers'])} transfers were read")
    for invariant, (name, good) in _GROUPS.items():
        found = [_sentence(one) for one in violations if one.invariant == invariant]
        yield check_of(name, found, good)
    differs = [] if root == bundle["root"] else [f"the transfers give root {root}"]
    yield check_of("root", differs, f"the transfers give root {root}")


def _sentence(violation: Violation) -> str:
    where = "the book" if violation.sequence is None else f"transfer {violation.sequence}"
    details = ", ".join(f"{name} {_shown(value)}" for name, value in violation.params.items())
    return f"{where}: {violation.code.replace('_', ' ')}" + (f" ({details})" if details else "")


def _shown(value: object) -> str:
    return " ".join(str(part) for part in value if part) if isinstance(value, tuple) else str(value)
