"""Named people and places for tests of apps."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from samenspel.apps.accounts.services import grant_role, save_person
from samenspel.apps.councils import services as councils
from samenspel.apps.places.services import save_municipality, save_neighbourhood

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def municipality(name: str = "Voorbeeldstad", code: str = "GM9999") -> Any:
    return save_municipality(cbs_code=code, name=name)


def neighbourhood(name: str = "Tuinwijk", code: str = "WK999901", *, of: Any = None) -> Any:
    return save_neighbourhood(municipality=of or municipality(), cbs_code=code, name=name, takes_part=True)


def person(name: str, *roles: str, where: Any = None) -> Any:
    someone = save_person(email=f"{name.lower()}@example.org", name=name)
    for role in roles:
        grant_role(person=someone, role=role, municipality=where.municipality, neighbourhood=where)
    return someone


def council(where: Any = None, *, seated: int = 5, amount_max_cents: int = 10_000_000) -> Any:
    """A council of five with rules, a term and (by default) everyone seated."""
    where = where or neighbourhood()
    made = councils.create_council(
        neighbourhood=where,
        name="Wijkraad",
        legal_form="commission",
        instituted_by="Raadsbesluit 1",
        instituted_on=date(2026, 1, 1),
        competent_body="de gemeenteraad",
        objection="Schrijf binnen zes weken.",
        seats_drawn=3,
        seats_delegated=2,
        seats_official=1,
        at=AT,
    )
    councils.set_rules(
        council=made,
        decides=[{"key": "money", "text": "De wijkraad verdeelt het wijkbudget."}],
        advises=[{"key": "street", "text": "De wijkraad adviseert over de inrichting van straten."}],
        may_not_touch=[{"key": "zoning", "text": "Het bestemmingsplan."}],
        amount_max_cents=amount_max_cents,
        in_force_from=date(2026, 1, 1),
        at=AT,
    )
    term = councils.open_term(council=made, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), at=AT)
    drawn = [(f"lot-{n}", "") for n in range(1, min(seated, 3) + 1)]
    delegated = [(f"raad-{n}", "") for n in range(1, max(0, seated - 3) + 1)]
    for origin, holders in (("drawn", drawn), ("delegated", delegated)):
        if holders:
            councils.seat_members(council=made, term=term, origin=origin, holders=holders, reason="loting", at=AT)
    return made


def proposed_decision(made: Any = None, *, amount_cents: int | None = 1_000_000, **extra: Any) -> Any:
    made = made or council()
    facts = {"title": "Bankjes", "text": "Er komen bankjes.", "scope_key": "money", "consultation": "Stemming."}
    return councils.propose_decision(council=made, amount_cents=amount_cents, at=AT, **(facts | extra))


def adopted_decision(made: Any = None, *, amount_cents: int | None = 1_000_000, **extra: Any) -> Any:
    decision = proposed_decision(made, amount_cents=amount_cents, **extra)
    for seat in decision.council.seats.exclude(origin="official"):
        if seat.holdings.filter(ended_on=None).exists():
            councils.cast_decision_vote(decision=decision, seat=seat, choice="for", at=AT)
    return councils.adopt_decision(decision=decision, at=AT)
