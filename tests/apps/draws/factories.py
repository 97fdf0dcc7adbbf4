"""A small register, its lot, and pools to draw from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samenspel.apps.accounts.services import approve
from samenspel.apps.draws import services
from samenspel.apps.draws.services import NewVolunteer

from ..factories import AT, neighbourhood, person

DRAWN_ON = date(2026, 3, 2)
SOURCE = "text:Trekking van 2 maart 2026: 3 14 15 26 35 41"
TARGETS = [
    {"feature": "sex", "value": "vrouw", "min": 2, "max": 3},
    {"feature": "sex", "value": "man", "min": 2, "max": 3},
    {"feature": "housing", "value": "huur", "min": 3, "max": 4},
    {"feature": "housing", "value": "koop", "min": 1, "max": 2},
]
SEATS = 5
POPULATION = {"sex": {"vrouw": 600, "man": 600}, "housing": {"huur": 800, "koop": 400}}


def csv(*rows: str, header: str = "Adres;Geboortejaar;Geslacht;Woning;Geheimhouding;Niet benaderen") -> bytes:
    return ("\ufeff" + "\r\n".join((header, *rows)) + "\r\n").encode()


def register_file(people: int = 24) -> bytes:
    """People of 16 and over, two to an address, none of them secret or opted out."""
    return csv(
        *(
            f"Laan {n // 2 + 1};{1950 + 2 * n};{'MV'[n % 2]};{'huur' if n % 3 else 'koop'};nee;nee"
            for n in range(people)
        )
    )


def keeper(where: Any, name: str = "Alice") -> Any:
    return person(name, "area_manager", where=where)


def register(where: Any, *, by: Any, data: bytes | None = None) -> Any:
    return services.import_register(
        neighbourhood=where,
        data=data or register_file(),
        file_name="register.csv",
        drawn_on=DRAWN_ON,
        by=by,
        at=AT,
    )


def committed_lot(
    where: Any = None, *, by: Any = None, count: int = 10, announced: str = "text", **filling: Any
) -> Any:
    where = where or neighbourhood()
    by = by or keeper(where)
    loaded = register(where, by=by)
    return services.commit_lot(register=loaded, count=count, announced=announced, by=by, at=AT, **filling)


def lot_in_order(where: Any = None, *, seats: int = 3, count: int = 10) -> Any:
    """A published lot whose seats go to the first yeses in its order."""
    return published_lot(where, count=count, filling="in_order", seats=seats)


def published_lot(where: Any = None, *, count: int = 10, **filling: Any) -> Any:
    where = where or neighbourhood()
    alice, bob = keeper(where), keeper(where, "Bob")
    lot = services.draw_lot(
        lot=committed_lot(where, by=alice, count=count, **filling), source=SOURCE, by=alice, at=AT + timedelta(days=1)
    )
    approval = services.request_lot_publication(lot=lot, requested_by=alice)
    approve(approval=approval, by=bob)
    return services.publish_lot(lot=lot, approval=approval, at=AT + timedelta(days=1, hours=1))


def drawn_tickets(lot: Any) -> list[Any]:
    return list(lot.tickets.filter(position__lte=lot.count).order_by("position"))


def pool(where: Any = None, *, people: int = 24) -> Any:
    """An open pool that did not come from a lot of the platform, with everyone alone in a household."""
    where = where or neighbourhood()
    alice = keeper(where)
    made = services.open_pool(
        neighbourhood=where,
        name="Aanmeldingen wijkraad",
        features=["sex", "housing"],
        population=POPULATION,
        population_source="CBS 2024",
        by=alice,
        at=AT,
    )
    services.add_volunteers(pool=made, volunteers=volunteers(people), by=alice)
    return made


def volunteers(people: int) -> list[NewVolunteer]:
    return [
        NewVolunteer(
            reference=f"v{n}",
            features={"sex": "man" if n % 3 else "vrouw", "housing": "koop" if n % 4 == 0 else "huur"},
            took_part_before=n % 5 == 0,
        )
        for n in range(people)
    ]


def committed_draw(where: Any = None, **extra: Any) -> Any:
    where = where or neighbourhood()
    facts: dict[str, Any] = {"targets": TARGETS, "seats": SEATS, "panels": 100, "announced": "balls"}
    return services.commit_panel_draw(pool=pool(where), by=keeper(where), at=AT, **(facts | extra))


def picked_draw(where: Any = None, **extra: Any) -> Any:
    where = where or neighbourhood()
    return services.pick_panel(
        draw=committed_draw(where, **extra),
        source="balls:041",
        ceremony="In het buurthuis, door Aylin (9) en Henk (81)",
        by=keeper(where),
        again_by=keeper(where, "Bob"),
        at=AT + timedelta(days=7),
    )


def published_draw(where: Any = None, **extra: Any) -> Any:
    where = where or neighbourhood()
    draw = picked_draw(where, **extra)
    approval = services.request_panel_publication(draw=draw, requested_by=keeper(where))
    approve(approval=approval, by=keeper(where, "Bob"))
    return services.publish_panel_draw(draw=draw, approval=approval, at=AT + timedelta(days=7, hours=1))
