"""Addresses in the order in which someone walks past them."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"^(?P<street>.*?)\s+(?P<number>\d+)\s*(?P<rest>.*)$")


def street_of(address: str) -> str:
    """The street of an address; all of it where there is no house number."""
    found = _ADDRESS.match(address.strip())
    return found["street"] if found else address.strip()


def route_key(address: str) -> tuple[str, int, int, str]:
    """Orders addresses by street, up one side (odd numbers) and back along the other (even, from high to low)."""
    found = _ADDRESS.match(address.strip())
    if found is None:
        return (address.strip(), 0, 0, "")
    number = int(found["number"])
    is_even = number % 2 == 0
    return (found["street"], int(is_even), -number if is_even else number, found["rest"])
