"""People who do not want to be approached for any draw: kept as keyed hashes, honoured at every import."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from samenspel.apps.trail.services import record_act

from .. import access, engine
from ..models import OptOut, RegisterPerson


def opt_out_key(*, address: str, birth_year: int) -> str:
    """How someone is known here: a keyed hash of address and birth year, however the address is written."""
    plain = unicodedata.normalize("NFKD", address).casefold()
    letters = re.sub(r"[^a-z0-9]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
    return salted_hmac("samenspel.draws.opt_out", f"{letters}:{birth_year}", algorithm="sha256").hexdigest()


def known_opt_outs(*, municipality: Any) -> set[str]:
    """The keys of everyone in this municipality who does not want to be approached."""
    return set(OptOut.objects.filter(municipality=municipality).values_list("key", flat=True))


@transaction.atomic
def load_opt_outs(
    *, neighbourhood: Any, data: bytes, file_name: str, by: Any, today: date | None = None, at: datetime | None = None
) -> tuple[int, int]:
    """Add the people of a file (address and birth year) to the list, and keep nothing of the file but hashes.

    People who are in a register already are kept out of the next lot too. Returns (people in the file, how many
    were not on the list yet). Raises FaultsError with every fault, Outsider 'not_keeper'.
    """
    access.require_keeper(by, neighbourhood)
    today = today or timezone.localdate(at)
    people = engine.read_opt_outs(data, file_name, today)
    keys = {opt_out_key(address=address, birth_year=birth_year) for address, birth_year in people}
    added = _add(neighbourhood.municipality, keys, today)
    record_act(
        municipality=neighbourhood.municipality,
        kind="opt_out.loaded",
        subject_kind="municipality",
        subject_id=neighbourhood.municipality.cbs_code,
        payload={"people": len(keys), "added": added},
        at=at,
    )
    return len(keys), added


@transaction.atomic
def opt_out(*, person: RegisterPerson, by: Any, today: date | None = None) -> RegisterPerson:
    """Keep someone out of every lot that is laid down from now on, of this register and of later ones."""
    access.require_keeper(by, person.register.neighbourhood)
    leave_alone(person=person, today=today)
    person.refresh_from_db()
    return person


@transaction.atomic
def leave_alone(*, person: RegisterPerson, today: date | None = None) -> None:
    """As `opt_out`, asked by the person, who has shown the code from the letter."""
    _add(
        person.register.neighbourhood.municipality,
        {opt_out_key(address=person.address, birth_year=person.birth_year)},
        today or timezone.localdate(),
    )


def _add(municipality: Any, keys: set[str], today: date) -> int:
    known = known_opt_outs(municipality=municipality)
    OptOut.objects.bulk_create(
        [OptOut(municipality=municipality, key=key, added_on=today) for key in sorted(keys)],
        ignore_conflicts=True,
        batch_size=500,
    )
    mark = []
    people = RegisterPerson.objects.filter(register__municipality=municipality, opted_out=False)
    for person in people.only("pk", "address", "birth_year").iterator():
        if opt_out_key(address=person.address, birth_year=person.birth_year) in keys:
            mark.append(person.pk)
    for start in range(0, len(mark), 500):
        RegisterPerson.objects.filter(pk__in=mark[start : start + 500]).update(opted_out=True)
    return len(keys - known)
