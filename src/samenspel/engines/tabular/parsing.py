"""Text to integers, cents and dates, refused where it could mean two things."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TypeVar

from samenspel.engines.errors import Fault, FaultsError

INTEGER_MAX = 2**53 - 1  # what a browser holds exactly

_INTEGER = re.compile(r"[+-]?[0-9]{1,16}")
_PLAIN_MONEY = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}|-{1,2}|–))?")
_DUTCH_MONEY = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}|-{1,2}|–))?")
_ENGLISH_MONEY = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}|-{1,2}|–))?")
_SPACED_MONEY = re.compile(r"([1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,2}))?")
_AMBIGUOUS_MONEY = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DUTCH_DATE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")

Value = TypeVar("Value")


class FaultList:
    """Collects faults over a whole file, so that all are listed and nothing is half loaded."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def collect(self, parse: Callable[..., Value], text: str, **arguments: object) -> Value | None:
        """`parse(text, **arguments)`, or None when it refuses; its faults are kept."""
        try:
            return parse(text, **arguments)
        except FaultsError as error:
            self.faults.extend(error.faults)
            return None

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)

    def raise_if_any(self) -> None:
        """Raises FaultsError with everything collected, in the order it was found."""
        if self.faults:
            raise FaultsError(self.faults)


def parse_integer(
    text: str,
    *,
    row: int | None = None,
    column: str | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
) -> int:
    """A whole number in plain digits. Raises FaultsError: not_an_integer, out_of_range.

    No thousands separators: '1.234' could be a fraction.
    """
    stripped = text.strip()
    if not _INTEGER.fullmatch(stripped):
        raise _fault("not_an_integer", f"'{_shown(text)}' is not a whole number.", "Write digits only.", row, column)
    return _within(int(stripped), minimum, maximum, row, column)


def parse_cents(
    text: str,
    *,
    row: int | None = None,
    column: str | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
) -> int:
    """An amount in euros as integer cents: '1.234,56', '1234.56', '€ 12,-', '-3,5', '1.234.567'.

    '1.234' and '1,234' are refused: they could be a thousand or one and a bit. So are more than two
    decimals. Raises FaultsError: not_an_amount, ambiguous_amount, out_of_range.
    """
    stripped = text.strip()
    body, negative = _without_sign_and_currency(stripped)
    if _AMBIGUOUS_MONEY.fullmatch(body):
        raise _fault(
            "ambiguous_amount",
            f"'{_shown(text)}' could mean thousands or a fraction.",
            "Write two decimals (1.234,00 or 1,23), or leave the thousands separator out.",
            row,
            column,
        )
    for form in (_PLAIN_MONEY, _DUTCH_MONEY, _ENGLISH_MONEY, _SPACED_MONEY):
        match = form.fullmatch(body)
        if match and len(body) <= 30:
            euros = int(re.sub(r"[^0-9]", "", match[1]))
            decimals = match[2] or ""
            cents = int(decimals.ljust(2, "0")) if decimals.isdigit() else 0
            amount = euros * 100 + cents
            return _within(-amount if negative else amount, minimum, maximum, row, column)
    raise _fault(
        "not_an_amount",
        f"'{_shown(text)}' is not an amount in euros.",
        "Write it as 1234,56 with at most two decimals.",
        row,
        column,
    )


def _without_sign_and_currency(text: str) -> tuple[str, bool]:
    body = text
    negative = False
    for _ in range(2):  # '-€ 5' and '€ -5' both occur
        if body[:1] in {"-", "−"} and not negative:
            body, negative = body[1:].lstrip(), True
        if body[:1] == "€":
            body = body[1:].lstrip()
        elif body[:3].upper() == "EUR":
            body = body[3:].lstrip()
    return body, negative


def parse_date(text: str, *, row: int | None = None, column: str | None = None) -> datetime.date:
    """A day: '2024-05-31', '20240531', '31-5-2024', '31/05/2024' (day before month, as in Dutch).

    Years have four digits. Raises FaultsError: not_a_date.
    """
    stripped = text.strip()
    year = month = day = ""
    if match := _ISO_DATE.fullmatch(stripped) or _COMPACT_DATE.fullmatch(stripped):
        year, month, day = match[1], match[2], match[3]
    elif match := _DUTCH_DATE.fullmatch(stripped):
        day, month, year = match[1], match[3], match[4]
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise _fault(
            "not_a_date",
            f"'{_shown(text)}' is not a date.",
            "Write it as 2024-05-31 or 31-05-2024.",
            row,
            column,
        ) from None


def _within(value: int, minimum: int | None, maximum: int | None, row: int | None, column: str | None) -> int:
    low = -INTEGER_MAX if minimum is None else minimum
    high = INTEGER_MAX if maximum is None else maximum
    if low <= value <= high:
        return value
    raise FaultsError(
        [
            Fault(
                "out_of_range",
                f"{value} is not between {low} and {high}.",
                "Check the number.",
                row=row,
                column=column,
                params={"value": value, "minimum": low, "maximum": high},
            )
        ]
    )


def _fault(code: str, message: str, remedy: str, row: int | None, column: str | None) -> FaultsError:
    return FaultsError([Fault(code, message, remedy, row=row, column=column)])


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
