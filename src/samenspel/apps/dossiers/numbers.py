"""Which numbers stand in a text: so that three tellings of one dossier can be laid side by side.

Only numbers in digits are seen, not 'twee'. Dutch writing: 1.250,50 is twelve hundred and fifty and a half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_TIMES = {"duizend": 1_000, "miljoen": 1_000_000, "mln": 1_000_000, "miljard": 1_000_000_000}
_NUMBER = re.compile(
    r"(?P<euro>€\s*)?"
    r"(?<![\w.,])(?P<whole>\d{1,3}(?:[.\u00a0\u202f]\d{3})+|\d+)(?:,(?P<part>\d+|-))?(?!\w)"
    r"(?:[\s\u00a0]*(?P<times>duizend|miljoen|mln|miljard)\b)?"
    r"(?:[\s\u00a0]*(?P<unit>%|procent\b|euro\b))?",
    re.IGNORECASE,
)
# The time of day is no amount: 22.00 uur.
_TIME = re.compile(r"\b(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)(?:[\s\u00a0]*(?:u\b|uur\b))")


@dataclass(frozen=True)
class Number:
    """A number as it was written, and what it comes down to: '25 duizend euro' and '€ 25.000' are the same."""

    written: str
    value: Decimal
    unit: str

    @property
    def key(self) -> tuple[Decimal, str]:
        return self.value, self.unit


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text in order, each value once."""
    found: dict[tuple[Decimal, str], Number] = {}
    hits = [*_times_of_day(text), *_plain(_TIME.sub(lambda time: " " * len(time[0]), text))]
    for _start, one in sorted(hits, key=lambda hit: hit[0]):
        found.setdefault(one.key, one)
    return list(found.values())


def _times_of_day(text: str) -> list[tuple[int, Number]]:
    return [
        (m.start(), Number(m[0].strip(), Decimal(int(m["hour"]) * 60 + int(m["minute"])), "time"))
        for m in _TIME.finditer(text)
    ]


def _plain(text: str) -> list[tuple[int, Number]]:
    found = []
    for match in _NUMBER.finditer(text):
        part = (match["part"] or "").strip("-")
        value = Decimal(re.sub(r"\D", "", match["whole"]) + (f".{part}" if part else ""))
        value *= _TIMES.get((match["times"] or "").lower(), 1)
        unit = (match["unit"] or "").lower()
        kind = "euro" if match["euro"] or unit == "euro" else "percent" if unit in ("%", "procent") else ""
        found.append((match.start(), Number(match[0].strip(), value.normalize(), kind)))
    return found
