"""What goes to a phone: the doors of someone's own rounds, and no more of a person than the letter says."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from samenspel.apps.picture.selectors import themes_of

from ..access import BEFORE
from ..course import standing
from ..models import Round, Stop, Visit
from .care import care_facts


def rounds_to_take(person: Any, neighbourhood: Any, now: datetime) -> list[Round]:
    """The rounds whose addresses this person may have now, the first to start first."""
    found = Round.objects.filter(
        neighbourhood=neighbourhood,
        places__person=person,
        closed_at=None,
        starts_at__lte=now + BEFORE,
        ends_at__gte=now,
    )
    return list(found.select_related("neighbourhood__municipality").order_by("starts_at"))


def phone_data(rounds: list[Round], neighbourhood: Any, *, person: Any) -> dict[str, Any]:
    """What a phone keeps of these rounds, as JSON.

    Of a person only what the letter says too: the address, the year of birth by which two people at one address
    know for whom it is, and a language if the register gave one.
    """
    return {
        "rounds": [_round(one, person) for one in rounds],
        "themes": [entry[0] for entry in themes_of(neighbourhood)],
        "care": care_facts(neighbourhood),
    }


def _round(row: Round, person: Any) -> dict[str, Any]:
    others = [place.person.name for place in row.places.select_related("person") if place.person_id != person.pk]
    doors = standing_at_doors(row)
    stops = row.stops.select_related("ticket__person").prefetch_related("ticket__attempts")
    return {
        "id": row.public_id,
        "name": row.name,
        "meeting_place": row.meeting_place,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "with": others,
        "stops": [_stop(one, doors.get(one.pk, "")) for one in stops if _may_be_rung(one)],
    }


def _may_be_rung(stop: Stop) -> bool:
    """Never someone with a secrecy mark, whatever was planned, and nobody who was erased or opted out since."""
    person = stop.ticket.person
    return person is not None and not person.is_secret and not person.opted_out


def _stop(stop: Stop, outcome: str) -> dict[str, Any]:
    person = stop.ticket.person
    assert person is not None
    bare = {"id": stop.public_id, "position": stop.position, "outcome": outcome}
    if outcome and outcome != Visit.Outcome.NOT_HOME:
        # Nobody rings here again: the address stays away from the phone.
        return bare
    return {
        **bare,
        "address": person.address,
        "birth_year": person.birth_year,
        "language": str(person.strata.get("language", "")),
        "hint": stop.hint,
        "attempts": len(stop.ticket.attempts.all()),
    }


def standing_at_doors(row: Round) -> dict[int, str]:
    """Row of a stop → the outcome that stands there now, after all visits of this round."""
    per_door: dict[int, list[Visit]] = defaultdict(list)
    for visit in row.visits.exclude(stop=None):
        per_door[int(visit.stop_id or 0)].append(visit)
    return {pk: kept[-1].outcome for pk, visits in per_door.items() if (kept := standing(visits))}


def doors_done(person: Any, neighbourhood: Any, now: datetime) -> dict[str, dict[str, str]]:
    """Public id of a round → public id of a stop → outcome: how far both are, without an address."""
    done = {}
    for row in rounds_to_take(person, neighbourhood, now):
        names = dict(row.stops.values_list("pk", "public_id"))
        done[row.public_id] = {names[pk]: outcome for pk, outcome in standing_at_doors(row).items()}
    return done


def stops_for_paper(row: Round) -> list[dict[str, str]]:
    """The doors of a round for a list on paper, those that nobody rings again left out."""
    doors = standing_at_doors(row)
    stops = row.stops.select_related("ticket__person").prefetch_related("ticket__attempts")
    shown = [_stop(one, doors.get(one.pk, "")) for one in stops if _may_be_rung(one)]
    return [
        {"number": str(one["position"]), "address": one["address"], "year": str(one["birth_year"]), "hint": one["hint"]}
        for one in shown
        if "address" in one
    ]
