"""What goes well in the demonstration's neighbourhood. Every asset in it is made up, also where a street is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from samenspel.apps.picture.services import AssetFacts, add_asset, end_asset, link_assets, offer_asset

from .stage import Stage, rows_of

# Who knows whom, and what they do together.
KNOWS = (
    ("De lange tafel", "De soepploeg", "koken samen in juli"),
    ("De lange tafel", "Buurtvereniging Oost", "lenen de tafels"),
    ("De soepploeg", "Buurthuis De Gong", "koken in de keuken"),
    ("Het repaircafé", "Buurthuis De Gong", "elke eerste zaterdag"),
    ("Het repaircafé", "Bewonerscommissie van de flats", "maken fietsen van huurders"),
    ("De fietsbus naar school", "Basisschool De Kring", "elke ochtend"),
    ("Basisschool De Kring", "De moestuin achter de flat", "groep 5 zaait mee"),
    ("Bewonerscommissie van de flats", "De moestuin achter de flat", "delen de sleutel van de kraan"),
    ("Zorgcentrum De Linde", "De soepploeg", "brengen soep op vrijdag"),
    ("Buurtvereniging Oost", "Het Bloemplein", "kerstmarkt"),
)


def assets(stage: Stage) -> None:
    """Twelve assets on the map, one that waits to be looked at, one for the team only, and one that ended."""
    calendar, cast, where = stage.calendar, stage.cast, stage.neighbourhood
    rows = rows_of("krachten.csv")
    made: dict[str, Any] = {}
    for number, row in enumerate(rows):
        made[row["naam"]] = add_asset(
            neighbourhood=where,
            facts=_facts(row),
            by=cast.team_member,
            is_public=True,
            at=calendar.at(-90 + 5 * number, 15),
        )
        stage.progress(number + 1, len(rows))
    for one, other, told in KNOWS:
        link_assets(one=made[one], other=made[other], told=told, by=cast.team_member, at=calendar.at(-30, 11))
    ended = add_asset(
        neighbourhood=where,
        facts=AssetFacts(kind="initiative", name="De boekenruilkast", told="Een kast op straat om boeken te ruilen."),
        by=cast.team_member,
        is_public=True,
        at=calendar.at(-88, 15),
    )
    end_asset(
        asset=ended,
        reason="De kast is kapotgewaaid. Wie maakt een nieuwe?",
        by=cast.team_member,
        at=calendar.at(-20, 10),
    )
    add_asset(
        neighbourhood=where,
        facts=AssetFacts(
            kind="people",
            name="Een jongen die alle honden uitlaat",
            told="Hij doet het voor buren die slecht lopen. Eerst vragen of dit op de site mag.",
            source_told="gehoord aan de deur",
        ),
        by=cast.team_member,
        at=calendar.at(-12, 16),
    )
    offer_asset(
        neighbourhood=where,
        facts=AssetFacts(
            kind="initiative",
            name="Samen wandelen op donderdag",
            told="Elke donderdag lopen we een rondje langs het water. Iedereen mag mee, ook met rollator.",
            offers="een rondje van een half uur",
            puller="een buurvrouw",
            place="bij het Bloemplein",
            longitude=Decimal("6.58160"),
            latitude=Decimal("53.22120"),
        ),
        reply_email="wandelen@example.org",
        at=calendar.at(-2, 10),
    )


def _facts(row: dict[str, str]) -> AssetFacts:
    return AssetFacts(
        kind=row["soort"],
        name=row["naam"],
        told=row["wat"],
        offers=row["biedt"],
        puller=row["trekker"],
        contact=row["contact"],
        has_consent=bool(row["contact"]),
        place=row["plaats"],
        longitude=Decimal(row["lengte"]),
        latitude=Decimal(row["breedte"]),
        source_told=row["bron"],
    )
