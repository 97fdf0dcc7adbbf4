"""Fetching a drand round, where a setting allows it. By hand is the rule; the proof is checked either way."""

from __future__ import annotations

import json
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

SECONDS_MAX = 10
BYTES_MAX = 10_000


class BeaconUnreachable(Exception):
    """Nothing came back, or nothing that is a round."""


def address(announced: str) -> str:
    """Where the announced round can be fetched; '' when nothing may be fetched or no round was announced."""
    kind, _colon, number = announced.partition(":")
    base = settings.DRAND_URL.rstrip("/")
    return f"{base}/{number}" if base and kind == "drand" and urlsplit(base).scheme in ("https", "http") else ""


def fetch_signature(announced: str) -> str:
    """The signature of the announced round, not checked yet. Raises BeaconUnreachable."""
    url = address(announced)
    if not url:
        raise BeaconUnreachable
    try:
        with urllib.request.urlopen(url, timeout=SECONDS_MAX) as answer:  # noqa: S310  the scheme is checked above
            told = json.loads(answer.read(BYTES_MAX))
        if f"drand:{int(told['round'])}" != announced:
            raise BeaconUnreachable
        return str(told["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BeaconUnreachable from error
