"""One value, one sequence of bytes: what is hashed, sealed and published.

The form is RFC 8785 (JSON Canonicalization Scheme) on a smaller ground: objects, arrays, strings,
integers within ±(2^53 − 1), true, false and null. Compact, UTF-8, keys sorted by UTF-16 code units as a
browser sorts them, strings in Unicode NFC. Fractions go in as decimal strings, so that
`JSON.stringify` over sorted keys gives the same bytes anywhere.

A sealed document is such an object with one more field, `sha256`, as the last: the hexadecimal SHA-256
of the canonical bytes without that field. There is no newline after the closing brace and none is
accepted: the file is exactly these bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from samenspel.engines.errors import EngineError

INTEGER_MAX = 2**53 - 1
DEPTH_MAX = 64
SEAL = "sha256"
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def canonical_bytes(value: object) -> bytes:
    """The canonical bytes of a value of dict, list or tuple, str, int, bool and None.

    Strings are brought to NFC. Raises EngineError: not_representable (a float or another type),
    integer_too_large, key_not_text, duplicate_key (after NFC), lone_surrogate, too_deep.
    """
    ordered = _ordered(value, 0)
    try:
        return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        raise EngineError("lone_surrogate") from None


def canonical_text(value: object) -> str:
    """The canonical bytes as text."""
    return canonical_bytes(value).decode("utf-8")


def seal(document: Mapping[str, Any]) -> bytes:
    """The document's canonical bytes with its own SHA-256 as the last field.

    Raises EngineError as `canonical_bytes` does, and seal_present when it has a `sha256` already.
    """
    if SEAL in document:
        raise EngineError("seal_present")
    body = canonical_bytes(dict(document))
    return _with_seal(body, hashlib.sha256(body).hexdigest())


def open_sealed(data: bytes) -> dict[str, Any]:
    """The document in sealed bytes, without its `sha256`.

    Raises EngineError: not_json, not_canonical (the bytes are not exactly those `seal` writes),
    seal_missing, seal_broken (canonical, but the hash is another).
    """
    document = parse_object(data)
    stated = document.pop(SEAL, None)
    if not isinstance(stated, str):
        raise EngineError("seal_missing")
    try:
        body = canonical_bytes(document)
        expected = _with_seal(body, stated)
    except (EngineError, UnicodeEncodeError):
        raise EngineError("not_canonical") from None
    if expected != data:
        raise EngineError("not_canonical")
    if hashlib.sha256(body).hexdigest() != stated:
        raise EngineError("seal_broken")
    return document


def _with_seal(body: bytes, digest: str) -> bytes:
    comma = b"" if body == b"{}" else b","
    return body[:-1] + comma + b'"%s":"%s"}' % (SEAL.encode(), digest.encode())


def parse_object(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`, whatever its order and spacing, its seal still in it.

    For telling what differs in a document that does not open. Raises EngineError: not_json,
    not_canonical (a fraction, NaN or infinity).
    """
    if _nesting(data) > DEPTH_MAX:
        raise EngineError("not_json")  # a parser's stack might not hold it
    try:
        document = json.loads(data.decode("utf-8"), parse_float=_refuse_number, parse_constant=_refuse_number)
    except (ValueError, RecursionError):
        raise EngineError("not_json") from None
    if not isinstance(document, dict):
        raise EngineError("not_json")
    return document


def _nesting(data: bytes) -> int:
    """How deep the brackets outside of strings go."""
    depth = deepest = 0
    for bracket in _STRING.sub(b"", data).translate(None, _NO_BRACKETS):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _refuse_number(text: str) -> None:
    raise EngineError("not_canonical", number=text[:40])


def _ordered(value: object, depth: int) -> object:
    kind = type(value)
    if kind is str:
        return _text(value)  # type: ignore[arg-type]
    if kind is dict:
        return _ordered_object(value, depth)  # type: ignore[arg-type]
    if value is None or kind is bool:
        return value
    if isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise EngineError("integer_too_large", value=str(value)[:40])
        return int(value)
    if isinstance(value, list | tuple):
        if depth >= DEPTH_MAX:
            raise EngineError("too_deep", depth=DEPTH_MAX)
        return [_ordered(item, depth + 1) for item in value]
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, dict):
        return _ordered_object(value, depth)
    raise EngineError("not_representable", type=kind.__name__)


def _text(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _ordered_object(value: dict[Any, Any], depth: int) -> dict[str, object]:
    if depth >= DEPTH_MAX:
        raise EngineError("too_deep", depth=DEPTH_MAX)
    items: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise EngineError("key_not_text", key=repr(key)[:40])
        name = _text(key)
        if name in items:
            raise EngineError("duplicate_key", key=name)
        items[name] = _ordered(item, depth + 1)
    if "".join(items).isascii():
        return {name: items[name] for name in sorted(items)}
    return {name: items[name] for name in sorted(items, key=_browser_order)}


def _browser_order(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
