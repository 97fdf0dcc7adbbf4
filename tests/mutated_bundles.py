"""Genuine bundles and damaged copies of them: bytes flipped, fields changed and sealed again."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from samenspel.engines.evidence import (
    canonical_bytes,
    commitment_of,
    draw_bundle,
    parse_source,
    pick,
    replacement_bundle,
    seal,
    trail_bundle,
)
from samenspel.engines.verification import lot_bundle, order_for

TICKETS = 40


@dataclass(frozen=True)
class Case:
    """Bytes to verify, the commitment to compare with ('' for none), and what was done to them."""

    data: bytes
    commitment: str
    told: str


def draw_document(source: str | None, *, announced: str | None = None, panels: int = 12) -> dict[str, Any]:
    """A small draw; with a source its lot has fallen."""
    people = [
        {
            "id": f"{number:03d}",
            "features": {"age": "16-30" if number % 2 else "68+", "wijkdeel": "Óost" if number < 6 else "West"},
            "household": f"h{number // 2}" if number < 4 else None,
        }
        for number in range(12)
    ]
    bundle = draw_bundle(
        algorithm="leximin",
        seats=3,
        targets=[
            {"feature": "age", "value": "16-30", "min": 1, "max": 2},
            {"feature": "age", "value": "68+", "min": 1, "max": 2},
        ],
        pool=people,
        panels=[[f"{a % 12:03d}", f"{(a + 3) % 12:03d}", f"{(a + 5) % 12:03d}"] for a in range(panels)],
        one_per_household=True,
        software="samenspel 0.1.0",
        announced=announced,
    )
    return pick(bundle, parse_source(source)) if source else bundle


def replacement_document(source: str | None) -> dict[str, Any]:
    """Two members of a small draw left; with a source their replacements are known."""
    bundle = replacement_bundle(
        follows={**draw_document("balls:007"), "commitment": "ab" * 32},
        staying=["001"],
        left_out=["004", "010"],
        completions=[["006", "007"], ["005", "008"], ["008", "009"], ["006", "011"]],
        software="samenspel 0.1.0",
    )
    return pick(bundle, parse_source(source)) if source else bundle


def lot_document(source: str | None, announced: str = "text") -> dict[str, Any]:
    """A small lot; with a source its order is known."""
    commitments = [f"{number:064x}" for number in range(1, TICKETS + 1)]
    bundle = lot_bundle(commitments=commitments, count=10, announced=announced, software="samenspel 0.1.0")
    if source:
        found = parse_source(source)
        bundle |= {"randomness": found.text, "order": order_for(found.key_string, TICKETS)}
    return bundle


def trail_document(acts: int = 7) -> dict[str, Any]:
    """A small log."""
    contents = [{"sequence": number, "kind": "draw.committed", "told": f"é {number}"} for number in range(1, acts + 1)]
    return trail_bundle(municipality="gm0014", contents=contents)


def documents() -> list[dict[str, Any]]:
    """Genuine documents of every kind that a browser counts again."""
    return [
        draw_document(None),
        draw_document("balls:007", announced="balls"),
        draw_document("text:Lotto van 12 september: 4 8 15 16 23 42", announced="text"),
        draw_document(
            "numbers:Lotto 12 september=23 4 42;Dagtrekking=9319", announced="numbers:Lotto 12 september;Dagtrekking"
        ),
        replacement_document(None),
        replacement_document("text:Lotto van 3 oktober: 7 9 11"),
        lot_document(None),
        lot_document("text:tien ballen: 4 0 7 1 9 2 6 8 5 3"),
        lot_document("numbers:Lotto 12 september=9 41 3", "numbers:Lotto 12 september"),
        trail_document(),
        trail_document(1),
    ]


def cases(number: int, *, start: int = 404) -> Iterator[Case]:
    """The genuine bundles, then `number` damaged ones; the same start gives the same ones."""
    chance = random.Random(start)
    genuine = documents()
    for document in genuine:
        yield Case(seal(document), _published(document), "genuine")
        yield Case(seal(document), "0" * 64, "another code")
    for _number in range(number):
        document = chance.choice(genuine)
        yield chance.choice((_flipped, _spoiled, _changed, _changed, _changed))(document, chance)


def _published(document: dict[str, Any]) -> str:
    if "root" in document:
        return str(document["root"])
    if document["kind"] == "samenspel-lot":
        from samenspel.engines.verification import lot_commitment_of

        return lot_commitment_of(document)
    return commitment_of(document)


def _flipped(document: dict[str, Any], chance: random.Random) -> Case:
    data = bytearray(seal(document))
    place = chance.randrange(len(data))
    data[place] ^= chance.randrange(1, 256)
    return Case(bytes(data), "", f"byte {place} flipped")


_PIECES = [b" ", b"\n", b"1.0", b"1e3", b"-0", b"99999999999999999999", b'"\\ud800"', b"\xef\xbb\xbf", b"null",
           b'"\\u00e9"', b"\xff", b"NaN", b'{"__proto__":1}', b"[[]]", b'"e\xcc\x81"', b"}", b'"kind":1,']  # fmt: skip


def _spoiled(document: dict[str, Any], chance: random.Random) -> Case:
    data = seal(document)
    place = chance.choice([0, len(data), chance.randrange(len(data))])
    piece = chance.choice(_PIECES)
    cut = chance.choice([0, 0, 1, 7])
    return Case(data[:place] + piece + data[place + cut :], "", f"{piece!r} at {place}, {cut} cut")


def _changed(document: dict[str, Any], chance: random.Random) -> Case:
    """One field changed, sealed again as a forger would."""
    changed = copy.deepcopy(document)
    where: Any = changed
    path = []
    while True:
        key = chance.choice(list(where) if isinstance(where, dict) else range(len(where)))
        path.append(key)
        if isinstance(where[key], dict | list) and where[key] and chance.random() < 0.8:
            where = where[key]
            continue
        break
    value = chance.choice([*_VALUES, where[key]])
    what = chance.choice(("set", "set", "set", "drop", "twice", "swap"))
    if what == "drop":
        del where[key]
    elif what == "twice" and isinstance(where, list):
        where.insert(key, copy.deepcopy(where[key]))
    elif what == "swap" and isinstance(where, list):
        other = chance.randrange(len(where))
        where[key], where[other] = where[other], where[key]
    elif isinstance(where, dict) and chance.random() < 0.2:
        where[f"{key} "] = value
    else:
        where[key] = value
    canonical_bytes(changed)
    return Case(seal(changed), chance.choice(["", _published(document)]), f"{what} {path}: {value!r}"[:120])


_VALUES: list[Any] = [None, True, False, 0, 1, 2, -1, 999, "", "001", "007", "0.5", "balls", "text", "balls:003",
                      "balls: 003", "003", "text:", "text: x", "numbers:a=1 2", "numbers:a", "drand:1:00", "é",
                      [], {}, ["001"], ["000", "001", "002"], [1, 2], {"age": "68+"}, "68+", " text:abc\x85", 2**53 - 1,
                      "samenspel-lot", "samenspel-draw", "samenspel-replacement", "samenspel-trail",
                      "__proto__", "constructor"]  # fmt: skip
