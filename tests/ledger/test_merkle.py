"""T1: the log is the Merkle tree of RFC 9162: published vectors, every small tree, and properties of large ones.

The vectors are those of the certificate-transparency project, which every implementation of RFC 6962 and 9162 shares.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.ledger.rules import merkle
from tijdig.ledger.rules.merkle import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    edge_of,
    includes,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    perfect_parts,
    perfect_root,
    range_root,
)

ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # (leaf, size) → audit path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old size, new size) → proof
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4)) for number in range(count)]


def among(hashes: Sequence[bytes]) -> merkle.PerfectHash:
    """Look perfect subtrees up in all the leaves."""
    return lambda height, number: perfect_root(hashes[number << height : (number + 1) << height])


def defined_root(hashes: Sequence[bytes]) -> bytes:
    """The definition of RFC 9162, section 2.1.1, word for word."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    cut = max(1 << power for power in range(20) if 1 << power < len(hashes))
    return node_hash(defined_root(hashes[:cut]), defined_root(hashes[cut:]))


PUBLISHED = [leaf_hash(entry) for entry in ENTRIES]


@pytest.mark.parametrize("size", range(9))
def test_t1_published_roots(size: int) -> None:
    assert range_root(among(PUBLISHED), 0, size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_t1_published_inclusion_proofs(index: int, size: int) -> None:
    path = inclusion_proof(among(PUBLISHED), index, size)

    assert [one.hex() for one in path] == INCLUSION[index, size]
    assert includes(PUBLISHED[index], index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_t1_published_consistency_proofs(old: int, new: int) -> None:
    path = consistency_proof(among(PUBLISHED), old, new)

    assert [one.hex() for one in path] == CONSISTENCY[old, new]
    assert is_consistent(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), path)


def test_t1_leaves_and_nodes_are_told_apart() -> None:
    left, right = leaves(2)

    assert node_hash(left, right) != leaf_hash(left + right)
    assert node_hash(left, right) != leaf_hash(b"\x01" + left + right)


@given(st.integers(0, 700))
def test_t1_a_growing_edge_has_the_root_of_the_definition(size: int) -> None:
    hashes = leaves(size)
    edge = CompactRange()
    for leaf in hashes:
        edge.append(leaf)

    assert edge.size == size
    assert edge.root() == defined_root(hashes) == range_root(among(hashes), 0, size)


@given(st.integers(0, 300), st.integers(0, 300))
def test_t1_a_tree_grows_on_from_its_edge_alone(size: int, more: int) -> None:
    hashes = leaves(size + more)
    edge = edge_of(among(hashes[:size]), size)
    for leaf in hashes[size:]:
        edge.append(leaf)

    assert edge.root() == defined_root(hashes)


@pytest.mark.parametrize("size", range(1, 34))
def test_t1_an_inclusion_proof_holds_for_its_own_leaf_place_and_root_only(size: int) -> None:
    hashes = leaves(size)
    root, grown = defined_root(hashes), defined_root(leaves(size + 1))
    for index, leaf in enumerate(hashes):
        path = inclusion_proof(among(hashes), index, size)

        assert includes(leaf, index, size, path, root)
        assert not includes(leaf_hash(b"another"), index, size, path, root)
        assert not includes(leaf, index, size, path, grown)
        assert not includes(leaf, index, size, (*path, root), root)
        assert not (path and includes(leaf, index, size, path[:-1], root))
        elsewhere = [other for other in range(size + 1) if other != index]
        assert not any(includes(leaf, other, size, path, root) for other in elsewhere)


@pytest.mark.parametrize("new", range(1, 34))
def test_t1_a_consistency_proof_holds_for_its_own_two_trees_only(new: int) -> None:
    hashes = leaves(new)
    new_root = defined_root(hashes)
    for old in range(1, new + 1):
        path = consistency_proof(among(hashes), old, new)
        old_root = defined_root(hashes[:old])

        assert is_consistent(old, new, old_root, new_root, path)
        assert is_consistent(0, new, EMPTY_ROOT, new_root, ())
        assert not is_consistent(old, new, leaf_hash(b"another"), new_root, path)
        assert not is_consistent(old, new, old_root, leaf_hash(b"another"), path)
        assert not is_consistent(old, new, old_root, new_root, (*path, new_root))
        assert not (path and is_consistent(old, new, old_root, new_root, path[1:]))
        forked = [*hashes[: old - 1], leaf_hash(b"forked"), *hashes[old:]]
        other = consistency_proof(among(forked), old, new)
        assert not is_consistent(old, new, old_root, defined_root(forked), other)


@given(st.integers(1, 400), st.data())
def test_t1_no_changed_hash_in_a_proof_is_overlooked(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(among(hashes), old, size)
    path = inclusion_proof(among(hashes), old - 1, size)
    root = defined_root(hashes)
    for at in range(len(proof)):
        changed = (*proof[:at], bytes([proof[at][0] ^ 1, *proof[at][1:]]), *proof[at + 1 :])
        assert not is_consistent(old, size, defined_root(hashes[:old]), root, changed)
    for at in range(len(path)):
        changed = (*path[:at], bytes([path[at][0] ^ 1, *path[at][1:]]), *path[at + 1 :])
        assert not includes(hashes[old - 1], old - 1, size, changed, root)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_range_is_cut_into_perfect_subtrees_without_gap_or_overlap(start: int, length: int) -> None:
    parts = list(perfect_parts(start, start + length))

    assert [leaf for height, number in parts for leaf in (number << height, (number + 1) << height)][::2] == [
        start + sum(1 << height for height, _ in parts[:at]) for at in range(len(parts))
    ]
    assert sum(1 << height for height, _ in parts) == length


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_no_proof_is_made_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(among(leaves(3)), index, size)
    assert not includes(leaves(1)[0], index, size, (), leaves(1)[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (3, 2)])
def test_no_consistency_proof_goes_backwards_or_from_nothing(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="consistency proof"):
        consistency_proof(among(leaves(3)), old, new)
    assert not is_consistent(3, 2, EMPTY_ROOT, EMPTY_ROOT, ())


def test_an_edge_must_fit_its_size() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        CompactRange(3, leaves(1))
    with pytest.raises(ValueError, match="perfect"):
        perfect_root(leaves(3))
