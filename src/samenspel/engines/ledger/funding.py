"""From which funds a decision is paid, in a published order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from samenspel.engines.errors import EngineError
from samenspel.engines.ledger.model import Fund


def funding_order(funds: Iterable[Fund], *, purpose: str | None = None) -> list[Fund]:
    """The narrowest earmark first, then the earliest end date, then the id.

    So money that can do least is used first. With `purpose`, funds whose earmark excludes it are left
    out. An unearmarked fund is the widest; a fund without an end date comes last among equals.
    """
    allowed = [one for one in funds if purpose is None or not one.earmark or purpose in one.earmark]
    return sorted(
        allowed,
        key=lambda one: (not one.earmark, len(one.earmark), one.ends_on or datetime.date.max, one.id),
    )


def split_over_funds(
    amount_cents: int,
    funds: Iterable[Fund],
    available_cents: Mapping[str, int],
    *,
    purpose: str | None = None,
) -> list[tuple[str, int]]:
    """How much of the amount comes from each fund: (fund id, cents) in `funding_order`, no zeros.

    `available_cents` is fund id → what is available on it. Raises EngineError: amount_not_positive,
    insufficient_funds (short_cents).
    """
    if amount_cents <= 0:
        raise EngineError("amount_not_positive", amount_cents=amount_cents)
    parts: list[tuple[str, int]] = []
    left = amount_cents
    for fund in funding_order(funds, purpose=purpose):
        part = min(left, available_cents.get(fund.id, 0))
        if part > 0:
            parts.append((fund.id, part))
            left -= part
        if left == 0:
            return parts
    raise EngineError("insufficient_funds", amount_cents=amount_cents, short_cents=left)
