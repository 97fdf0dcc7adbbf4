"""The long work of figures: load a file that was sent, fetch a table, fetch outlines."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from samenspel.apps.accounts.selectors import person_by_id
from samenspel.apps.jobs.registry import Progress
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.engines.errors import EngineError
from samenspel.foundation import keeping
from samenspel.foundation.errors import Refusal

from . import faults, odata, pdok, services

FETCHING = gettext_noop("Fetching figures")
FETCHING_OUTLINES = gettext_noop("Fetching outlines")


def load_job(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job 'figures.load': a file that was sent {"neighbourhood", "person", "token", "name", "year"}."""
    where, person = _stage(payload)
    owner = keeping.owner_of(where, person)
    taken = keeping.take(kind="figures", owner=owner, token=payload["token"], now=timezone.now())
    if taken is None:
        raise Refusal(faults.file_is_gone(), code="file_gone")
    return _load(payload, taken[1], payload["name"], progress, is_fetched=False)


def fetch_job(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job 'figures.fetch': a table from Statistics Netherlands {"neighbourhood", "person", "year", "regions"}."""
    progress(FETCHING, 0, 0)
    try:
        document = odata.fetch_year(
            settings.CBS_URL,
            payload["year"],
            regions=payload["regions"],
            told=lambda count: progress(FETCHING, count, 0),
        )
    except EngineError as error:
        raise faults.refusal_of(error) from error
    data = json.dumps(document, sort_keys=True).encode()
    return _load(payload, data, f"{payload['year']}.json", progress, is_fetched=True)


def _load(payload: dict[str, Any], data: bytes, name: str, progress: Progress, *, is_fetched: bool) -> dict[str, Any]:
    where, person = _stage(payload)
    try:
        made = services.load_figures(
            neighbourhood=where,
            data=data,
            name=name,
            by=person,
            year=payload["year"],
            is_fetched=is_fetched,
            small_areas=payload.get("small_areas", False),
            progress=progress,
        )
    except EngineError as error:
        raise faults.refusal_of(error) from error
    return {"import": made.public_id, "read": made.read_count, "changed": made.changed_count}


def outlines_job(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job 'figures.outlines': outlines of the municipality {"neighbourhood", "person", "year", "small_areas"}."""
    where, person = _stage(payload)
    progress(FETCHING_OUTLINES, 0, 0)
    try:
        data = pdok.fetch_outlines(
            settings.PDOK_URL,
            year=payload["year"],
            municipality_code=where.municipality.cbs_code,
            small_areas=payload.get("small_areas", False),
            told=lambda count: progress(FETCHING_OUTLINES, count, 0),
        )
        source = pdok.SOURCE.format(year=payload["year"])
        done = services.load_outlines(neighbourhood=where, data=data, source=source, by=person)
    except EngineError as error:
        raise faults.refusal_of(error) from error
    return {"read": done.read, "changed": done.changed}


def _stage(payload: dict[str, Any]) -> tuple[Any, Any]:
    where = neighbourhood_by_slug(payload["neighbourhood"])
    if where is None:
        raise Refusal(faults.file_is_gone(), code="file_gone")
    return where, person_by_id(payload["person"])
