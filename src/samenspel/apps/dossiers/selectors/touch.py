"""What a dossier touches: domains and their chairs, money and its colour; and whether one domain solves it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samenspel.apps.household.selectors import TouchedMoney, money_touched
from samenspel.foundation import pictures
from samenspel.foundation.money import euros

from ..domains import Chair, chairs_of
from ..models import Dossier, PartialProblem

# From so many solutions on, one domain that holds three quarters of them is worth a word.
MANY_SOLUTIONS = 4
MOST_SHARE = 0.75


@dataclass(frozen=True)
class DomainTile:
    """A chair of the roster beside a dossier: holds it, is touched by it without holding it, or neither."""

    chair: Chair
    holds: bool
    is_touched: bool

    @property
    def is_gap(self) -> bool:
        """True for a chair that is empty although the dossier touches its domain."""
        return self.chair.is_empty and (self.holds or self.is_touched)


@dataclass(frozen=True)
class MoneySum:
    """Cents with one freedom: booked in funds, and estimated a year."""

    freedom: str
    booked_cents: int
    estimated_cents: int

    @property
    def total_cents(self) -> int:
        return self.booked_cents + self.estimated_cents


@dataclass(frozen=True)
class Touched:
    """Domains in the order of the roster, money rows, their sums by freedom, and the departments in it."""

    tiles: tuple[DomainTile, ...]
    money: tuple[TouchedMoney, ...]
    sums: tuple[MoneySum, ...]
    departments: tuple[str, ...]
    bar: SafeString | None

    @property
    def domain_count(self) -> int:
        """Domains that hold it or are touched by it."""
        return sum(1 for tile in self.tiles if tile.holds or tile.is_touched)

    @property
    def gaps(self) -> tuple[DomainTile, ...]:
        """Empty chairs of domains that it touches."""
        return tuple(tile for tile in self.tiles if tile.is_gap)


@dataclass(frozen=True)
class OneSided:
    """One domain holds the solutions: all of them, or most.

    `missing` are the other chairs that the dossier touches and that propose nothing yet; the empty ones among
    them come first.
    """

    domain: Chair
    of_domain: int
    solutions: int
    missing: tuple[Chair, ...]

    @property
    def is_only(self) -> bool:
        """True when no other domain proposes anything."""
        return self.of_domain == self.solutions

    @property
    def empty(self) -> tuple[Chair, ...]:
        return tuple(chair for chair in self.missing if chair.is_empty)

    @property
    def to_ask(self) -> tuple[Chair, ...]:
        return tuple(chair for chair in self.missing if not chair.is_empty)


def touched_by(dossier: Dossier) -> Touched:
    """The domains, departments and money that a dossier touches."""
    held = {one.domain for one in dossier.holdings.all()}
    problems = list(dossier.problems.all())
    touched = {one.domain for one in problems}
    tiles = tuple(
        DomainTile(chair, holds=key in held, is_touched=key in touched)
        for key, chair in chairs_of(dossier.neighbourhood).items()
    )
    ids: dict[str, list[str]] = {"fund": [], "estimate": []}
    for link in dossier.links.all():
        ids.get(link.subject_kind, []).append(link.subject_id)
    money = money_touched(dossier.neighbourhood, fund_ids=ids["fund"], estimate_ids=ids["estimate"])
    departments = [*(row.owner for row in money), *(one.department for one in problems if one.department)]
    sums = _sums(money)
    return Touched(tiles, money, sums, tuple(dict.fromkeys(departments)), _bar(sums))


def one_sided(problems: Iterable[PartialProblem], touched: Touched) -> OneSided | None:
    """Whether one domain solves it (nearly) alone; None when solutions come from several, or there are none."""
    counted = Counter(one.domain for one in problems if one.solution)
    if not counted:
        return None
    ((domain, most),) = counted.most_common(1)
    total = sum(counted.values())
    if len(counted) > 1 and not (total >= MANY_SOLUTIONS and most / total >= MOST_SHARE):
        return None
    chairs: Mapping[str, Chair] = {tile.chair.key: tile.chair for tile in touched.tiles}
    missing = [
        tile.chair for tile in touched.tiles if (tile.holds or tile.is_touched) and tile.chair.key not in counted
    ]
    return OneSided(
        domain=chairs.get(domain, Chair(domain, domain)),
        of_domain=most,
        solutions=total,
        missing=tuple(sorted(missing, key=lambda chair: not chair.is_empty)),
    )


def _sums(money: Sequence[TouchedMoney]) -> tuple[MoneySum, ...]:
    freedoms = dict.fromkeys(row.freedom for row in money)
    return tuple(
        MoneySum(
            freedom,
            sum(row.amount_cents for row in money if row.freedom == freedom and row.is_booked),
            sum(row.amount_cents for row in money if row.freedom == freedom and not row.is_booked),
        )
        for freedom in freedoms
    )


def _bar(sums: Sequence[MoneySum]) -> SafeString | None:
    by: dict[str, Any] = {one.freedom: one.total_cents for one in sums}
    fixed, advice, free = (by.get(name, 0) for name in ("fixed", "influence", "free"))
    if not fixed + advice + free:
        return None
    title = _("Of the money that this touches %(fixed)s is fixed, %(advice)s is open to influence, %(free)s is free.")
    total = fixed + advice + free
    parts = [
        pictures.Part(cents / total, "", kind)
        for cents, kind in ((fixed, "fixed"), (advice, "advice"), (free, "free"))
        if cents
    ]
    told = {"fixed": euros(fixed), "advice": euros(advice), "free": euros(free)}
    return pictures.filling(parts, title=title % told)
