"""The Merkle tree of RFC 9162, beside pymerkle."""

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import (
    Frontier,
    consistency_proof,
    frontier_of,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = [b"act %d" % number for number in range(70)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def test_roots_of_the_certificate_transparency_tests():
    entries = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
    expected = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    frontier = Frontier()
    for entry, hexadecimal in zip(entries, expected, strict=True):
        frontier = frontier.append(leaf_hash(entry))
        assert frontier.root().hex() == hexadecimal


def test_the_empty_tree():
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Frontier().root() == root([])


def test_proofs_agree_with_pymerkle():
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in ENTRIES:
        tree.append_entry(entry)
    for size in range(1, len(ENTRIES) + 1):
        assert root(LEAVES[:size]) == tree.get_state(size)
    size = len(ENTRIES)
    for index in range(size):
        theirs = tree.prove_inclusion(index + 1, size)
        ours = inclusion_proof(LEAVES, index)
        assert ours == list(theirs.path[1:])
        assert verify_inclusion(LEAVES[index], index, size, ours, root(LEAVES))
    for earlier in range(1, size + 1):
        ours = consistency_proof(LEAVES, earlier)
        earlier_root = root(LEAVES[:earlier])
        assert verify_consistency(earlier, size, earlier_root, root(LEAVES), ours)
        pymerkle.verify_consistency(earlier_root, root(LEAVES), tree.prove_consistency(earlier, size))


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_a_false_proof_is_refused(data):
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]
    proof = inclusion_proof(leaves, index)
    tree_root = root(leaves)
    step = data.draw(st.integers(0, len(proof) - 1))
    broken = [bytes(32) if number == step else one for number, one in enumerate(proof)]
    assert not verify_inclusion(leaves[index], index, size, broken, tree_root)
    assert not verify_inclusion(leaf_hash(b"forged"), index, size, proof, tree_root)
    assert not verify_inclusion(leaves[index], (index + 1) % size, size, proof, tree_root)
    assert not verify_inclusion(leaves[index], index, size, proof[:-1], tree_root)
    assert not verify_inclusion(leaves[index], index, size, [*proof, bytes(32)], tree_root)
    assert not verify_inclusion(leaves[index], size, size, proof, tree_root)

    earlier = data.draw(st.integers(1, size - 1))
    consistency = consistency_proof(leaves, earlier)
    assert verify_consistency(earlier, size, root(leaves[:earlier]), tree_root, consistency)
    forged = root([leaf_hash(b"forged"), *leaves[1:earlier]])
    assert not verify_consistency(earlier, size, forged, tree_root, consistency)
    assert not verify_consistency(earlier, size, root(leaves[:earlier]), tree_root, consistency[:-1])
    assert not verify_consistency(earlier, size, root(leaves[:earlier]), tree_root, [*consistency, bytes(32)])


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 70))
def test_the_frontier_can_be_stored_and_goes_on(size):
    frontier = frontier_of(LEAVES[:size])
    assert frontier.size == size
    again = Frontier.from_hexes(frontier.as_hexes(), size)
    assert again == frontier
    for leaf in LEAVES[size:]:
        again = again.append(leaf)
    assert again.root() == root(LEAVES)


@pytest.mark.parametrize(("size", "hexes"), [(1, []), (2, ["00"]), (1, ["zz" * 32]), (-1, ["00" * 32])])
def test_a_damaged_frontier_is_refused(size, hexes):
    with pytest.raises(EngineError, match="malformed_frontier"):
        Frontier.from_hexes(hexes, size)


def test_proofs_outside_the_tree_are_refused():
    for call in (inclusion_proof, consistency_proof):
        with pytest.raises(EngineError, match="leaf_out_of_range"):
            call(LEAVES, 71)
    with pytest.raises(EngineError, match="leaf_out_of_range"):
        consistency_proof(LEAVES, 0)


def test_consistency_outside_the_tree_is_false():
    tree_root = root(LEAVES[:5])
    assert not verify_consistency(0, 5, root([]), tree_root, [tree_root])
    assert not verify_consistency(0, 5, tree_root, tree_root, [])
    assert not verify_consistency(6, 5, tree_root, tree_root, [])
    assert not verify_consistency(3, 5, root(LEAVES[:3]), tree_root, [])
    assert not verify_consistency(5, 5, tree_root, tree_root, [tree_root])
    assert not verify_consistency(5, 5, root(LEAVES[:4]), tree_root, [])
