"""Domains, chairs and a filled-in workshop for tests of the area team."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from samenspel.apps.teams import services
from samenspel.apps.teams.models import Chair, Domain, Workshop

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


def domains(where: Any) -> dict[str, Domain]:
    return {domain.key: domain for domain in services.set_up_domains(municipality=where.municipality)}


def chair(where: Any, by: Any, *, key: str = "youth", name: str = "Noor Bakker", **extra: Any) -> Chair:
    return services.take_chair(
        neighbourhood=where, domain=domains(where)[key], name=name, since=DAY, by=by, **({"hours_weekly": 12} | extra)
    )


def full_workshop(where: Any, by: Any, **extra: Any) -> Workshop:
    made = services.start_workshop(neighbourhood=where, by=by, held_on=DAY)
    services.save_people(
        workshop=made,
        by=by,
        people=[("Noor", "sociaal"), ("Marit", "fysiek"), ("Anouk", "gebied")],
        title="Een bankje dat niemand wil onderhouden",
        case="Buren willen een bankje. De afdeling wil geen extra onderhoud.",
    )
    services.save_truths(
        workshop=made,
        by=by,
        first_truth="Elk bankje kost onderhoud.",
        second_truth="Zonder bankje komen ouderen niet buiten.",
    )
    services.save_questions(
        workshop=made,
        by=by,
        questions=[("Wat heb je de buren gevraagd?", "Nog niets."), ("Wie zou het kunnen onderhouden?", "")],
    )
    step = {
        "step": "Aan tafel met drie buren over onderhoud",
        "step_owner": "Noor",
        "step_with": "drie buren",
        "step_due_on": date(2026, 3, 16),
        "lesson": "Vraag eerst wie wil zorgen, en pas dan wat het kost.",
        "lesson_is_open": True,
    }
    return services.save_step(workshop=made, by=by, **(step | extra))
