"""What a council member gets, and up to where that does not touch a benefit: kept by the municipality."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from .. import access
from ..models import BenefitLimit, CompensationOffer

AGE_MAX = 120


@transaction.atomic
def set_offer(*, neighbourhood: Any, month_cents: int, voucher_cents: int, by: Any) -> CompensationOffer:
    """Say what a member gets each month, in money or as a voucher."""
    access.require_keeper(by, neighbourhood)
    offer, _created = CompensationOffer.objects.update_or_create(
        neighbourhood=neighbourhood,
        defaults={
            "municipality_id": neighbourhood.municipality_id,
            "month_cents": month_cents,
            "voucher_cents": voucher_cents,
        },
    )
    return offer


@transaction.atomic
def set_benefit_limit(
    *,
    neighbourhood: Any,
    year: int,
    age_from: int,
    month_cents: int,
    year_cents: int,
    source: str,
    by: Any,
    checked_on: date | None = None,
) -> BenefitLimit:
    """Write down up to which amount compensation leaves a benefit alone, from this age on; replaces what stood.

    Refuses with 'source_missing', 'age_outside', 'limit_not_positive', 'year_below_month'.
    """
    access.require_keeper(by, neighbourhood)
    if not source.strip():
        raise Refusal(_("Say where this amount comes from, so that anyone can look it up."), code="source_missing")
    if not 0 <= age_from <= AGE_MAX:
        raise Refusal(_("This age cannot be right."), code="age_outside")
    if month_cents < 1 or year_cents < 1:
        raise Refusal(_("An amount is more than zero."), code="limit_not_positive")
    if year_cents < month_cents:
        raise Refusal(_("The amount of a year is at least that of a month."), code="year_below_month")
    limit, _created = BenefitLimit.objects.update_or_create(
        municipality=neighbourhood.municipality,
        year=year,
        age_from=age_from,
        defaults={
            "month_cents": month_cents,
            "year_cents": year_cents,
            "source": source.strip()[:300],
            "checked_on": checked_on or timezone.localdate(),
        },
    )
    return limit


@transaction.atomic
def remove_benefit_limit(*, neighbourhood: Any, pk: int, by: Any) -> None:
    """Take a line of the table away."""
    access.require_keeper(by, neighbourhood)
    BenefitLimit.objects.filter(municipality=neighbourhood.municipality, pk=pk).delete()
