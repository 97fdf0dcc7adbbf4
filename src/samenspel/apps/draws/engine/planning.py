"""How many people to approach, so that enough of them say yes."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from samenspel.engines.errors import EngineError

# Groningen drew 50 people and visited them at home; 8 said yes.
YES_RATE = Fraction(8, 50)
CERTAINTY = Fraction(95, 100)
APPROACHED_MAX = 100_000


def people_to_approach(yeses: int, *, yes_rate: Fraction = YES_RATE, certainty: Fraction = CERTAINTY) -> int:
    """The smallest n for which at least `yeses` of n people say yes with at least this certainty.

    Each says yes with chance `yes_rate`, independently of the others (binomial); reckoned exactly. Raises
    EngineError yeses_not_positive, rate_outside_range.
    """
    if yeses < 1:
        raise EngineError("yeses_not_positive", yeses=yeses)
    if not (0 < yes_rate <= 1 and 0 < certainty < 1):
        raise EngineError("rate_outside_range", yes_rate=str(yes_rate), certainty=str(certainty))
    low, high = yeses, yeses
    while _certainty(high, yeses, yes_rate) < certainty:
        low, high = high, high * 2
        if high > APPROACHED_MAX:
            raise EngineError("rate_outside_range", yes_rate=str(yes_rate), certainty=str(certainty))
    while low < high:
        middle = (low + high) // 2
        if _certainty(middle, yeses, yes_rate) >= certainty:
            high = middle
        else:
            low = middle + 1
    return high


def _certainty(people: int, yeses: int, rate: Fraction) -> Fraction:
    """The chance that at least `yeses` of `people` say yes."""
    top, whole = rate.numerator, rate.denominator
    too_few = sum(comb(people, k) * top**k * (whole - top) ** (people - k) for k in range(yeses))
    return 1 - Fraction(too_few, whole**people)
