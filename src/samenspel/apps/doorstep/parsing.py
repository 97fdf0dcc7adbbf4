"""What a phone sends, from JSON: each visit on its own, so that a broken one stops no other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from .services import NewVisit

BYTES_MAX = 512_000
VISITS_MAX = 200


class Malformed(ValueError):
    """Not what the app sends."""


@dataclass(frozen=True)
class Delivery:
    """A delivery: the phone's clock, (round, visit) pairs, and the keys of visits that could not be read."""

    sent_at: datetime
    visits: list[tuple[str, NewVisit]]
    broken: list[str]


def delivery_of(body: bytes) -> Delivery:
    """Read a delivery. Raises Malformed when it is none at all, is too long, or holds too many visits."""
    content = json_of(body)
    entries = content.get("visits")
    if not isinstance(entries, list) or len(entries) > VISITS_MAX:
        raise Malformed("visits")
    visits, broken = [], []
    for entry in entries:
        try:
            visits.append(_visit(entry))
        except Malformed:
            broken.append(str(entry.get("key", ""))[:36] if isinstance(entry, dict) else "")
    return Delivery(_moment(content.get("sent_at")), visits, broken)


def json_of(body: bytes) -> dict[str, Any]:
    """The object that was sent. Raises Malformed."""
    if len(body) > BYTES_MAX:
        raise Malformed("size")
    try:
        content = json.loads(body)
    except ValueError as error:
        raise Malformed("json") from error
    if not isinstance(content, dict):
        raise Malformed("json")
    return content


def _visit(entry: Any) -> tuple[str, NewVisit]:
    if not isinstance(entry, dict):
        raise Malformed("visit")
    corrects = entry.get("corrects")
    visit = NewVisit(
        key=_key(entry.get("key")),
        outcome=_text(entry, "outcome", 20),
        visited_at=_moment(entry.get("visited_at")),
        stop=_text(entry, "stop", 20),
        took_part_before=_flag(entry.get("took_part_before")),
        needs=_needs(entry.get("needs", [])),
        compensation=_text(entry, "compensation", 10),
        lighter_role=_text(entry, "lighter_role", 15),
        # One character more than is allowed, so that the service can say that it is too long.
        heard=_text(entry, "heard", 1001, cut=True),
        theme=_text(entry, "theme", 80),
        place=_text(entry, "place", 150),
        consent=entry.get("consent") is True,
        contact=_text(entry, "contact", 150),
        corrects=_key(corrects) if corrects else None,
    )
    return _text(entry, "round", 20), visit


def _text(entry: Mapping[str, Any], name: str, longest: int, *, cut: bool = False) -> str:
    found = entry.get(name, "")
    # PostgreSQL holds no null character.
    if not isinstance(found, str) or "\x00" in found or (len(found) > longest and not cut):
        raise Malformed(name)
    try:
        found.encode()
    except UnicodeEncodeError as error:
        raise Malformed(name) from error
    return found[:longest]


def _flag(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise Malformed("flag")
    return value


def _needs(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 10 or not all(isinstance(one, str) for one in value):
        raise Malformed("needs")
    if not all(one.replace("_", "").isalpha() and one.isascii() and len(one) <= 20 for one in value):
        raise Malformed("needs")
    return tuple(value)


def _key(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed("key") from error


def _moment(value: Any) -> datetime:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError as error:
        raise Malformed("moment") from error
    if found is None or found.tzinfo is None:
        raise Malformed("moment")
    return found
