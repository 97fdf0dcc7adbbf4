"""Public randomness: its sources, RFC 3797's example, drand's signatures, and our own selection."""

import hashlib
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import (
    parse_source,
    require_genuine,
    rfc3797_key,
    rfc3797_md5,
    select,
    shuffle_order,
)

ROUND_1000 = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"


def test_rfc3797_example():
    key = rfc3797_key([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]])
    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert rfc3797_md5(key, 25, 10) == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]


@pytest.mark.parametrize(("total", "count"), [(3, 4), (3, -1), (65_536, 1)])
def test_the_rfc_selects_within_its_range(total, count):
    with pytest.raises(EngineError, match="selection_out_of_range"):
        rfc3797_md5("k", total, count)


def test_sources_and_their_keys():
    assert parse_source(" 041 ") == parse_source("balls:041")
    balls = parse_source("balls:041")
    assert (balls.kind, balls.text, balls.number, balls.key_string) == ("balls", "balls:041", 41, "41./")
    text = parse_source("text:9319./2.5./")
    assert (text.kind, text.key_string, text.number) == ("text", "9319./2.5./", None)
    drand = parse_source(f"drand:1000:{ROUND_1000.upper()}")
    randomness = hashlib.sha256(bytes.fromhex(ROUND_1000)).hexdigest()
    assert randomness == "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    assert drand.key_string == f"drand/quicknet/1000/{randomness}/"
    assert drand.text == f"drand:1000:{ROUND_1000}"
    assert [one.announcement for one in (balls, text, drand)] == ["balls", "text", "drand:1000"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unknown_source"),
        ("41", "unknown_source"),
        ("1000", "unknown_source"),
        ("dice:4", "unknown_source"),
        ("balls:41", "not_three_digits"),
        ("balls:1000", "not_three_digits"),
        ("balls:٠٤١", "not_three_digits"),
        ("text:", "empty_source"),
        ("drand:1000", "malformed_drand"),
        ("drand:0:" + ROUND_1000, "malformed_drand"),
        ("drand:1000:" + ROUND_1000[:-2], "malformed_drand"),
    ],
)
def test_what_is_no_source_is_refused(text, code):
    with pytest.raises(EngineError) as caught:
        parse_source(text)
    assert caught.value.code == code


def test_a_genuine_round_of_quicknet_verifies():
    require_genuine(parse_source(f"drand:1000:{ROUND_1000}"))


@pytest.mark.parametrize(
    ("round_number", "signature"),
    [
        (1001, ROUND_1000),
        (1000, "c0" + "00" * 47),  # the point at infinity
        (1000, "00" * 48),
        (1000, "ff" * 48),
        (1000, ROUND_1000[:-1] + "8"),
        (1000, "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
    ],
)
def test_a_false_signature_is_refused(round_number, signature):
    with pytest.raises(EngineError, match="bad_drand_signature"):
        require_genuine(parse_source(f"drand:{round_number}:{signature}"))


def test_verifying_drand_leaves_the_recursion_limit_alone():
    program = (
        "import sys; before = sys.getrecursionlimit();"
        "from samenspel.engines.evidence.drand import verify_round;"
        f"assert verify_round(1000, '{ROUND_1000}');"
        "sys.exit(sys.getrecursionlimit() != before)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_signature_with_a_stowaway_is_refused():
    """A point of the curve outside the subgroup pairs to one: added to a signature it would stay good.

    Anyone could then look for a signature, and so a randomness, to their liking.
    """
    from py_ecc.bls.g2_primitives import G1_to_pubkey, pubkey_to_G1
    from py_ecc.optimized_bls12_381 import FQ, add, curve_order, field_modulus, is_inf, multiply

    x = 1
    while True:
        x += 1
        y_squared = (x**3 + 4) % field_modulus
        y = pow(y_squared, (field_modulus + 1) // 4, field_modulus)
        if y * y % field_modulus == y_squared:
            stowaway = multiply((FQ(x), FQ(y), FQ(1)), curve_order)
            if not is_inf(stowaway):
                break
    genuine = pubkey_to_G1(bytes.fromhex(ROUND_1000))
    forged = bytes(G1_to_pubkey(add(genuine, stowaway))).hex()
    with pytest.raises(EngineError, match="bad_drand_signature"):
        require_genuine(parse_source(f"drand:1000:{forged}"))


def test_golden_selection():
    """Computed once by the description in the module, in another language; it may never change."""
    first = int(hashlib.sha256(b"samenspel-select-1/0/9319./2.5./").hexdigest(), 16)
    assert select("9319./2.5./", 1000, 1) == [first % 1000]
    assert select("9319./2.5./", 10, 4) == [8, 0, 4, 7]
    assert shuffle_order("9319./2.5./", 10) == [8, 0, 4, 7, 9, 5, 1, 2, 6, 3]


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=20).filter(lambda t: t.isprintable()), st.integers(0, 60), st.data())
def test_a_selection_holds_different_numbers_and_grows_by_adding(key, total, data):
    count = data.draw(st.integers(0, total))
    chosen = select(key, total, count)
    assert len(set(chosen)) == count
    assert all(0 <= number < total for number in chosen)
    assert shuffle_order(key, total)[:count] == chosen
    assert sorted(shuffle_order(key, total)) == list(range(total))


def test_a_selection_out_of_range_is_refused():
    for total, count in [(3, 4), (3, -1)]:
        with pytest.raises(EngineError, match="selection_out_of_range"):
            select("k", total, count)


def test_every_place_falls_to_everyone_alike():
    """Chi-square over 10,000 lots: first place, and the whole order of three."""
    firsts = Counter(select(f"key {number}", 10, 1)[0] for number in range(10_000))
    assert chisquare([firsts[place] for place in range(10)]).pvalue > 0.001
    orders = Counter(tuple(shuffle_order(f"key {number}", 3)) for number in range(10_000))
    assert len(orders) == 6
    assert chisquare(list(orders.values())).pvalue > 0.001


def test_a_block_beyond_the_last_whole_multiple_is_thrown_away():
    from samenspel.engines.evidence.randomness import _below

    space = 1 << 256
    n = (space // 2) + 1  # nearly half of the blocks must be thrown away
    assert _below(n, iter([space - 1, n, n - 1])) == n - 1
    assert _below(3, iter([space - 1, 7])) == 1  # 2^256 is 1 modulo 3
