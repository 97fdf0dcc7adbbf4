"""What a visitor without an account brought in: kept in the own session, so that it can be looked at again."""

from __future__ import annotations

from typing import Any

_OWN, _CODES = "own-matters", "own-codes"


def keep(session: Any, public_id: str, *, code: str = "") -> None:
    """Remember that this visitor may look at a matter; a code stays until it was shown once."""
    if public_id not in session.get(_OWN, []):
        session[_OWN] = [*session.get(_OWN, []), public_id]
    if code:
        session[_CODES] = {**session.get(_CODES, {}), public_id: code}


def has(session: Any, public_id: str) -> bool:
    """True when this visitor brought it in, or showed its code."""
    return public_id in session.get(_OWN, [])


def all_of(session: Any) -> list[str]:
    """Everything that this visitor may look at, the first first."""
    return list(session.get(_OWN, []))


def take_code(session: Any, public_id: str) -> str:
    """The code to show now, once; '' when there is none (any more)."""
    codes = dict(session.get(_CODES, {}))
    code = str(codes.pop(public_id, ""))
    if code:
        session[_CODES] = codes
    return code
