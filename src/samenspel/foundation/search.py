"""Searching what is public: one shape for what is found, and words that match whatever their accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EXCERPT_CHARACTERS = 220
WORDS_MAX = 8


@dataclass(frozen=True)
class Found:
    """One public thing that matches: its title, where to read it, and the text that was searched.

    `is_dutch` tells that title and text are content of the neighbourhood, not of the page's language.
    """

    title: str
    url: str
    text: str = ""
    is_dutch: bool = True


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `is_hit` when it is one of the words that were searched."""

    text: str
    is_hit: bool


def folded(text: str) -> str:
    """Lower case without accents, one character for each character of the text: 'Café' and 'cafe' are one word."""
    return "".join((unicodedata.normalize("NFKD", one)[:1] or one).lower()[:1] or one for one in text)


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, folded, each once, as many as a search takes."""
    plain = "".join(one if one.isalnum() else " " for one in folded(unicodedata.normalize("NFC", query)))
    return tuple(dict.fromkeys(plain.split()))[:WORDS_MAX]


def matches(words: Sequence[str], *texts: str) -> bool:
    """True when every word occurs in one of the texts."""
    joined = folded(unicodedata.normalize("NFC", "\n".join(texts)))
    return bool(words) and all(word in joined for word in words)


def pieces(words: Sequence[str], text: str, *, most: int = EXCERPT_CHARACTERS) -> list[Piece]:
    """The text around the first hit, at most `most` characters and a little, in pieces that are a hit or are not."""
    text = unicodedata.normalize("NFC", text)
    hits = _hits(words, folded(text))
    first = hits[0][0] if hits else 0
    start = 0 if len(text) <= most else _word_start(text, max(0, first - most // 4))
    end = len(text) if len(text) - start <= most else _word_end(text, start + most)
    found = [Piece("… ", False)] if start else []
    at = start
    for begin, stop in hits:
        if begin < at or stop > end:
            continue
        found += [Piece(text[at:begin], False)] if begin > at else []
        found.append(Piece(text[begin:stop], True))
        at = stop
    found += [Piece(text[at:end], False)] if at < end else []
    return [*found, Piece(" …", False)] if end < len(text) else found


def _hits(words: Iterable[str], plain: str) -> list[tuple[int, int]]:
    found = []
    for word in words:
        at = plain.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = plain.find(word, at + len(word))
    return sorted(found, key=lambda hit: (hit[0], -hit[1]))


def _word_start(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1


def _word_end(text: str, at: int) -> int:
    space = text.find(" ", at)
    return len(text) if space < 0 else space
