"""Public randomness: what it is written as, and how numbers follow from it.

**How we select** (`select`), so that anyone can do it again with a SHA-256 program alone:
1. The key is a string. Number the blocks 0, 1, 2, …; block b is the SHA-256 of the UTF-8 text
   `samenspel-select-1/` + b in decimal + `/` + key, read as one big-endian number of 256 bits.
2. To draw from n possibilities take the next block; if it is not below the largest multiple of n that
   fits in 2^256, throw it away and take the next (so that no possibility is favoured); the outcome is the
   block modulo n.
3. To choose `count` out of `total`, write the numbers 0 … total−1 in a row. For step i = 0, 1, … draw d
   from total − i possibilities and swap the numbers at places i and i + d (Fisher and Yates). The first
   `count` numbers, in order, are the selection.

RFC 3797's own MD5 method is here for conformance only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samenspel.engines.errors import EngineError

_SPACE = 1 << 256
# The quicknet chain of drand: its first round, in seconds since 1970, and the seconds between rounds.
DRAND_GENESIS = 1_692_803_367
DRAND_PERIOD = 3


@dataclass(frozen=True)
class Source:
    """A source of public randomness with its outcome.

    `text` is the source as it is recorded (`balls:417`), `key_string` what a selection takes as key.
    `number` is set for balls; `round` and `signature` (hexadecimal) for drand; `names` (what was announced: each
    source with its day) for numbers.
    """

    kind: str
    text: str
    key_string: str
    number: int | None = None
    round: int | None = None
    signature: str | None = None
    names: tuple[str, ...] = ()

    @property
    def announcement(self) -> str:
        """What can be published of this source before its outcome is known."""
        if self.kind == "drand":
            return f"drand:{self.round}"
        return f"numbers:{';'.join(self.names)}" if self.kind == "numbers" else self.kind


def parse_source(text: str) -> Source:
    """Read `balls:417` (or bare three digits), `drand:ROUND:SIGNATURE`, `numbers:NAME=1 2 3;…` or `text:…`.

    `numbers` is RFC 3797's way: the published numbers of named sources, such as the results of a lottery on a
    named day. It does not verify a drand signature: `require_genuine` does. Raises EngineError: unknown_source,
    not_three_digits, malformed_drand, malformed_numbers, empty_source.
    """
    stripped = text.strip()
    if re.fullmatch(r"[0-9]{3}", stripped):
        stripped = "balls:" + stripped
    kind, colon, rest = stripped.partition(":")
    if colon and kind == "balls":
        return _balls(rest.strip())
    if colon and kind == "drand":
        return _drand(rest.strip())
    if colon and kind == "numbers":
        return _numbers(rest)
    if colon and kind == "text":
        if not rest.strip():
            raise EngineError("empty_source")
        return Source("text", stripped, rest)
    raise EngineError("unknown_source", text=text[:80])


def _balls(digits: str) -> Source:
    if not re.fullmatch(r"[0-9]{3}", digits):
        raise EngineError("not_three_digits", text=digits[:80])
    return Source("balls", f"balls:{digits}", rfc3797_key([[int(digits)]]), number=int(digits))


def _drand(rest: str) -> Source:
    match = re.fullmatch(r"([1-9][0-9]{0,14}):([0-9a-f]{96})", rest.lower())
    if not match:
        raise EngineError("malformed_drand", text=rest[:140])
    randomness = hashlib.sha256(bytes.fromhex(match[2])).hexdigest()
    return Source(
        "drand",
        f"drand:{match[1]}:{match[2]}",
        f"drand/quicknet/{match[1]}/{randomness}/",
        round=int(match[1]),
        signature=match[2],
    )


def _numbers(rest: str) -> Source:
    names, numbers = [], []
    for part in rest.split(";"):
        name, _equals, listed = part.partition("=")
        found = listed.strip().split(" ")
        if not name.strip() or not all(re.fullmatch(r"0|[1-9][0-9]{0,8}", number) for number in found):
            raise EngineError("malformed_numbers", text=rest[:140])
        names.append(name.strip())
        numbers.append([int(number) for number in found])
    written = ";".join(
        f"{name}={' '.join(str(number) for number in found)}" for name, found in zip(names, numbers, strict=True)
    )
    return Source("numbers", f"numbers:{written}", rfc3797_key(numbers), names=tuple(names))


def parse_announcement(text: str) -> str:
    """An announcement as it is recorded: `balls`, `text`, `drand:ROUND` or `numbers:NAME;NAME`, sources in order.

    Raises EngineError announcement_unknown.
    """
    kind, _colon, rest = text.strip().partition(":")
    if kind in ("balls", "text") and not rest:
        return kind
    if kind == "drand" and re.fullmatch(r"[1-9][0-9]{0,14}", rest.strip()):
        return f"drand:{rest.strip()}"
    names = [name.strip() for name in rest.split(";")]
    if kind == "numbers" and all(names) and "=" not in rest:
        return f"numbers:{';'.join(names)}"
    raise EngineError("announcement_unknown", text=text[:140])


def drand_round_at(moment: int) -> int:
    """The first quicknet round that appears at or after this moment (whole seconds since 1970, UTC)."""
    return max(1, -((DRAND_GENESIS - moment) // DRAND_PERIOD) + 1)


def drand_round_time(number: int) -> int:
    """When a quicknet round appears: whole seconds since 1970, UTC."""
    return DRAND_GENESIS + (number - 1) * DRAND_PERIOD


def require_genuine(source: Source) -> None:
    """Verify the proof that comes with a source; balls and text have none to verify.

    Takes some tenths of a second for drand. Raises EngineError bad_drand_signature (round).
    """
    if source.kind == "drand" and source.round is not None and source.signature is not None:
        # Loaded here because the curve arithmetic is slow to import and seldom needed.
        from samenspel.engines.evidence.drand import verify_round

        if not verify_round(source.round, source.signature):
            raise EngineError("bad_drand_signature", round=source.round)


def select(key: str, total: int, count: int) -> list[int]:
    """Choose `count` different numbers out of 0 … total−1, in order; see the top of this file.

    Raises EngineError selection_out_of_range when count is not within 0 … total.
    """
    if not 0 <= count <= total:
        raise EngineError("selection_out_of_range", total=total, count=count)
    blocks = _blocks(key)
    row = list(range(total))
    for i in range(count):
        j = i + _below(total - i, blocks)
        row[i], row[j] = row[j], row[i]
    return row[:count]


def shuffle_order(key: str, n: int) -> list[int]:
    """All numbers 0 … n−1 in the order of the lot: `select` of all."""
    return select(key, n, n)


def _blocks(key: str) -> Iterator[int]:
    suffix = b"/" + key.encode("utf-8")
    number = 0
    while True:
        digest = hashlib.sha256(b"samenspel-select-1/%d%b" % (number, suffix)).digest()
        yield int.from_bytes(digest, "big")
        number += 1


def _below(n: int, blocks: Iterator[int]) -> int:
    limit = _SPACE - _SPACE % n
    for block in blocks:
        if block < limit:
            return block % n
    raise AssertionError("the blocks never end")


def rfc3797_key(sources: Iterable[Iterable[int]]) -> str:
    """RFC 3797 section 4: the numbers of each source in ascending order, each with a point, then a slash."""
    return "".join("".join(f"{number}." for number in sorted(source)) + "/" for source in sources)


def rfc3797_md5(key: str, total: int, count: int) -> list[int]:
    """RFC 3797 section 5: `count` numbers out of 1 … total by MD5 and the modulus.

    For conformance with the RFC only: the modulus favours low numbers a little.
    """
    if not 0 <= count <= total < 65_536:
        raise EngineError("selection_out_of_range", total=total, count=count)
    remaining = list(range(1, total + 1))
    chosen = []
    for step in range(count):
        ends = step.to_bytes(2, "big")
        digest = hashlib.md5(ends + key.encode("ascii") + ends, usedforsecurity=False).digest()
        chosen.append(remaining.pop(int.from_bytes(digest, "big") % len(remaining)))
    return chosen
