"""Who plays in the demonstration. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samenspel.apps.accounts.services import grant_role, save_person

# (name, role); the addresses end in example.org, which belongs to nobody.
PEOPLE = (
    ("Anouk de Wit", "area_manager"),
    ("Ruben Hoekstra", "area_manager"),
    ("Lotte Veenstra", "controller"),
    ("Hassan Amrani", "controller"),
    ("Marit Boersma", "expert"),
    ("Noor Bakker", "area_team_member"),
    ("Joris Postma", "area_team_member"),
    ("Bas Dijkstra", "area_team_member"),
    ("Hatice Yilmaz", "area_team_member"),
    ("Fenna Meijer", "canvasser"),
    ("Omar Haddad", "canvasser"),
    ("Willem Kuiper", "council_member"),
    ("Iris van Dam", "city_councillor"),
    ("Sem Wierda", "administrator"),
)


@dataclass(frozen=True)
class Cast:
    """The people by the part they play."""

    manager: Any
    second_manager: Any
    controller: Any
    second_controller: Any
    expert: Any
    team_member: Any
    canvassers: tuple[Any, Any]


def gather(municipality: Any, neighbourhood: Any) -> Cast:
    """Put everyone in place with their role."""
    people = {}
    for name, role in PEOPLE:
        email = f"{name.split()[0].lower()}@example.org"
        people[name] = save_person(email=email, name=name)
        grant_role(person=people[name], role=role, municipality=municipality, neighbourhood=neighbourhood)
    # Whoever closes a month or makes an approval for the whole municipality needs the role there too.
    grant_role(person=people["Lotte Veenstra"], role="controller", municipality=municipality)
    return Cast(
        manager=people["Anouk de Wit"],
        second_manager=people["Ruben Hoekstra"],
        controller=people["Lotte Veenstra"],
        second_controller=people["Hassan Amrani"],
        expert=people["Marit Boersma"],
        team_member=people["Noor Bakker"],
        canvassers=(people["Fenna Meijer"], people["Omar Haddad"]),
    )
