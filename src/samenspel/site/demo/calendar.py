"""When things happened, counted back from the day on which the demonstration is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Calendar:
    """Days around `today`. The files speak of 2026; `year` is the year they are moved to."""

    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def year(self) -> int:
        return self.today.year

    def day(self, offset: int) -> date:
        """The date so many days from today; negative is before."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 12, minute: int = 0) -> datetime:
        """The moment on that day, local time; never later than now for a day in the past."""
        moment = timezone.make_aware(datetime.combine(self.day(offset), time(hour, minute)))
        return min(moment, self.now) if offset <= 0 else moment

    def of_this_year(self, data: bytes) -> bytes:
        """A file of 2026 moved to the year of the demonstration."""
        return data.replace(b"2026", str(self.year).encode())
