"""The register comes in whole or not at all, and goes on the announced day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import access, engine
from ..acts import record
from ..models import RegisterImport, RegisterPerson
from .opting_out import known_opt_outs, opt_out_key

# Six weeks, unless another date is announced.
KEEP_DAYS = 42
FILE_BYTES_MAX = 50_000_000


def import_register(
    *,
    neighbourhood: Any,
    data: bytes,
    file_name: str,
    drawn_on: date,
    by: Any,
    mapping: Mapping[str, str] | None = None,
    delete_on: date | None = None,
    at: datetime | None = None,
) -> RegisterImport:
    """Load a file from the population register for a draw on `drawn_on`; without a mapping the proposed one.

    People under 16 are counted and not stored. The same file twice gives back the first import. A refused
    file leaves only a note of where its faults are. Raises FaultsError with every fault, Outsider
    'not_keeper'.
    """
    access.require_keeper(by, neighbourhood)
    at = at or timezone.now()
    facts = {
        "municipality": neighbourhood.municipality,
        "neighbourhood": neighbourhood,
        "file_name": file_name[-200:],
        "file_hash": hashlib.sha256(data).hexdigest(),
        "drawn_on": drawn_on,
        "delete_on": delete_on or drawn_on + timedelta(days=KEEP_DAYS),
        "imported_by": by,
        "imported_at": at,
        "mapping": dict(mapping or {}),
    }
    if earlier := _loaded(neighbourhood, facts["file_hash"]):
        return earlier
    try:
        rows, row_count, under_age_count = engine.read_register(data, file_name, mapping, drawn_on)
    except engine.FaultsError as error:
        places = [{"row": f.row, "column": f.column, "code": f.code} for f in error.faults]
        RegisterImport.objects.create(status=RegisterImport.Status.REFUSED, faults=places, **facts)
        raise
    try:
        return _load(rows, row_count, under_age_count, facts)
    except IntegrityError:
        # Someone else sent the same file at the same moment.
        if earlier := _loaded(neighbourhood, facts["file_hash"]):
            return earlier
        raise


@transaction.atomic
def _load(
    rows: Sequence[engine.RegisterRow], row_count: int, under_age_count: int, facts: dict[str, Any]
) -> RegisterImport:
    register = RegisterImport.objects.create(
        status=RegisterImport.Status.LOADED,
        row_count=row_count,
        person_count=len(rows),
        under_age_count=under_age_count,
        **facts,
    )
    gone = known_opt_outs(municipality=register.municipality)
    RegisterPerson.objects.bulk_create(
        (
            RegisterPerson(
                municipality=register.municipality,
                register=register,
                address=row.address,
                household=row.household,
                birth_year=row.birth_year,
                strata=dict(row.strata),
                is_secret=row.is_secret,
                opted_out=row.opted_out or opt_out_key(address=row.address, birth_year=row.birth_year) in gone,
            )
            for row in rows
        ),
        batch_size=1000,
    )
    payload = {
        "file_hash": register.file_hash,
        "people": register.person_count,
        "drawn_on": register.drawn_on.isoformat(),
        "delete_on": register.delete_on.isoformat(),
    }
    record(register, "register.imported", payload, register.imported_at)
    return register


def _loaded(neighbourhood: Any, file_hash: str) -> RegisterImport | None:
    return RegisterImport.objects.filter(
        neighbourhood=neighbourhood,
        file_hash=file_hash,
        status=RegisterImport.Status.LOADED,
        erased_at=None,
    ).first()
