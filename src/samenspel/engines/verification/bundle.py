"""Any bundle: its bytes and seal first, then the checks of its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import canonical_bytes, commitment_of, open_sealed, parse_object
from samenspel.engines.verification.book import SHAPE as BOOK_SHAPE
from samenspel.engines.verification.book import book_checks
from samenspel.engines.verification.draw import SHAPE as DRAW_SHAPE
from samenspel.engines.verification.draw import draw_checks
from samenspel.engines.verification.filling import SHAPE as FILLING_SHAPE
from samenspel.engines.verification.filling import filling_checks
from samenspel.engines.verification.lot import SHAPE as LOT_SHAPE
from samenspel.engines.verification.lot import lot_checks, lot_commitment_of
from samenspel.engines.verification.replacement import SHAPE as REPLACEMENT_SHAPE
from samenspel.engines.verification.replacement import replacement_checks
from samenspel.engines.verification.report import Check, Report, check_of
from samenspel.engines.verification.shape import Shape, differences
from samenspel.engines.verification.trail import SHAPE as TRAIL_SHAPE
from samenspel.engines.verification.trail import trail_checks
from samenspel.engines.verification.vote import SHAPE as VOTE_SHAPE
from samenspel.engines.verification.vote import vote_checks

_SEAL_SENTENCES = {
    "not_json": "the bytes are not a JSON object",
    "not_canonical": "the bytes are not exactly the canonical ones",
    "seal_missing": "the document has no seal",
    "seal_broken": "the seal does not fit the document",
}


@dataclass(frozen=True)
class BundleKind:
    """How bundles of one kind are verified.

    `shape` holds the fields (see shape.py), `checks` runs only on a document of that shape, and
    `commitment` gives the value that was published beforehand or elsewhere.
    """

    shape: Shape
    checks: Callable[[Mapping[str, Any]], Iterable[Check]]
    commitment: Callable[[Mapping[str, Any]], str]
    versions: frozenset[int] = frozenset({1})


def sealed_hash(document: Mapping[str, Any]) -> str:
    """The commitment of a document that does not change after publication: what its seal should be."""
    return hashlib.sha256(canonical_bytes(dict(document))).hexdigest()


# A new kind of bundle is a file beside draw.py and a line here.
KINDS: dict[str, BundleKind] = {
    "samenspel-draw": BundleKind(DRAW_SHAPE, draw_checks, commitment_of),
    "samenspel-replacement": BundleKind(REPLACEMENT_SHAPE, replacement_checks, commitment_of),
    "samenspel-lot": BundleKind(LOT_SHAPE, lot_checks, lot_commitment_of),
    "samenspel-filling": BundleKind(FILLING_SHAPE, filling_checks, sealed_hash),
    "samenspel-trail": BundleKind(TRAIL_SHAPE, trail_checks, lambda bundle: bundle["root"]),
    "samenspel-vote": BundleKind(VOTE_SHAPE, vote_checks, sealed_hash),
    "samenspel-book": BundleKind(BOOK_SHAPE, book_checks, lambda bundle: bundle["root"]),
}


def verify_bundle(data: bytes, commitment: str | None = None) -> Report:
    """Re-check a published bundle from its bytes alone.

    `commitment` is the hexadecimal value published beforehand; without it that check is left out. A
    bundle whose seal is broken is still looked through, so that the report names what was changed.
    """
    seal_check, document = _open(data)
    checks = [seal_check]
    if document is None:
        return _report(checks, "", "")
    name = document.get("kind")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        checks.append(Check("kind", False, f"documents of kind {str(name)[:60]} can't be verified here"))
        return _report(checks, "", "")
    misshapen = list(differences(document, kind.shape, "bundle"))
    if not misshapen and document["version"] not in kind.versions:
        misshapen = [f"version {document['version']} of {name} is not known here"]
    checks.append(check_of("shape", misshapen, f"a bundle of kind {name}"))
    if misshapen:
        return _report(checks, str(name), "")
    own = kind.commitment(document)
    if commitment is not None:
        differs = [] if own == commitment.strip().lower() else [f"the bundle's commitment is {own}"]
        checks.append(check_of("commitment", differs, "the commitment is the published one"))
    checks.extend(kind.checks(document))
    return _report(checks, str(name), own)


def _open(data: bytes) -> tuple[Check, dict[str, Any] | None]:
    """The check of bytes and seal, and the document even if they are not good, if it can be read."""
    try:
        return Check("seal", True, "the bytes are canonical and the seal fits"), open_sealed(data)
    except EngineError as error:
        check = Check("seal", False, _SEAL_SENTENCES.get(error.code, error.code))
    try:
        document = parse_object(data)
        document.pop("sha256", None)
        canonical_bytes(document)
    except EngineError:
        return check, None
    return check, document


def _report(checks: list[Check], kind: str, commitment: str) -> Report:
    return Report(all(check.ok for check in checks), kind, commitment, tuple(checks))
