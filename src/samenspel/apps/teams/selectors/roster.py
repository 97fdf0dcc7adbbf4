"""Who is there for a neighbourhood, per domain, and where nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.matters import selectors as matters
from samenspel.foundation.desk import Waiting

from ..access import SET_UP
from ..models import Chair, Dilemma, Domain, Workshop
from .learning import FirstVisits, first_visits, visible_dilemmas


def domains_of(municipality: Any) -> QuerySet[Domain]:
    """The domains in use, in order."""
    return Domain.objects.filter(municipality=municipality, ended_on=None)


def domain_by_id(public_id: str, *, municipality: Any) -> Domain | None:
    """The domain, in use or not, or None."""
    return Domain.objects.filter(public_id=public_id, municipality=municipality).first()


def domain_by_key(key: str, *, municipality: Any) -> Domain | None:
    """The domain in use with this key, or None."""
    return domains_of(municipality).filter(key=key).first()


def chairs_now(neighbourhood: Any, *, day: date) -> QuerySet[Chair]:
    """Who is there on a day, in the order of the domains."""
    return (
        Chair.objects.filter(neighbourhood=neighbourhood, since__lte=day)
        .filter(Q(until=None) | Q(until__gt=day))
        .select_related("domain", "person")
    )


@dataclass(frozen=True)
class Place:
    """One domain with who is there; nobody makes it a gap."""

    domain: Domain
    chairs: tuple[Chair, ...]

    @property
    def is_gap(self) -> bool:
        return not self.chairs

    @property
    def names(self) -> str:
        """The names, with commas."""
        return ", ".join(chair.name for chair in self.chairs)


def places_of(neighbourhood: Any, *, day: date) -> list[Place]:
    """Every domain in use, in order, with who is there on a day."""
    taken: dict[int, list[Chair]] = {}
    for chair in chairs_now(neighbourhood, day=day):
        taken.setdefault(chair.domain_id, []).append(chair)
    return [Place(domain, tuple(taken.get(domain.pk, ()))) for domain in domains_of(neighbourhood.municipality_id)]


def gaps_of(neighbourhood: Any, *, day: date) -> list[Domain]:
    """The domains from which nobody is there."""
    return [place.domain for place in places_of(neighbourhood, day=day) if place.is_gap]


def left_chairs(neighbourhood: Any) -> list[Chair]:
    """Who was there before, the last to leave first."""
    found = Chair.objects.filter(neighbourhood=neighbourhood, until__isnull=False).select_related("domain")
    return list(found.order_by("-until", "-pk"))


def chair_by_id(public_id: str, *, neighbourhood: Any) -> Chair | None:
    """The chair, or None."""
    return (
        Chair.objects.filter(public_id=public_id, neighbourhood=neighbourhood)
        .select_related("domain", "person", "neighbourhood")
        .first()
    )


# --- the public page ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicPerson:
    """Someone as he or she agreed to stand on the site: a first name or role, and how to reach it."""

    name: str
    contact: str


@dataclass(frozen=True)
class PublicPlace:
    """A domain on the public page. `people` agreed to it; `unnamed` are there but do not stand on the site."""

    key: str
    name: str
    department: str
    people: tuple[PublicPerson, ...]
    unnamed: int

    @property
    def is_gap(self) -> bool:
        return not self.people and not self.unnamed


@dataclass(frozen=True)
class TeamPage:
    """Who is there for residents, and what is plainly missing."""

    places: tuple[PublicPlace, ...]
    gaps: tuple[str, ...]
    first_visits: FirstVisits


def public_team(neighbourhood: Any, *, day: date) -> TeamPage:
    """The public page: nobody's name or number without a yes."""
    places = tuple(_public_place(place) for place in places_of(neighbourhood, day=day))
    return TeamPage(
        places=places,
        gaps=tuple(place.name for place in places if place.is_gap),
        first_visits=first_visits(neighbourhood),
    )


def _public_place(place: Place) -> PublicPlace:
    shown = [chair for chair in place.chairs if chair.agreed_on is not None]
    return PublicPlace(
        key=place.domain.key,
        name=place.domain.name,
        department=place.domain.department,
        people=tuple(PublicPerson(chair.public_name, chair.public_contact) for chair in shown),
        unnamed=len(place.chairs) - len(shown),
    )


# --- the area manager's page ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaPage:
    """What someone who leads an area team looks at first: gaps, what is late, own eyes, a dilemma, a lesson."""

    places: tuple[Place, ...]
    gaps: tuple[str, ...]
    late: tuple[Any, ...]
    new_count: int
    share: Any
    first_visits: FirstVisits
    dilemma: Dilemma | None
    lesson: Workshop | None
    own_chairs: tuple[Chair, ...]


def area_page(neighbourhood: Any, *, person: Any, day: date) -> AreaPage:
    """The area as one page, for a person of the team."""
    places = tuple(places_of(neighbourhood, day=day))
    going = matters.matters_page(neighbourhood, day=day, only_public=False)
    lessons = Workshop.objects.filter(neighbourhood=neighbourhood, closed_at__isnull=False)
    return AreaPage(
        places=places,
        gaps=tuple(place.domain.name for place in places if place.is_gap),
        late=going.late,
        new_count=len(going.new),
        share=going.share,
        first_visits=first_visits(neighbourhood),
        dilemma=visible_dilemmas(neighbourhood, person=person).exclude(visibility="private").first(),
        lesson=lessons.order_by("-closed_at").first(),
        own_chairs=tuple(chair for place in places for chair in place.chairs if chair.person_id == person.pk),
    )


def waiting_for_team(person: Any, neighbourhood: Any) -> list[Waiting]:
    """Gaps in the team, for who can do something about them."""
    if not has_one_of(person, SET_UP, neighbourhood=neighbourhood):
        return []
    url = reverse("teams-desk:roster", args=[neighbourhood.slug])
    if not domains_of(neighbourhood.municipality_id).exists():
        return [Waiting(_("Put the area team together"), url)]
    return [
        Waiting(_("Nobody is there for %(domain)s") % {"domain": domain.name}, url)
        for domain in gaps_of(neighbourhood, day=timezone.localdate())
    ]
