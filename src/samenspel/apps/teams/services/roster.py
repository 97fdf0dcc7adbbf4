"""Domains of a municipality, and who is there from each for a neighbourhood."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Outsider, Refusal

from ..access import require_set_up
from ..models import Chair, Domain

# (key, name). What a Dutch municipality usually has; each changes the list as it is organised.
DEFAULT_DOMAINS = (
    ("care", "Zorg"),
    ("youth", "Jeugd"),
    ("safety", "Veiligheid"),
    ("public_space", "Openbare ruimte"),
    ("mobility", "Mobiliteit"),
    ("housing", "Wonen"),
    ("work", "Werk en inkomen"),
    ("culture", "Cultuur en sport"),
    ("economy", "Economie"),
    ("sustainability", "Duurzaamheid"),
    ("participation", "Participatie"),
)
PUBLIC_TEXT_MAX = 150


@transaction.atomic
def set_up_domains(*, municipality: Any) -> list[Domain]:
    """The municipality's domains; where it has none yet, the usual ones are made. Returns those in use, in order."""
    if not Domain.objects.filter(municipality=municipality).exists():
        Domain.objects.bulk_create(
            [
                Domain(municipality=municipality, key=key, name=name, order=10 * number)
                for number, (key, name) in enumerate(DEFAULT_DOMAINS, start=1)
            ],
            ignore_conflicts=True,
        )
    return list(Domain.objects.filter(municipality=municipality, ended_on=None))


@transaction.atomic
def add_domain(
    *,
    neighbourhood: Any,
    name: str,
    by: Any,
    department: str = "",
    expert: str = "",
    contact: str = "",
    order: int = 500,
) -> Domain:
    """A new domain, for the whole municipality. Refuses with 'not_area_manager', 'name_missing' or 'domain_twice'."""
    require_set_up(by, neighbourhood)
    if not name.strip():
        raise Refusal(_("Give the domain a name."), code="name_missing")
    domain = Domain(
        municipality_id=neighbourhood.municipality_id,
        key=slugify(name)[:40] or "domein",
        name=name.strip(),
        department=department.strip(),
        expert=expert.strip(),
        contact=contact.strip(),
        order=order,
    )
    return _saved(domain)


@transaction.atomic
def change_domain(
    *,
    domain: Domain,
    neighbourhood: Any,
    by: Any,
    name: str,
    department: str = "",
    expert: str = "",
    contact: str = "",
    order: int | None = None,
) -> Domain:
    """Another name, department or contact; the key stays. Refuses as `add_domain` does."""
    require_set_up(by, neighbourhood)
    if not name.strip():
        raise Refusal(_("Give the domain a name."), code="name_missing")
    domain.name, domain.department = name.strip(), department.strip()
    domain.expert, domain.contact = expert.strip(), contact.strip()
    domain.order = domain.order if order is None else order
    return _saved(domain)


def _saved(domain: Domain) -> Domain:
    try:
        with transaction.atomic():
            domain.save()
    except IntegrityError as error:
        raise Refusal(_("There is a domain with this name already."), code="domain_twice") from error
    return domain


@transaction.atomic
def end_domain(*, domain: Domain, neighbourhood: Any, by: Any, on: date | None = None) -> Domain:
    """Take a domain out of use in the whole municipality; what was recorded under it stays.

    Refuses with 'not_area_manager' or 'domain_taken' (someone still sits there).
    """
    require_set_up(by, neighbourhood)
    if Chair.objects.filter(domain=domain, until=None).exists():
        raise Refusal(_("Someone is still there for this domain. Let that chair end first."), code="domain_taken")
    Domain.objects.filter(pk=domain.pk, ended_on=None).update(ended_on=on or timezone.localdate())
    domain.refresh_from_db()
    return domain


@transaction.atomic
def take_chair(
    *,
    neighbourhood: Any,
    domain: Domain,
    name: str,
    since: date,
    by: Any,
    person: Any = None,
    hours_weekly: int | None = None,
) -> Chair:
    """Someone is there for a domain from a day on. Nothing of it is public yet.

    `name` is a person or a role; with `person` (who signs in here) that one can publish the own name. Refuses with
    'not_area_manager', 'name_missing', 'other_municipality' or 'chair_twice'.
    """
    require_set_up(by, neighbourhood)
    shown = name.strip() or (person.name if person is not None else "")
    if not shown:
        raise Refusal(_("Give the name of the person, or the role."), code="name_missing")
    if domain.municipality_id != neighbourhood.municipality_id:
        raise Outsider(_("This domain is of another municipality."), code="other_municipality")
    try:
        with transaction.atomic():
            return Chair.objects.create(
                municipality_id=neighbourhood.municipality_id,
                neighbourhood=neighbourhood,
                domain=domain,
                person=person,
                name=shown,
                since=since,
                hours_weekly=hours_weekly,
            )
    except IntegrityError as error:
        raise Refusal(_("This person is there for this domain already."), code="chair_twice") from error


@transaction.atomic
def leave_chair(*, chair: Chair, until: date, by: Any, because: str = "") -> Chair:
    """The chair ends on that day and stays in the history; what the site showed of it goes at once.

    Refuses with 'not_area_manager', 'left_already' or 'ends_before_it_began'.
    """
    require_set_up(by, chair.neighbourhood)
    if until < chair.since:
        raise Refusal(_("This day comes before the day on which it began."), code="ends_before_it_began")
    ended = Chair.objects.filter(pk=chair.pk, until=None).update(
        until=until, left_because=because.strip(), public_name="", public_contact="", agreed_on=None
    )
    if not ended:
        raise Refusal(_("This chair ended already."), code="left_already")
    chair.refresh_from_db()
    return chair


@transaction.atomic
def publish_chair(
    *, chair: Chair, public_name: str, public_contact: str, by: Any, agreed_on: date | None = None
) -> Chair:
    """Show a name and how to reach it, as this person wants it.

    Someone who signs in here says yes in person; for others the area manager writes down on which day they did.
    Refuses with 'not_own_chair', 'name_missing' or 'left_already'.
    """
    _require_say(chair, by)
    if not public_name.strip():
        raise Refusal(_("Fill in the name as it may stand on the site."), code="name_missing")
    shown = Chair.objects.filter(pk=chair.pk, until=None).update(
        public_name=public_name.strip(),
        public_contact=public_contact.strip()[:PUBLIC_TEXT_MAX],
        agreed_on=agreed_on or timezone.localdate(),
    )
    if not shown:
        raise Refusal(_("This chair ended already."), code="left_already")
    chair.refresh_from_db()
    return chair


@transaction.atomic
def hide_chair(*, chair: Chair, by: Any) -> Chair:
    """Take the name off the site at once: by the person, or by who puts the team together."""
    if chair.person_id != by.pk:
        require_set_up(by, chair.neighbourhood)
    Chair.objects.filter(pk=chair.pk).update(public_name="", public_contact="", agreed_on=None)
    chair.refresh_from_db()
    return chair


def _require_say(chair: Chair, by: Any) -> None:
    """Nobody publishes someone else who can say yes in person."""
    if chair.person_id is None:
        require_set_up(by, chair.neighbourhood)
    elif chair.person_id != by.pk:
        raise Outsider(_("%(name)s decides on this, after signing in.") % {"name": chair.name}, code="not_own_chair")
