"""Named dossiers for tests: a street that mobility would solve with paid parking."""

from __future__ import annotations

from datetime import date
from typing import Any

from apps.factories import AT, neighbourhood, person
from samenspel.apps.dossiers import services
from samenspel.apps.teams.services import set_up_domains, take_chair

TITLE = "Hoe wordt onze straat een plek om te blijven?"


def place(name: str = "Tuinwijk", code: str = "WK999901", *, of: Any = None) -> Any:
    """A neighbourhood with the usual domains, where only mobility and public space have someone."""
    where = neighbourhood(name, code, of=of)
    set_up_domains(municipality=where.municipality)
    return where


def roster(where: Any, manager: Any) -> None:
    """Joris of mobility and Marit of public space; every other chair is empty."""
    from samenspel.apps.teams.selectors import domain_by_key

    for key, name in (("mobility", "Joris"), ("public_space", "Marit")):
        domain = domain_by_key(key, municipality=where.municipality)
        take_chair(neighbourhood=where, domain=domain, name=name, since=date(2026, 1, 1), by=manager)


def keeper(where: Any, name: str = "Alice") -> Any:
    """Someone of the area team."""
    return person(name, "area_manager", "area_team_member", where=where)


def dossier(where: Any = None, by: Any = None, **changes: Any) -> Any:
    """A dossier held by mobility, with one chance."""
    where = where or place()
    facts: dict[str, Any] = {
        "title": TITLE,
        "domains": ["mobility"],
        "chances": [services.NewChance("Ineke zet elke zomer een tafel op straat.")],
    }
    return services.open_dossier(neighbourhood=where, by=by or keeper(where), at=AT, **(facts | changes))


def told(made: Any, by: Any, text: str = "We proberen een zomer lang iets uit.", audience: str = "residents") -> Any:
    """The dossier with a first text."""
    services.write_face(dossier=made, audience=audience, text=text, by=by, after_version=0, at=AT)
    return made


def published(where: Any = None, by: Any = None, **changes: Any) -> Any:
    """A dossier that everyone can read."""
    where = where or place()
    by = by or keeper(where)
    return services.publish_dossier(dossier=told(dossier(where, by, **changes), by), by=by, at=AT)
