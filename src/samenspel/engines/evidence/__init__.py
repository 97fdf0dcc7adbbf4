"""Evidence: canonical bytes, seals, the Merkle tree, public randomness, and the pick."""

from samenspel.engines.evidence.canonical import (
    canonical_bytes,
    canonical_text,
    open_sealed,
    parse_object,
    seal,
)
from samenspel.engines.evidence.merkle import (
    Frontier,
    consistency_proof,
    frontier_of,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from samenspel.engines.evidence.pick import (
    chances_of,
    commitment_of,
    decimal_share,
    draw_bundle,
    panel_number,
    pick,
)
from samenspel.engines.evidence.randomness import (
    Source,
    drand_round_at,
    drand_round_time,
    parse_announcement,
    parse_source,
    require_genuine,
    rfc3797_key,
    rfc3797_md5,
    select,
    shuffle_order,
)
from samenspel.engines.evidence.replacement import deviation_of, replacement_bundle
from samenspel.engines.evidence.trail import trail_bundle

__all__ = [
    "Frontier",
    "Source",
    "canonical_bytes",
    "canonical_text",
    "chances_of",
    "commitment_of",
    "consistency_proof",
    "decimal_share",
    "deviation_of",
    "drand_round_at",
    "drand_round_time",
    "draw_bundle",
    "frontier_of",
    "inclusion_proof",
    "leaf_hash",
    "open_sealed",
    "panel_number",
    "parse_announcement",
    "parse_object",
    "parse_source",
    "pick",
    "replacement_bundle",
    "require_genuine",
    "rfc3797_key",
    "rfc3797_md5",
    "root",
    "seal",
    "select",
    "shuffle_order",
    "trail_bundle",
    "verify_consistency",
    "verify_inclusion",
]
