"""Plain vote files read by columns of bytes: what a careful reader does row by row, for millions of rows.

Only files without quotes, with whole numbers as ids and nothing out of order are read here; anything
else raises `NotPlain`, and the careful reader says what is wrong or reads it after all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

BLOCK_BYTES = 32_000_000
DIGITS_MAX = 18
LOOKUP_MAX = 200_000_000
NEWLINE, MINUS, ZERO = 10, 45, 48


class NotPlain(Exception):
    """This file needs the careful reader."""


def read_long(
    path: Path, header: Sequence[str], separator: bytes, names: tuple[str, str, str, str | None]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
    """Columns (participant, statement, vote, moment) of a plain long file as integers, in the file's order."""
    places = [header.index(name) for name in names if name is not None]
    parts: list[list[np.ndarray]] = [[] for _ in places]
    for block in _blocks(path, separator):
        ends = _cell_ends(block, separator, len(header))
        begins = _starts(ends)
        for number, place in enumerate(places):
            starts = begins[:, place]
            if number == 2:
                parts[number].append(_votes(block, starts, ends[:, place], empty_allowed=False) - 2)
            else:
                parts[number].append(_numbers(block, starts, ends[:, place], as_ids=number < 2))
    if not parts[0]:
        raise NotPlain
    who, what, votes, *moment = (np.concatenate(part) for part in parts)
    return who, what, votes, moment[0] if moment else None


def read_wide(
    path: Path, header: Sequence[str], separator: bytes, participant: str, statements: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Participants' numbers (n,) and the grid (n, statements) of vote + 2, 0 where nothing was said."""
    place = header.index(participant)
    columns = np.array([header.index(name) for name in statements], dtype=np.int64)
    people: list[np.ndarray] = []
    grids: list[np.ndarray] = []
    for block in _blocks(path, separator):
        ends = _cell_ends(block, separator, len(header))
        starts = _starts(ends)
        people.append(_numbers(block, starts[:, place], ends[:, place], as_ids=True))
        grids.append(_votes(block, starts[:, columns], ends[:, columns], empty_allowed=True))
    if not people:
        raise NotPlain
    return np.concatenate(people), np.concatenate(grids)


def dense_numbers(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct ids in order, and for each id its place among them."""
    highest = int(ids.max(initial=0))
    if highest >= LOOKUP_MAX:
        distinct, places = np.unique(ids, return_inverse=True)
        return distinct, places.astype(np.int32)
    seen = np.zeros(highest + 1, dtype=bool)
    seen[ids] = True
    place_of = np.cumsum(seen, dtype=np.int32) - 1
    return np.flatnonzero(seen), place_of[ids]


def _blocks(path: Path, separator: bytes) -> Iterator[np.ndarray]:
    """The body of the file in blocks of whole lines, without the header."""
    with path.open("rb") as stream:
        stream.readline()
        rest = b""
        while piece := stream.read(BLOCK_BYTES):
            cut = piece.rfind(b"\n") + 1
            if not cut:
                rest += piece
                continue
            yield _plain(rest + piece[:cut])
            rest = piece[cut:]
        if rest:
            yield _plain(rest + b"\n")


def _plain(block: bytes) -> np.ndarray:
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if b'"' in block or b"\r" in block or b"\x00" in block:
        raise NotPlain
    return np.frombuffer(block, dtype=np.uint8)


def _cell_ends(block: np.ndarray, separator: bytes, width: int) -> np.ndarray:
    """Where each cell ends, shape (rows, width); every row must have `width` cells."""
    newlines = block == NEWLINE
    marks = np.flatnonzero(newlines | (block == separator[0]))
    if len(marks) % width or np.count_nonzero(newlines) * width != len(marks):
        raise NotPlain
    ends = marks.reshape(-1, width)
    if not newlines[ends[:, -1]].all():
        raise NotPlain
    return ends


def _starts(ends: np.ndarray) -> np.ndarray:
    """Where each cell starts: after the separator or newline before it."""
    return np.concatenate([[0], ends.ravel()[:-1] + 1]).reshape(ends.shape)


def _numbers(block: np.ndarray, starts: np.ndarray, ends: np.ndarray, *, as_ids: bool) -> np.ndarray:
    """Cells of digits as integers; ids must be written as numbers are, without leading zeros."""
    lengths = ends - starts
    shortest, longest = int(lengths.min()), int(lengths.max())
    if shortest < 1 or longest > DIGITS_MAX:
        raise NotPlain
    if as_ids and longest > 1 and np.any((block[starts] == ZERO) & (lengths > 1)):
        raise NotPlain
    numbers: np.ndarray = np.zeros(len(starts), dtype=np.int32 if longest <= 9 else np.int64)
    for place in range(longest):
        digits = block[np.minimum(starts + place, ends)] - np.uint8(ZERO)
        if place < shortest:
            if digits.max() > 9:
                raise NotPlain
            numbers = numbers * 10 + digits
        else:
            inside = lengths > place
            if digits[inside].max(initial=0) > 9:
                raise NotPlain
            numbers = np.where(inside, numbers * 10 + digits, numbers)
    return numbers


def _votes(block: np.ndarray, starts: np.ndarray, ends: np.ndarray, *, empty_allowed: bool) -> np.ndarray:
    """Cells '1', '0', '-1' as 3, 2, 1, and empty ones as 0; int8."""
    lengths = ends - starts
    last = block[ends - 1]
    single, double = lengths == 1, lengths == 2
    one = last == ZERO + 1
    agree = single & one
    neutral = single & (last == ZERO)
    disagree = double & one & (block[np.maximum(ends - 2, 0)] == MINUS)
    known = agree | neutral | disagree
    if empty_allowed:
        known |= lengths == 0
    if not known.all():
        raise NotPlain
    return (agree * np.int8(3) + neutral * np.int8(2) + disagree * np.int8(1)).astype(np.int8)
