"""The topics of the neighbourhood picture: what a figure means, where it comes from, how far it can be trusted.

Titles, definitions and caveats are our own, in plain words, after the notes of the table itself
(Statistics Netherlands, 'Kerncijfers wijken en buurten'). Years in which the source began to count otherwise are
part of a topic: no line may run over them unseen.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .catalogue.homes import HOMES
from .catalogue.living import LIVING
from .catalogue.people import PEOPLE
from .topic import Topic

# In the order of the page.
GROUPS: dict[str, Any] = {
    "people": _("Who live here"),
    "age": _("How old people are"),
    "origin": _("Where people come from"),
    "households": _("With whom people live"),
    "homes": _("How people live"),
    "power": _("Power and gas"),
    "learning": _("School and study"),
    "work": _("Work and income"),
    "support": _("Support and care"),
    "trade": _("Businesses"),
    "cars": _("Cars"),
    "nearby": _("What is near"),
    "land": _("Land and water"),
}

TOPICS: tuple[Topic, ...] = tuple(
    topic for group in GROUPS for topic in (*PEOPLE, *HOMES, *LIVING) if topic.group == group
)

TOPIC_OF_KEY = {topic.key: topic for topic in TOPICS}

UNITS: dict[str, Any] = {
    "number": _("number"),
    "number_average": _("number, on average"),
    "percent": _("percent"),
    "per_1000": _("per 1,000 inhabitants"),
    "per_km2": _("per square kilometre of land"),
    "addresses_km2": _("addresses per square kilometre"),
    "people": _("people"),
    "cars": _("per household"),
    "thousand_euro": _("thousands of euros"),
    "kwh": _("kWh a year"),
    "m3": _("m³ a year"),
    "km": _("kilometres"),
    "ha": _("hectares"),
}


def topics_of(group: str) -> tuple[Topic, ...]:
    """The topics of a group, in order."""
    return tuple(topic for topic in TOPICS if topic.group == group)
