"""Decimal numbers in files, kept exact: text to fraction, fractions to integers of one scale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from math import lcm

_AMOUNT = re.compile(r"\d{1,18}(?:[.,]\d{1,12})?")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,12})?")


def parse_amount(text: str) -> Fraction | None:
    """A sum of money such as `12000`, `4000.0` or `12,50`; None for anything else."""
    return Fraction(text.replace(",", ".")) if _AMOUNT.fullmatch(text) else None


def parse_number(text: str) -> Fraction | None:
    """A number that may be negative, as points are; None for anything else."""
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def common_scale(values: Iterable[Fraction]) -> int:
    """The smallest integer that makes every value whole."""
    return lcm(1, *(value.denominator for value in values))


def as_decimal(value: int, scale: int) -> str | None:
    """`value / scale` written out as a decimal number; None if it does not end."""
    exact = Fraction(value, scale)
    digits, denominator = 0, exact.denominator
    while denominator % 10 == 0:
        denominator //= 10
    while denominator % 2 == 0 or denominator % 5 == 0:
        denominator //= 2 if denominator % 2 == 0 else 5
    if denominator != 1:
        return None
    while (exact * 10**digits).denominator != 1:
        digits += 1
    if digits == 0:
        return str(exact.numerator)
    whole, rest = divmod(abs(int(exact * 10**digits)), 10**digits)
    return f"{'-' if exact < 0 else ''}{whole}.{rest:0{digits}d}"
