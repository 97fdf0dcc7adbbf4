"""What a member gets, beside the amounts up to which a benefit is left alone. Nobody's income is known here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..models import BenefitLimit, CompensationOffer

MONTHS = 12


@dataclass(frozen=True)
class LimitLine:
    """A line of the table. `is_above` tells that the money a member gets is more than may be, by month or year."""

    pk: int
    year: int
    age_from: int
    month_cents: int
    year_cents: int
    source: str
    checked_on: date
    is_above: bool


@dataclass(frozen=True)
class Compensation:
    """What a member gets (cents a month; 0 when it was not said) and the limits of this year.

    `is_old` is true when the newest table is of an earlier year: the amounts change every year.
    """

    month_cents: int
    voucher_cents: int
    lines: tuple[LimitLine, ...]
    is_old: bool

    @property
    def any_above(self) -> bool:
        return any(line.is_above for line in self.lines)


def compensation_of(neighbourhood: Any, *, today: date) -> Compensation:
    """What a member of this neighbourhood's council gets, and the limits that count today."""
    offer = CompensationOffer.objects.filter(neighbourhood=neighbourhood).first()
    month_cents = offer.month_cents if offer else 0
    limits = BenefitLimit.objects.filter(municipality=neighbourhood.municipality, year__lte=today.year)
    newest = limits.order_by("-year").values_list("year", flat=True).first()
    lines = tuple(
        LimitLine(
            pk=limit.pk,
            year=limit.year,
            age_from=limit.age_from,
            month_cents=limit.month_cents,
            year_cents=limit.year_cents,
            source=limit.source,
            checked_on=limit.checked_on,
            is_above=month_cents > limit.month_cents or month_cents * MONTHS > limit.year_cents,
        )
        for limit in limits.filter(year=newest or 0).order_by("age_from")
    )
    return Compensation(
        month_cents=month_cents,
        voucher_cents=offer.voucher_cents if offer else 0,
        lines=lines,
        is_old=newest is not None and newest < today.year,
    )


def limit_for(compensation: Compensation, *, birth_year: int, today: date) -> LimitLine | None:
    """The line for someone of this birth year, or None when no line is about their age."""
    age = today.year - birth_year
    fitting = [line for line in compensation.lines if line.age_from <= age]
    return fitting[-1] if fitting else None
