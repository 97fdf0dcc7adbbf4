"""Verify a round of the drand quicknet beacon: BLS12-381, signatures on G1, unchained.

Scheme `bls-unchained-g1-rfc9380` of the drand specification: the message is the SHA-256 of the round as
8 big-endian bytes, hashed to G1 after RFC 9380 with the tag below; the signature is good when
e(signature, generator of G2) = e(hash, public key).
"""

from __future__ import annotations

import hashlib
import sys

_recursion_limit = sys.getrecursionlimit()
from py_ecc.bls.g2_primitives import pubkey_to_G1, signature_to_G2, subgroup_check  # noqa: E402
from py_ecc.bls.hash_to_curve import hash_to_G1  # noqa: E402
from py_ecc.optimized_bls12_381 import FQ12, G2, final_exponentiate, is_inf, neg, pairing  # noqa: E402

# py_ecc raises Python's recursion limit for the whole process, past what the stack holds: deeply nested
# JSON would then end the process instead of raising. The curve arithmetic used here does not need it.
sys.setrecursionlimit(_recursion_limit)

CHAIN_HASH = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
_TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def verify_round(round_number: int, signature_hex: str, public_key_hex: str = PUBLIC_KEY) -> bool:
    """True when the signature (48 bytes, compressed G1, hexadecimal) is the beacon's for this round."""
    try:
        # py_ecc names its readers after Ethereum, where keys are on G1 and signatures on G2.
        signature = pubkey_to_G1(bytes.fromhex(signature_hex))  # type: ignore[arg-type]
        public_key = signature_to_G2(bytes.fromhex(public_key_hex))  # type: ignore[arg-type]
    except ValueError:
        return False
    if is_inf(signature) or not subgroup_check(signature):
        return False
    message = hashlib.sha256(round_number.to_bytes(8, "big")).digest()
    hashed = hash_to_G1(message, _TAG, hashlib.sha256)  # type: ignore[arg-type]
    product = pairing(G2, signature, final_exponentiate=False) * pairing(
        neg(public_key), hashed, final_exponentiate=False
    )
    return bool(final_exponentiate(product) == FQ12.one())
