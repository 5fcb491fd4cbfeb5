"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, and proofs of inclusion and consistency (T1).

A tree of ``size`` leaves is cut into *perfect* subtrees of 2**height leaves; the hash of one is named by its height and
its number from the left, and every root and proof is made of those. All hashes are SHA-256, 32 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

type PerfectHash = Callable[
    [int, int], bytes
]  # (height, number from the left) → hash of that perfect subtree


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over these hashes, whose number must be a power of two (``ValueError`` otherwise)."""
    if not hashes or len(hashes) & (len(hashes) - 1):
        raise ValueError("not a perfect subtree")
    level = hashes
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


class CompactRange:
    """The right edge of a growing tree, one hash per perfect subtree: enough to grow and to tell the root."""

    __slots__ = ("_edge", "size")

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        """Go on from a tree of ``size`` leaves; ``edge`` holds its perfect subtrees from left to right."""
        if len(edge) != size.bit_count():
            raise ValueError("the edge does not fit the size")
        self.size = size
        self._edge = list(edge)

    def append(self, subtree: bytes, height: int = 0) -> None:
        """Add one leaf (already hashed) at the right, or a perfect subtree of 2**height leaves where one fits."""
        carried, at = subtree, self.size >> height
        while at & 1:
            carried, at = node_hash(self._edge.pop(), carried), at >> 1
        self._edge.append(carried)
        self.size += 1 << height

    def root(self) -> bytes:
        """Return the root of all leaves so far; of an empty tree SHA-256 of nothing."""
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root


def perfect_parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut the leaves [start, end) into the fewest perfect subtrees: yields (height, number), from left to right."""
    at = start
    while at < end:
        height = (end - at).bit_length() - 1
        if at:
            height = min(height, (at & -at).bit_length() - 1)
        yield height, at >> height
        at += 1 << height


def range_root(perfect: PerfectHash, start: int, end: int) -> bytes:
    """Return the Merkle tree hash of the leaves [start, end), a range as it occurs in proofs and roots."""
    root = None
    for height, number in reversed(list(perfect_parts(start, end))):
        part = perfect(height, number)
        root = part if root is None else node_hash(part, root)
    return EMPTY_ROOT if root is None else root


def edge_of(perfect: PerfectHash, size: int) -> CompactRange:
    """Return the right edge of the first ``size`` leaves, ready to grow."""
    return CompactRange(size, [perfect(height, number) for height, number in perfect_parts(0, size)])


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size`` (at least 2): where a tree of that size is cut."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(perfect: PerfectHash, index: int, size: int) -> tuple[bytes, ...]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves, leaf's sibling first (2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        cut = start + _split(end - start)
        if index < cut:
            path.append(range_root(perfect, cut, end))
            end = cut
        else:
            path.append(range_root(perfect, start, cut))
            start = cut
    return tuple(reversed(path))


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that an audit path leads to, or None when the path cannot belong to this leaf (2.1.3.2)."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(sibling, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether the audit path proves that the leaf (already hashed) stands at ``index`` under this root."""
    return root_of_inclusion(leaf, index, size, path) == root


def consistency_proof(perfect: PerfectHash, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``old`` leaves is the beginning of the one of ``new`` leaves (2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError("a consistency proof goes from a tree that is not empty to one not smaller")
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old < end:
        cut = start + _split(end - start)
        if old <= cut:
            path.append(range_root(perfect, cut, end))
            end = cut
        else:
            path.append(range_root(perfect, start, cut))
            start, whole = cut, False
    if not whole:
        path.append(range_root(perfect, start, end))
    return tuple(reversed(path))


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether the proof shows that the new tree begins with the old one (2.1.4.2).

    The empty tree is the beginning of every tree; it needs no proof, and then ``path`` must be empty.
    """
    if old in {new, 0}:
        return not path and (old_root == new_root if old == new else old_root == EMPTY_ROOT)
    if not 0 < old < new:
        return False
    hashes = list(path) if old & (old - 1) else [old_root, *path]
    return _roots_of_consistency(old, new, hashes) == (old_root, new_root)


def _roots_of_consistency(old: int, new: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    if not hashes:
        return None
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_old = of_new = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            of_old, of_new = node_hash(one, of_old), node_hash(one, of_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            of_new = node_hash(of_new, one)
        at, last = at >> 1, last >> 1
    return (of_old, of_new) if last == 0 else None
