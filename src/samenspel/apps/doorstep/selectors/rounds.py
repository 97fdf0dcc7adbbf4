"""Rounds as the coordinator and the canvassers see them at the desk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.apps.accounts.selectors import has_one_of, people_with_role
from samenspel.foundation.desk import Waiting

from ..access import BEFORE, CANVASSER, COORDINATORS, GRACE
from ..course import outcome_of
from ..models import Round, Stop, Visit
from ..route import street_of
from .phone import standing_at_doors


@dataclass(frozen=True)
class RoundRow:
    """A round in a list: who goes, how many doors, how many of them were rung."""

    round: Round
    names: tuple[str, ...]
    doors: int
    rung: int
    state: str

    @property
    def share(self) -> float:
        """Doors rung, 0 to 1."""
        return self.rung / self.doors if self.doors else 0.0


@dataclass(frozen=True)
class RoundsDesk:
    """Rounds by what is going on: today or under way, to come, over."""

    now: tuple[RoundRow, ...]
    coming: tuple[RoundRow, ...]
    over: tuple[RoundRow, ...]


@dataclass(frozen=True)
class StopRow:
    """A door on a round: its address (None once the register is erased), outcome, and what its visitor asks for."""

    stop: Stop
    address: str | None
    outcome: str
    label: str
    unapplied: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class RoundPage:
    """One round whole. `care_concerns` is a number and nothing more; `signals` came from here."""

    row: RoundRow
    stops: tuple[StopRow, ...]
    places: tuple[Any, ...]
    care_concerns: int
    signals: int
    streets: tuple[str, ...]
    may_be_taken: bool
    takes_visits: bool


@dataclass(frozen=True)
class FollowUp:
    """Someone who is to hear from us: which door, why, and since when."""

    stop: Stop
    address: str | None
    kind: str
    label: str
    since: datetime
    signal: Any = None


def rounds_desk(neighbourhood: Any, *, now: datetime, person: Any = None) -> RoundsDesk:
    """All rounds of a neighbourhood, or those that `person` walks."""
    found = Round.objects.filter(neighbourhood=neighbourhood)
    if person is not None:
        found = found.filter(places__person=person)
    lists: dict[str, list[RoundRow]] = {"now": [], "coming": [], "over": []}
    for row in found.prefetch_related("places__person", "stops", "visits"):
        shown = _row(row, now)
        lists[shown.state].append(shown)
    lists["coming"].reverse()
    return RoundsDesk(**{name: tuple(rows) for name, rows in lists.items()})


def _row(row: Round, now: datetime) -> RoundRow:
    names = tuple(sorted(place.person.name for place in row.places.all()))
    rung = {visit.stop_id for visit in row.visits.all() if visit.stop_id}
    return RoundRow(row, names, doors=len(row.stops.all()), rung=len(rung), state=_state(row, now))


def _state(row: Round, now: datetime) -> str:
    if row.closed_at is not None or row.ends_at < now:
        return "over"
    return "now" if timezone.localdate(row.starts_at) <= timezone.localdate(now) else "coming"


def round_page(row: Round, *, now: datetime) -> RoundPage:
    """Everything the coordinator sees of a round."""
    outcomes = standing_at_doors(row)
    labels = dict(Visit.Outcome.choices)
    stops = list(row.stops.select_related("ticket__person", "round__neighbourhood"))
    unapplied = {
        visit.stop_id: visit.unapplied for visit in row.visits.exclude(unapplied="").order_by("visited_at", "key")
    }
    shown = tuple(
        StopRow(
            stop=stop,
            address=address_of(stop),
            outcome=(outcome := outcomes.get(stop.pk, "")),
            label=str(labels[Visit.Outcome(outcome)]) if outcome else "",
            unapplied=unapplied.get(stop.pk, ""),
            is_first=number == 0,
            is_last=number == len(stops) - 1,
        )
        for number, stop in enumerate(stops)
    )
    return RoundPage(
        row=_row(row, now),
        stops=shown,
        places=tuple(row.places.select_related("person").order_by("person__name")),
        care_concerns=row.visits.filter(outcome=Visit.Outcome.CARE_CONCERN).count(),
        signals=row.heard.count(),
        streets=tuple(dict.fromkeys(street_of(one.address) for one in shown if one.address)),
        may_be_taken=row.closed_at is None and row.starts_at - BEFORE <= now <= row.ends_at,
        takes_visits=now <= row.ends_at + GRACE,
    )


def address_of(stop: Stop) -> str | None:
    """The address of a stop, None once the register is erased."""
    return stop.ticket.person.address if stop.ticket.person else None


def stop_by_id(row: Round, public_id: str) -> Stop | None:
    """A stop of this round, or None."""
    found = row.stops.filter(public_id=public_id)
    return found.select_related("ticket__person", "round__neighbourhood").first()


def visits_at(stop: Stop) -> list[Visit]:
    """All visits to a stop, in the order in which they were made; those that were corrected too."""
    return list(stop.visits.select_related("by").order_by("visited_at", "key"))


def follow_up(neighbourhood: Any) -> list[FollowUp]:
    """Who thinks about it, who wants a lighter role, who needs something, who reads along; the oldest first."""
    visits = Visit.objects.filter(round__neighbourhood=neighbourhood).order_by("visited_at", "key")
    stops = (
        Stop.objects.filter(visits__isnull=False, round__neighbourhood=neighbourhood)
        .distinct()
        .select_related("ticket__person", "round")
        .prefetch_related(Prefetch("visits", queryset=visits), "heard__signal")
    )
    per_ticket: dict[int, list[Stop]] = defaultdict(list)
    for stop in stops:
        per_ticket[stop.ticket_id].append(stop)
    found = [one for doors in per_ticket.values() for one in _asks(doors)]
    return sorted(found, key=lambda one: one.since)


def _asks(doors: list[Stop]) -> list[FollowUp]:
    """What the person behind these stops (of several rounds) asks for."""
    outcome = outcome_of([visit for stop in doors for visit in stop.visits.all()])
    last = doors[-1]
    # Who is no longer in the register is left alone.
    if outcome is None or last.ticket.person is None:
        return []

    def ask(kind: str, label: str, signal: Any = None) -> FollowUp:
        return FollowUp(last, address_of(last), kind, label, outcome.at, signal)

    found = []
    if outcome.answer == Visit.Outcome.THINKING and last.ticket.answer == Visit.Outcome.THINKING:
        found.append(ask("thinking", _("thinks about it: call again")))
    if outcome.lighter_role and outcome.answer != Visit.Outcome.YES:
        signal = next((heard.signal for stop in doors for heard in stop.heard.all()), None)
        found.append(ask("role", str(ROLE_LABELS[outcome.lighter_role]()), signal))
    if outcome.needs and outcome.answer in (Visit.Outcome.YES, Visit.Outcome.THINKING):
        found.append(ask("needs", ", ".join(str(NEED_LABELS[need]()) for need in outcome.needs)))
    return found


ROLE_LABELS = {
    "table_talk": lambda: _("comes to one talk at a table"),
    "panel": lambda: _("answers questions of the panel at home"),
    "reading_along": lambda: _("reads along, and hears what becomes of it"),
}
NEED_LABELS = {
    "childcare": lambda: _("childcare"),
    "transport": lambda: _("transport"),
    "interpreter": lambda: _("an interpreter"),
    "buddy": lambda: _("someone who comes along"),
    "other": lambda: _("something else: call"),
}


def canvassers_here(neighbourhood: Any) -> list[Any]:
    """Everyone who may ring doorbells here, by name."""
    return list(people_with_role(CANVASSER, municipality=neighbourhood.municipality, neighbourhood=neighbourhood))


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """For a canvasser the rounds of today and tomorrow; for a coordinator those that are over and not finished."""
    now = timezone.now()
    found = []
    if has_one_of(person, (CANVASSER,), neighbourhood=neighbourhood):
        mine = rounds_desk(neighbourhood, now=now, person=person)
        app = reverse("doorstep:app", args=[neighbourhood.slug])
        soon = [row for row in (*mine.now, *mine.coming) if row.round.starts_at - BEFORE <= now]
        for row in soon:
            title = _("Ring doorbells: %(name)s, %(number)s addresses") % {"name": row.round.name, "number": row.doors}
            found.append(Waiting(title, app, timezone.localdate(row.round.starts_at)))
    if has_one_of(person, COORDINATORS, neighbourhood=neighbourhood):
        recent = now - timedelta(days=14)
        for row in rounds_desk(neighbourhood, now=now).over:
            if row.round.closed_at is None and row.rung < row.doors and row.round.ends_at > recent:
                title = _("Close the round: %(name)s") % {"name": row.round.name}
                url = reverse("doorstep-desk:round", args=[neighbourhood.slug, row.round.public_id])
                found.append(Waiting(title, url))
    return found
