"""Verification: anyone re-checks a published bundle, offline, and is told what differs."""

from samenspel.engines.verification.bundle import KINDS, BundleKind, verify_bundle
from samenspel.engines.verification.filling import filling_bundle, give_seats
from samenspel.engines.verification.lot import lot_bundle, lot_commitment_of, order_for
from samenspel.engines.verification.report import Check, Report
from samenspel.engines.verification.vote import vote_bundle

__all__ = [
    "KINDS",
    "BundleKind",
    "Check",
    "Report",
    "filling_bundle",
    "give_seats",
    "lot_bundle",
    "lot_commitment_of",
    "order_for",
    "verify_bundle",
    "vote_bundle",
]
