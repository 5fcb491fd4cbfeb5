"""Which hashes of a log are true, when records or stored hashes were tampered with (T5).

Only the signed root is believed. From it the tree is gone down, tile by tile: what is stored is true when it leads to
the hash above it, and when it does not, what follows from the records below is tried. So a changed hash is told apart
from a changed record, and each is named with its place; where too many of both were changed, the place is their tile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.merkle import HASH_BYTES, range_root
from tijdig.ledger.rules.tiles import (
    HEIGHT,
    WIDTH,
    ReadTile,
    perfect_from,
    split_hashes,
    tile_root,
)
from tijdig.ledger.rules.verdicts import Finding, found

type Leaves = Sequence[bytes | None]  # by place; None where no record could be read

_TRIED_TOGETHER = 6  # places in one tile where hash and record differ, of which either may be the true one


@dataclass(slots=True)
class Truth:
    """The true leaf hashes per tile (None: not known), the true hash of each full tile, and the tiles that were wrong.

    ``is_rooted``: something was found that leads to the signed root. If not, the leaves are those that stand, and what
    was signed is another log.
    """

    is_rooted: bool
    leaves: list[bytes | None]
    above: dict[int, bytes]
    findings: list[Finding] = field(default_factory=list)


def find_truth(read: ReadTile, computed: Leaves, size: int, root: bytes) -> Truth:
    """Return what is true of a log of ``size`` records whose signed root is ``root``."""
    tree = _Tree(read, computed, size)
    edges = tree.true_edges(root)
    if edges is None:
        return Truth(False, [tree.as_it_stands(index) for index in range(tree.tiles_on(0))], {})
    return _go_down(tree, edges)


def _go_down(tree: _Tree, edges: list[bytes]) -> Truth:
    findings = [
        finding
        for level, edge in enumerate(edges)
        for finding in tree.wrong(level, tree.edge_index(level), edge)
    ]
    above: dict[int, bytes | None] = {}
    for level in reversed(range(len(edges))):
        row: list[bytes | None] = []
        for index in range(tree.counts[level] // WIDTH):
            wanted = above.get(index)
            true = None if wanted is None else tree.settle(level, index, wanted)
            findings += tree.wrong(level, index, true) if true is not None else []
            row.append(true)
        row += [edges[level]] if edges[level] else []
        if level == 0:
            kept = {index: wanted for index, wanted in above.items() if wanted is not None}
            return Truth(True, row, kept, findings)
        above = dict(enumerate(hash_ for tile in row for hash_ in _hashes_or_none(tile)))
    return Truth(True, [], {}, findings)


def _hashes_or_none(tile: bytes | None) -> Sequence[bytes | None]:
    return [None] * WIDTH if tile is None else split_hashes(tile)


class _Tree:
    """The tiles as they are stored, and as they follow from what is below them."""

    def __init__(self, read: ReadTile, computed: Leaves, size: int) -> None:
        self.read = read
        self.computed = computed
        self.counts = [size]
        while self.counts[-1] >> HEIGHT:
            self.counts.append(self.counts[-1] >> HEIGHT)

    def tiles_on(self, level: int) -> int:
        return -(-self.counts[level] // WIDTH)

    def edge_index(self, level: int) -> int:
        return self.counts[level] // WIDTH

    def width(self, level: int, index: int) -> int:
        return min(WIDTH, self.counts[level] - index * WIDTH)

    def stored(self, level: int, index: int) -> bytes | None:
        """The tile as it is stored; None when it is not there, or not as long as it must be."""
        tile = self.read(level, index)
        return tile if len(tile) == self.width(level, index) * HASH_BYTES else None

    def wrong(self, level: int, index: int, true: bytes) -> list[Finding]:
        """Return what to say of a tile that is stored in another way than it should be."""
        if not true or self.read(level, index) == true:
            return []
        kind = verdicts.TILE_ALTERED if self.read(level, index) else verdicts.TILE_MISSING
        return [found(kind, f"{level}/{index}")]

    def derived(self, level: int, index: int) -> bytes | None:
        """The tile as it follows from what is below: records, or tiles of which two of three witnesses agree."""
        places = range(index * WIDTH, index * WIDTH + self.width(level, index))
        if level == 0:
            leaves = [self.computed[place] for place in places]
            return None if None in leaves else b"".join(leaf for leaf in leaves if leaf is not None)
        stored = split_hashes(self.stored(level, index) or b"") or [b""] * len(places)
        roots = [
            self._root_below(level - 1, place, hash_) for place, hash_ in zip(places, stored, strict=True)
        ]
        return b"".join(roots) if all(roots) else None

    def _root_below(self, level: int, index: int, hash_above: bytes) -> bytes:
        below = self.stored(level, index)
        root = tile_root(below) if below is not None else b""
        if root == hash_above:
            return root
        derived = self.derived(level, index)
        other = tile_root(derived) if derived is not None else b""
        return other if other and (not root or other == hash_above) else root or hash_above

    def candidates(self, level: int, index: int) -> Iterator[bytes]:
        """Yield what the tile may truly be, most likely first."""
        stored = self.stored(level, index)
        if stored is not None:
            yield stored  # nearly always; what follows is work that only a wrong one asks for
        derived = self.derived(level, index)
        if derived is not None and derived != stored:
            yield derived
        if stored is not None and level == 0:
            yield from self._mixtures(index, split_hashes(stored))

    def _mixtures(self, index: int, stored: Sequence[bytes]) -> Iterator[bytes]:
        leaves = [self.computed[place] or hash_ for place, hash_ in enumerate(stored, index * WIDTH)]
        differing = [at for at, hash_ in enumerate(stored) if leaves[at] != hash_]
        if len(differing) > _TRIED_TOGETHER:
            return
        for choice in product((False, True), repeat=len(differing)):
            mixed = list(stored)
            for at, from_record in zip(differing, choice, strict=True):
                if from_record:
                    mixed[at] = leaves[at]
            yield b"".join(mixed)

    def settle(self, level: int, index: int, wanted: bytes) -> bytes | None:
        """Return the full tile that leads to the hash above it, or None when none does."""
        return next((tile for tile in self.candidates(level, index) if tile_root(tile) == wanted), None)

    def true_edges(self, root: bytes) -> list[bytes] | None:
        """Return the partial tile of each level (b"" for none) that together lead to the root; None when none do."""
        levels = [level for level in range(len(self.counts)) if self.counts[level] % WIDTH]
        stored = {level: self.stored(level, self.edge_index(level)) for level in levels}
        whole = {level: edge for level, edge in stored.items() if edge is not None}
        if len(whole) == len(levels) and self._root_of(whole) == root:
            return self._row(whole)
        choices = [list(self.candidates(level, self.edge_index(level))) for level in levels]
        tried = (dict(zip(levels, edges, strict=True)) for edges in product(*choices))
        return next((self._row(edges) for edges in tried if self._root_of(edges) == root), None)

    def _row(self, edges: Mapping[int, bytes]) -> list[bytes]:
        return [edges.get(level, b"") for level in range(len(self.counts))]

    def _root_of(self, edges: Mapping[int, bytes]) -> bytes:
        return range_root(perfect_from(lambda level, _index: edges[level]), 0, self.counts[0])

    def as_it_stands(self, index: int) -> bytes | None:
        """Return the leaves of a tile as the records say, or as they are stored where a record cannot be read."""
        derived = self.derived(0, index)
        return derived if derived is not None else self.stored(0, index)
