"""Finds the rows of a draw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from samenspel.apps.jobs.daily import Coming

from .. import engine
from ..models import Lot, LotTicket, OptOut, PanelDraw, Pool, RegisterImport, RegisterPerson, Volunteer

# What the public sees: a draw appears the moment its panels are laid down.
PUBLIC = (PanelDraw.Status.COMMITTED, PanelDraw.Status.PICKED, PanelDraw.Status.PUBLISHED)


def draws_of(neighbourhood: Any) -> QuerySet[PanelDraw]:
    """The draws that the public may see, newest first."""
    return (
        PanelDraw.objects.filter(neighbourhood=neighbourhood, status__in=PUBLIC)
        .select_related("pool__lot", "neighbourhood__municipality")
        .order_by("-committed_at")
    )


def shown_draw(neighbourhood: Any) -> PanelDraw | None:
    """The draw to show first: the newest that the public may see and that follows no other, or None."""
    return draws_of(neighbourhood).exclude(purpose=PanelDraw.Purpose.REPLACEMENT).first()


def draw_by_id(neighbourhood: Any, public_id: str) -> PanelDraw | None:
    """The public draw of this neighbourhood with this id, or None."""
    return draws_of(neighbourhood).filter(public_id=public_id).first()


def latest_lot(neighbourhood: Any) -> Lot | None:
    """The newest lot of a neighbourhood, or None."""
    return Lot.objects.filter(neighbourhood=neighbourhood).select_related("register").first()


def is_newer(lot: Lot, draw: PanelDraw | None) -> bool:
    """True when the lot was laid down after the panels of the draw."""
    return draw is None or draw.committed_at is None or lot.committed_at > draw.committed_at


def lots_of(neighbourhood: Any) -> QuerySet[Lot]:
    """The lots of a neighbourhood, newest first."""
    return Lot.objects.filter(neighbourhood=neighbourhood)


def lot_by_id(neighbourhood: Any, public_id: str) -> Lot | None:
    """The lot of this neighbourhood with this id, or None."""
    return Lot.objects.filter(neighbourhood=neighbourhood, public_id=public_id).first()


def drawn_tickets(lot: Lot) -> QuerySet[LotTicket]:
    """The tickets of who is approached, in the order of the lot. For the keeper's eyes: they lead to people."""
    return lot.tickets.filter(position__lte=lot.count).select_related("person").order_by("position")


def asked_of(lot: Lot) -> tuple[Pool | None, tuple[str, ...]]:
    """(the lot's pool or None, the features of that pool that the register does not tell of everyone)."""
    pool = Pool.objects.filter(lot=lot).first()
    if pool is None:
        return None, ()
    drawn = RegisterPerson.objects.filter(tickets__lot=lot, tickets__position__lte=lot.count)
    known = [set(strata) | {"age"} for strata in drawn.values_list("strata", flat=True)]
    return pool, tuple(name for name in pool.features if any(name not in names for names in known))


def imports_of(neighbourhood: Any) -> QuerySet[RegisterImport]:
    """The register files of a neighbourhood, refused ones too, newest first."""
    return RegisterImport.objects.filter(neighbourhood=neighbourhood)


def coming_erasures(municipality: Any, today: date) -> list[Coming]:
    """Which registers are erased on which coming day, and how many people they hold."""
    loaded = RegisterImport.objects.filter(
        municipality=municipality, status=RegisterImport.Status.LOADED, erased_at=None
    ).select_related("neighbourhood")
    return [
        Coming(
            on=register.delete_on,
            what=gettext("the register of %(neighbourhood)s") % {"neighbourhood": register.neighbourhood.name},
            count=register.person_count,
        )
        for register in loaded
    ]


def opt_out_count(neighbourhood: Any) -> int:
    """How many people of the municipality are on the list of who is left alone."""
    return OptOut.objects.filter(municipality=neighbourhood.municipality).count()


def register_people(register: RegisterImport) -> QuerySet[RegisterPerson]:
    """The people of a register file. For the keeper's eyes."""
    return register.people.order_by("pk")


def mapping_for(data: bytes, file_name: str, drawn_on: date) -> tuple[tuple[str, ...], dict[str, str]]:
    """(headers of a register file, proposed field → header). Raises FaultsError when it is no table."""
    return engine.suggest_mapping(data, file_name, drawn_on)


def targets_for(pool: Pool, seats: int) -> list[dict[str, Any]]:
    """Targets for so many seats that mirror the pool's population figures, feature by feature."""
    population = {name: pool.population[name] for name in pool.features if name in pool.population}
    return engine.targets_for_population(population, seats)


def people_to_approach(seats: int) -> int:
    """How many people to approach for so many yeses at 95% certainty, by what Groningen saw at the door."""
    return engine.people_to_approach(seats)


def round_at(moment: datetime) -> int:
    """The first drand round that appears at or after this moment."""
    return engine.round_at(moment)


def round_time(number: int) -> datetime:
    """When a drand round appears."""
    return engine.round_time(number)


def person_export(person: RegisterPerson) -> dict[str, Any]:
    """Everything that is kept about someone of the register, for who asks. For the keeper's eyes."""
    ticket = LotTicket.objects.filter(person=person).select_related("lot").first()
    volunteer = Volunteer.objects.filter(lot_ticket=ticket).first() if ticket else None
    return {
        "address": person.address,
        "birth_year": person.birth_year,
        "features": person.strata,
        "secrecy": person.is_secret,
        "opted_out": person.opted_out,
        "erased_on": person.register.delete_on.isoformat(),
        "ticket": ticket
        and {
            "lot": ticket.lot.public_id,
            "number": ticket.number,
            "position": ticket.position,
            "salt": ticket.salt,
            "commitment": ticket.commitment,
            "answer": ticket.answer,
            "took_part_before": ticket.took_part_before,
            "needs": ticket.needs,
            "compensation": ticket.compensation,
            "lighter_role": ticket.lighter_role,
            "attempts": [
                {"at": attempt.at.isoformat(), "outcome": attempt.outcome} for attempt in ticket.attempts.all()
            ],
        },
        "volunteer": volunteer
        and {
            "pool": volunteer.pool.public_id,
            "ticket": volunteer.ticket,
            "features": volunteer.features,
            "salt": volunteer.salt,
            "commitment": volunteer.commitment,
        },
    }
