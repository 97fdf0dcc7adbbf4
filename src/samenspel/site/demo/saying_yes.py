"""What it takes to say yes, and which half of the chairs is renewed first. Amounts and wishes are made up."""

from __future__ import annotations

from typing import Any

from samenspel.apps.councils.services import set_rotation
from samenspel.apps.draws import services as draws

from .stage import Stage

SOURCE = "Verzonnen voorbeeld. Zoek de bedragen van dit jaar zelf op, en zet erbij waar je ze vond."
# (from which age, at most a month, at most a year), in cents.
LIMITS = ((16, 10_000, 100_000), (21, 20_000, 200_000))
MONTH_CENTS, VOUCHER_CENTS = 15_000, 4_000
# Who asks for what comes back every so many people, so that the totals are large enough to be shown.
NEEDS = {3: "childcare", 5: "buddy", 7: "transport", 11: "interpreter"}
COMPENSATIONS = ("money", "money", "voucher", "expenses", "none")
ROLES = ("reading_along", "panel", "", "table_talk", "")


def amounts(stage: Stage) -> None:
    """What a member gets, beside the table of what leaves a benefit alone."""
    by, year = stage.cast.manager, stage.calendar.day(0).year
    for age_from, month_cents, year_cents in LIMITS:
        draws.set_benefit_limit(
            neighbourhood=stage.neighbourhood,
            year=year,
            age_from=age_from,
            month_cents=month_cents,
            year_cents=year_cents,
            source=SOURCE,
            by=by,
            checked_on=stage.calendar.day(-112),
        )
    draws.set_offer(neighbourhood=stage.neighbourhood, month_cents=MONTH_CENTS, voucher_cents=VOUCHER_CENTS, by=by)


def wishes(number: int, answer: str) -> dict[str, Any]:
    """What someone tells along with an answer: arguments of `record_answer`."""
    if answer == "yes":
        needs = [need for every, need in NEEDS.items() if number % every == 0]
        return {"needs": needs, "compensation": COMPENSATIONS[number % len(COMPENSATIONS)]}
    if answer in ("no", "curious"):
        return {"lighter_role": ROLES[number % len(ROLES)]}
    return {}


def halves(stage: Stage) -> None:
    """The council lets public numbers decide which half of its drawn chairs is renewed halfway."""
    set_rotation(
        council=stage.council,
        source="text:Oosterparkwijk, vijf ballen getrokken bij de eerste vergadering: 8 1 4 0 6",
        at=stage.calendar.at(-35, 20),
    )
